"""Threads of Messenger and Instagram, from the JSON files of the downloads that Meta makes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from beforehand.channels.chat_export.people import Contacts, Ourselves, Parties, parties
from beforehand.channels.chat_export.stored import BROKEN, Stored
from beforehand.rules.call_lengths import Thresholds, connected
from beforehand.rules.captures import Captured, Problem, Unreadable, storable
from beforehand.rules.names import folded

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST_THREAD = 64 << 20  # bytes; Meta begins a new file after ten thousand messages
_HEAD = 1 << 18
_PARTICIPANTS = re.compile(r'\A\s*\{\s*"participants"\s*:\s*(\[[^\[\]]{0,200000}\])')
_MANGLED = re.compile("[\u0080-\u00ff]{2,}")
_NO_WORDS = ("Subscribe", "Unsubscribe")  # somebody came into or left a group
_REACTED = re.compile(r"Liked a message|Reacted .{1,12} to your message\s*")
_YEARS = range(2000, 2100)
_LONGEST_CALL_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Download:
    """What all threads of one download share; `owner` is the member as Meta names them."""

    app: str  # "messenger" or "instagram"
    ours: Ourselves
    owner: str
    contacts: Contacts
    thresholds: Thresholds


def is_thread(head: bytes) -> bool:
    """Whether a JSON file that begins so is a thread."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(re.match(rb'\{\s*"participants"\s*:\s*\[\s*[{"\]]', start))


def participants(text: Stored) -> tuple[str, ...]:
    """The names at the beginning of a thread; nothing where they cannot be read."""
    found = _PARTICIPANTS.match(text.head(_HEAD).decode("utf-8-sig", "replace"))
    try:
        return _names(json.loads(found[1])) if found else ()
    except (ValueError, RecursionError):
        return ()


def thread(text: Stored, download: Download) -> Iterator[Captured | Problem]:
    """The contacts of one file of a thread, the oldest first. Raises Unreadable where it is none."""
    content = _loaded(text)
    title = _text(content.get("title") or content.get("threadName"))
    names = _names(content.get("participants"))
    if download.owner:
        others = tuple(name for name in names if name != download.owner)
        known = Parties(frozenset((download.owner,)), others or ((title,) if title else ()))
    else:
        known = parties(names, title, download.ours)
    messages = [each for each in content["messages"] if isinstance(each, dict)]
    messages.sort(key=lambda message: _ms(message) or 0)
    return (
        found
        for number, message in enumerate(messages, 1)
        if (found := _captured(message, known, download, f"{text.name}, message {number}"))
    )


def mended(text: str) -> str:
    """The text with UTF-8 that was taken for Latin-1, as in Meta's JSON, made right again."""
    return _MANGLED.sub(lambda run: _decoded(run[0]), text)


def _decoded(run: str) -> str:
    try:
        return run.encode("latin-1").decode()
    except UnicodeDecodeError:
        return run


def _loaded(text: Stored) -> dict[str, Any]:
    try:
        with text.opened() as file:
            raw = file.read(_LARGEST_THREAD + 1)
        if len(raw) > _LARGEST_THREAD:
            raise Unreadable(f"{text.name} is larger than 64 MB; export a shorter time.")
        content = json.loads(raw.decode("utf-8-sig", "replace"))
    except (*BROKEN, RecursionError):
        raise Unreadable(f"{text.name} is damaged or not copied whole; download it again.") from None
    if isinstance(content, dict) and isinstance(content.get("messages"), list):
        return content
    raise Unreadable(
        f"{text.name} is no thread of Messenger or Instagram; choose a download in JSON, not in HTML."
    )


def _captured(
    message: dict[str, Any], known: Parties, download: Download, place: str
) -> Captured | Problem | None:
    sender = _text(message.get("sender_name") or message.get("senderName"))
    at = _moment(message)
    if at is None:
        fault = "timestamp_ms is not a time in milliseconds since 1970 (between 2000 and 2099); enter this one by hand."
        return Problem(place, fault)
    text = _text(message.get("content") or message.get("text"))
    if not sender or _is_no_contact(message, text):
        return None
    is_ours = sender in known.ours
    others = known.others if is_ours else (sender,)
    points = tuple(dict.fromkeys(point for other in others for point in download.contacts.points(other)))
    is_call = "call_duration" in message or message.get("type") == "Call"
    seconds = _seconds(message) if is_call else None
    channel, outcome, asks, ask_if_reached = _judged(seconds, download, is_ours=is_ours)
    return Captured(
        source=download.app,
        external_id=_id(download.app, sender, message),
        at=at,
        direction="out" if is_ours else "in",
        channel=channel,
        outcome=outcome,
        points=points,
        name=others[0] if len(others) == 1 else "",
        ours=sender if is_ours else next(iter(sorted(known.ours)), ""),
        text="" if is_call else text,
        seconds=seconds or (0 if is_call else None),
        asks=asks,
        ask_if_reached=ask_if_reached,
    )


def _is_no_contact(message: dict[str, Any], text: str) -> bool:
    """Whether it was taken back, is a reaction, or says who joined a group."""
    gone = bool(message.get("is_unsent") or message.get("isUnsent"))
    return gone or message.get("type") in _NO_WORDS or bool(_REACTED.fullmatch(text))


def _judged(seconds: int | None, download: Download, *, is_ours: bool) -> tuple[str, str, str, bool]:
    """Channel, outcome, what it asks, and whether only the member knows if they spoke."""
    if seconds is None:
        channel = "social" if download.app == "instagram" else "chat"
        return channel, "sent" if is_ours else "received", "none", False
    if not seconds:
        return "call", "no_answer", "none" if is_ours else "question", False
    outcome, ask_if_reached = connected("out" if is_ours else "in", seconds, download.thresholds)
    return "call", outcome, "none", ask_if_reached


def _id(app: str, sender: str, message: dict[str, Any]) -> str:
    """One person writes one message in a millisecond, in whatever thread and download it stands."""
    known = "|".join((app, folded(sender), str(_ms(message))))
    return sha256(known.encode("utf-8", "replace")).hexdigest()


def _moment(message: dict[str, Any]) -> datetime | None:
    ms = _ms(message)
    if ms is None or not 0 <= ms < 10**14:
        return None
    at = _EPOCH + timedelta(seconds=ms // 1000)
    return at if at.year in _YEARS else None


def _ms(message: dict[str, Any]) -> int | None:
    ms = message.get("timestamp_ms") or message.get("timestamp")
    return ms if isinstance(ms, int) and not isinstance(ms, bool) else None


def _seconds(message: dict[str, Any]) -> int:
    """The length of a call; 0 where nobody answered."""
    seconds = message.get("call_duration")
    if message.get("missed") is True or not isinstance(seconds, int) or isinstance(seconds, bool):
        return 0
    return min(max(seconds, 0), _LONGEST_CALL_S)


def _names(listed: Any) -> tuple[str, ...]:
    """The participants, each {"name": …} or a name alone."""
    found = (
        (each.get("name") if isinstance(each, dict) else each for each in listed if listed)
        if isinstance(listed, list)
        else ()
    )
    return tuple(dict.fromkeys(name for each in found if (name := _text(each))))


def _text(value: Any) -> str:
    return mended(storable(value)) if isinstance(value, str) else ""
