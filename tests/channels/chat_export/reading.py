"""Reads a chat written in a test, as Kim in New York has exported it."""

from collections.abc import Collection

from beforehand.channels.chat_export.reading import read
from beforehand.rules.captures import Captured, Problem

ZONE = "America/New_York"


def all_of(
    text: str | bytes,
    name: str = "WhatsApp Chat with Maria Stone.txt",
    *,
    ours: Collection[str] = ("Kim",),
    zone: str = ZONE,
) -> list[Captured | Problem]:
    raw = text.encode() if isinstance(text, str) else text
    return list(read(raw, name, ours=ours, zone=zone))


def captured(
    text: str | bytes, name: str = "WhatsApp Chat with Maria Stone.txt", **told: object
) -> list[Captured]:
    return [each for each in all_of(text, name, **told) if isinstance(each, Captured)]  # type: ignore[arg-type]


def problems(
    text: str | bytes, name: str = "WhatsApp Chat with Maria Stone.txt", **told: object
) -> list[Problem]:
    return [each for each in all_of(text, name, **told) if isinstance(each, Problem)]  # type: ignore[arg-type]
