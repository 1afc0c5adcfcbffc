"""A working week as people type it, a line a day: `9 am – 12:30, 13:30 – 18:00`; an empty line is a day off."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from beforehand.rules.spoken_time import hour

NAMES = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_OFF = {"", "off", "closed", "-", "–", "none"}
_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?\.?(?:m\b\.?)?", re.IGNORECASE)
_NOON = 12 * 60


def ranges(text: str) -> list[list[str]]:
    """The ranges of a day as stored, `[["09:00", "18:00"]]`, in order; ValueError says which cannot be."""
    if text.strip().lower() in _OFF:
        return []
    found = sorted(_range(part) for part in re.split(r"[,;]|\band\b", text) if part.strip())
    for (_, end), (start, _) in pairwise(found):
        if start < end:
            raise ValueError(f"Two times overlap around {_spoken(start)}; write each stretch once.")
    return [[_written(start), _written(end)] for start, end in found]


def words(day: Sequence[Sequence[str]]) -> str:
    """A stored day as it is typed: 9 am – 12:30 pm, 1:30 pm – 6 pm."""
    return ", ".join(" – ".join(_spoken(_stored(text)) for text in pair) for pair in day)


def _range(part: str) -> tuple[int, int]:
    ends = _BETWEEN.split(part.strip())
    example = f"“{part.strip()}” is no stretch of time; write one like 9 am – 6 pm."
    if len(ends) != 2:
        raise ValueError(example)
    start, end = (_minutes(text) for text in ends)
    if start is None or end is None:
        raise ValueError(example)
    start, end = _as_meant(start, end, *(_half(text) for text in ends))
    if end <= start:
        raise ValueError(
            f"“{part.strip()}” ends before it starts; write hours after midnight on their own day."
        )
    return start, end


def _as_meant(start: int, end: int, start_half: str, end_half: str) -> tuple[int, int]:
    """`9 – 5` ends in the afternoon, and `1 – 6 pm` begins there."""
    if not start_half and end_half == "p" and start + _NOON < end:
        return start + _NOON, end
    if not end_half and end <= start and end < _NOON:
        return start, end + _NOON
    return start, end


def _half(text: str) -> str:
    found = _TIME.fullmatch(text.strip())
    return (found[3] or "").lower() if found else ""


def _minutes(text: str) -> int | None:
    plain = {"noon": _NOON, "midnight": 2 * _NOON}.get(text.strip().lower())
    found = _TIME.fullmatch(text.strip())
    if plain is not None or found is None:
        return plain
    hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hours <= 12:
        return None
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= 2 * _NOON else None


def _written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _stored(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _spoken(minutes: int) -> str:
    if minutes == 2 * _NOON:
        return "midnight"
    return hour(datetime(2000, 1, 1, minutes // 60, minutes % 60, tzinfo=UTC), "UTC")
