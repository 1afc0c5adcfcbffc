"""Reads what a phone tells of one contact, as a form or as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from beforehand.channels.phone_capture.fields import FieldFault, length, moment, one_of, whose, word
from beforehand.rules.call_lengths import Thresholds, connected
from beforehand.rules.captures import Captured, Point

SOURCE = "phone_capture"
_KINDS = {"call": "call", "text": "text", "sms": "text", "message": "text", "voicemail": "voicemail",
          "meeting": "meeting"}  # fmt: skip
_IN, _OUT, _MISSED = "in", "out", "missed"
_DIRECTIONS = {
    "in": _IN, "incoming": _IN, "inbound": _IN, "received": _IN,
    "out": _OUT, "outgoing": _OUT, "outbound": _OUT, "sent": _OUT,
    "missed": _MISSED, "rejected": _MISSED,
}  # fmt: skip
_USUAL = {"voicemail": _IN, "meeting": _OUT}
_SPOKE: dict[str, Literal["yes", "no", ""]] = {
    "yes": "yes", "true": "yes", "1": "yes", "no": "no", "false": "no", "0": "no", "": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phone:
    """Whose phone tells: the key that is its events' own, its zone, its country, and how calls are judged."""

    key: str
    zone: str
    country: str
    thresholds: Thresholds


def read(fields: Mapping[str, object], *, phone: Phone, at: datetime) -> Captured:
    """The contact that the fields tell of; raises FieldFault, which names the first field to mend."""
    kind = one_of("kind", fields, _KINDS, "call, text, voicemail or meeting")
    direction = one_of("direction", fields, _DIRECTIONS, "in, out or missed", _USUAL.get(kind, ""))
    if direction == _MISSED and kind != "call":
        raise FieldFault("direction", f"only a call is missed; send in or out for a {kind}.")
    point, name = whose(fields, phone.country)
    ended_at = moment(fields, phone.zone, at)
    seconds = length(fields)
    text = word("text", fields, longest=20_000)
    outcome, asks, ask_if_reached = _outcome(kind, direction, _spoke(fields), seconds, phone.thresholds)
    is_theirs = kind in {"text", "voicemail"}  # else the words are a note of our own
    return Captured(
        source=SOURCE,
        external_id=_event_id(fields, phone.key, kind, direction, point, ended_at, text if is_theirs else ""),
        at=ended_at,
        direction="in" if direction == _MISSED else _way(direction),
        channel="call" if kind == "voicemail" else kind,
        outcome=outcome,
        points=(point,),
        name=name,
        summary="" if is_theirs else " ".join(text.split())[:200],
        text=text if is_theirs else "",
        seconds=seconds if kind == "call" else None,
        asks=asks,
        ask_if_reached=ask_if_reached,
    )


def _outcome(
    kind: str, direction: str, spoke: Literal["yes", "no", ""], seconds: int | None, thresholds: Thresholds
) -> tuple[str, str, bool]:
    """The outcome, what it asks, and whether only the member knows if they spoke."""
    if kind == "text":
        return ("received" if direction == _IN else "sent"), "none", False
    if kind == "voicemail":
        return "left_message", "question" if direction == _IN else "none", False
    if kind == "meeting":
        return ("no_answer" if spoke == "no" else "spoke"), "none", False
    if direction == _MISSED:
        return "no_answer", "question", False
    if spoke:
        return ("spoke" if spoke == "yes" else "no_answer"), "none", False
    if seconds is None:
        return "no_answer", "none", True
    outcome, ask_if_reached = connected(direction, seconds, thresholds)
    return outcome, "none", ask_if_reached


def _spoke(fields: Mapping[str, object]) -> Literal["yes", "no", ""]:
    written = word("spoke", fields, longest=10).casefold()
    if written not in _SPOKE:
        raise FieldFault("spoke", f"“{written}” is neither yes nor no.")
    return _SPOKE[written]


def _way(direction: str) -> Literal["in", "out"]:
    return "in" if direction == _IN else "out"


def _event_id(
    fields: Mapping[str, object],
    key: str,
    kind: str,
    direction: str,
    point: Point,
    at: datetime,
    text: str,
) -> str:
    """The phone's own id of the event, or what makes it the same one when an automation fires twice."""
    own = word("id", fields, longest=200)
    parts = ("id", own) if own else (kind, direction, *point, at.strftime("%Y-%m-%d %H:%M"), text)
    return sha256("\0".join((key, *parts)).encode("utf-8", "replace")).hexdigest()
