"""When a message was sent, by what its fields say."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from beforehand.mail.headers import Headers

_USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (?:([+-])(\d\d)(\d\d)|GMT|UTC?)"
    r"(?: \([^()]{1,40}\))?",
    re.ASCII,
)
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES, 1)}
_FIRST_YEAR, _LAST_YEAR = 1980, 2099  # outside, a clock was never set or a spammer wants to stay on top
_FARTHEST_ZONE = 15 * 3600
_LONGEST = 120


def sent_at(headers: Headers) -> datetime | None:
    """Return the Date field's moment with the sender's offset; None where none can be read."""
    return moment_of(headers.text(b"date")) if b"date" in headers else None


def received_at(headers: Headers) -> datetime | None:
    """Return when the last server took it in, by its Received field; None where none can be read."""
    return moment_of(headers.text(b"received").rpartition(";")[2]) if b"received" in headers else None


def moment_of(text: str) -> datetime | None:
    """Return the moment that a date of mail or of ISO 8601 names, whole seconds; UTC where it tells no offset."""
    text = text.strip()[:_LONGEST]
    if found := _USUAL.fullmatch(text):
        day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
        offset = (int(hours) * 3600 + int(minutes) * 60) * (-1 if sign == "-" else 1) if sign else 0
        parts = (int(year), _MONTHS.get(month, 0), int(day), int(hour), int(minute), int(second or 0))
        return _moment(parts, offset)
    try:
        if parsed := parsedate_tz(text):
            return _moment(parsed[:6], parsed[9] or 0)
        moment = datetime.fromisoformat(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    ahead = moment.utcoffset() or timedelta()
    return _moment(moment.timetuple()[:6], ahead.days * 86400 + ahead.seconds)


def _moment(parts: tuple[int, ...], offset: int) -> datetime | None:
    year, month, day, hour, minute, second = parts
    if not _FIRST_YEAR <= year <= _LAST_YEAR or abs(offset) > _FARTHEST_ZONE:
        return None
    zone = timezone(timedelta(seconds=offset)) if offset else UTC
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except ValueError:
        return None
