"""Moments and durations as phone logs write them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(2000, 2100)
_LONGEST_CALL_S = 7 * 24 * 3600
_ISO_DURATION = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.\d+)?S)?", re.ASCII)
_CLOCK_DURATION = re.compile(r"(?:(?:(\d{1,6}):)?(\d{1,6}):)?(\d{1,6})", re.ASCII)


class ImpossibleError(Exception):
    """A value that no phone can have meant: which field, and a sentence with the remedy."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field
        self.problem = problem


def moment_of_ms(text: str, field: str) -> datetime:
    """Return the UTC moment of `text`, milliseconds since 1970; raises ImpossibleError outside 2000-2099."""
    if text.isascii() and text.isdigit() and len(text) < 15:
        moment = _EPOCH + timedelta(milliseconds=int(text))
        if moment.year in _YEARS:
            return moment
    raise ImpossibleError(
        field,
        f"{field} is {_short(text)}, not a time in milliseconds since 1970 (between 2000 and 2099); "
        "make the backup again or enter this one by hand.",
    )


def moment_of_iso(text: str, field: str, zone: ZoneInfo) -> datetime:
    """Return the UTC moment of an ISO 8601 time, in `zone` where it has no offset."""
    try:
        return in_utc(datetime.fromisoformat(text), zone)
    except ValueError:
        raise ImpossibleError(
            field,
            f"{field} is {_short(text)}, not an ISO time between 2000 and 2099; enter this one by hand.",
        ) from None


def in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return `moment` in UTC; a wall time is read in `zone`, the first of a repeated hour, the hour after
    a skipped one. Raises ValueError outside 2000-2099."""
    if moment.year not in _YEARS:
        raise ValueError(moment)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def seconds_of(text: str, field: str) -> int:
    """Return whole seconds from "135", "2:15", "00:02:15" or "PT2M15S"; nothing is none at all."""
    if not text:
        return 0
    found = _CLOCK_DURATION.fullmatch(text) or (_ISO_DURATION.fullmatch(text) if len(text) > 2 else None)
    if found:
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        if (total := hours * 3600 + minutes * 60 + seconds) <= _LONGEST_CALL_S:
            return total
    raise ImpossibleError(
        field,
        f"{field} is {_short(text)}, not the length of a call of at most a week; enter this one by hand.",
    )


def _short(text: str) -> str:
    return f"“{text[:40]}”" if text else "empty"
