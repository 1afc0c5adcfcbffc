"""How instants, durations, dates and times of day are written; reading raises ValueError with the fault."""

import re
from datetime import UTC, date, datetime, timedelta

_INSTANT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DURATION = re.compile(r"P(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?)?")
_MINUTE_OF_DAY = re.compile(r"([0-9]{2}):([0-9]{2})")
_LONGEST = date.max - date.min


def read_instant(text: str) -> datetime:
    """Read `YYYY-MM-DDTHH:MM:SSZ` as an instant in UTC."""
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError("not an instant; write it as 2026-03-09T14:30:00Z")
    year, month, day, hour, minute, second = map(int, match.groups())
    if hour > 23:
        raise ValueError("not an instant that exists; hours go from 00 to 23")
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as fault:
        raise ValueError(f"not an instant that exists; {fault}") from None


def write_instant(at: datetime) -> str:
    """Write a UTC instant as `YYYY-MM-DDTHH:MM:SSZ`."""
    return at.isoformat()[:19] + "Z"


def read_duration(text: str) -> timedelta:
    """Read `P[nD][T[nH][nM]]`, longer than zero; a day is 24 hours."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        raise ValueError("not a duration; write it as P7D, PT2H, PT30M or P1DT12H")
    if len(text) > 30:
        raise ValueError("a duration longer than the calendar; write a shorter one")
    days, hours, minutes = (int(part or 0) for part in match.groups())
    if days * 1440 + hours * 60 + minutes > _LONGEST.days * 1440:
        raise ValueError("a duration longer than the calendar; write a shorter one")
    if not days + hours + minutes:
        raise ValueError("a duration of nothing; it must be longer than zero")
    return timedelta(days=days, hours=hours, minutes=minutes)


def read_date(text: str) -> date:
    """Read `YYYY-MM-DD`."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("not a date; write it as 2026-12-25")
    try:
        return date(*map(int, match.groups()))
    except ValueError as fault:
        raise ValueError(f"not a date that exists; {fault}") from None


def read_minute_of_day(text: str) -> int:
    """Read `HH:MM`, zero-padded, from 00:00 to 24:00, as minutes after midnight."""
    match = _MINUTE_OF_DAY.fullmatch(text)
    hour, minute = map(int, match.groups()) if match else (99, 99)
    if minute > 59 or hour * 60 + minute > 1440:
        raise ValueError("not a time of day; write it as 09:30, between 00:00 and 24:00")
    return hour * 60 + minute
