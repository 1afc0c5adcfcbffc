"""Whose number it was, and what makes an event the same one in every export."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from beforehand.channels.phone_log.records import Direction, Kind, PhoneRecord

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WITHHELD = frozenset(
    (
        "", "null", "-1", "-2", "-3", "unknown", "(unknown)", "unknown number", "unknown caller", "private",
        "private number", "restricted", "blocked", "withheld", "anonymous", "unavailable", "payphone",
        "no caller id", "insert-address-token",
    )
)  # fmt: skip
_NO_DIGIT = re.compile(r"\D")
_LETTER = re.compile(r"[^\W\d_]")


def recorded(
    row: int,
    kind: Kind,
    direction: Direction,
    at: datetime,
    *,
    number: str | None,
    same_by: str | None,
    seconds: int = 0,
    contact_name: str = "",
    missed: bool = False,
    body: str = "",
    others: tuple[str, ...] = (),
    failed: bool = False,
) -> PhoneRecord:
    """Return the record of an event at the UTC moment `at`, told from others by the number `same_by`.

    Two messages of one text, with one number and in one millisecond, are one event."""
    ms = (at - _EPOCH) // timedelta(milliseconds=1)
    said = sha256(body.encode("utf-8", "replace")).hexdigest() if kind == "text" else ""
    known = "|".join((kind, direction, same_number(same_by or ""), str(ms), said))
    began_at = at.replace(microsecond=0)
    return PhoneRecord(
        row=row,
        external_id=sha256(known.encode("utf-8", "replace")).hexdigest(),
        kind=kind,
        direction=direction,
        at=began_at,
        ended_at=began_at + timedelta(seconds=seconds),
        seconds=seconds,
        number=number,
        contact_name="" if others else contact_name,
        missed=missed,
        body=body,
        others=others,
        failed=failed,
    )


def known_number(text: str | None) -> str | None:
    """Return the number as written, or None where the caller withheld it."""
    number = (text or "").strip()
    return None if number.casefold() in _WITHHELD else number


def known_name(text: str | None) -> str:
    """Return the contact's name, or "" where the phone knew none."""
    return known_number(text) or ""


@lru_cache(maxsize=1 << 14)
def same_number(number: str) -> str:
    """Return what is alike in all spellings of a number: ten digits, with or without a country code.

    A name or an address is taken whole."""
    if _LETTER.search(number):
        return number.casefold()
    return _NO_DIGIT.sub("", number)[-10:]
