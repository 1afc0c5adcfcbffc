"""One event with all its instances, as text that the libraries read, or the reason why not."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from beforehand.channels.calendar.lines import Block, value_of
from beforehand.channels.calendar.zones import UnknownZone, Zones

_TIMES = {"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"}
_ONCE = {"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "UID", "SUMMARY", "LOCATION", "STATUS", "SEQUENCE"}
_MANY = {"RRULE", "RDATE", "EXDATE", "ATTENDEE", "ORGANIZER"}
_OF_TIME = _TIMES | {"DURATION", "RRULE"}
_TOO_OFTEN = re.compile(r"FREQ=(?:SECOND|MINUTE|HOUR)LY", re.IGNORECASE)
_NO_STEP = re.compile(r"INTERVAL=(?:-\d+|0+)(?!\d)", re.IGNORECASE)
_DAY_WITH_ZONE = re.compile(r"\b(\d{8})Z")
_SPACE = re.compile(r"\s+")
_LONGEST_REPEATED = timedelta(days=31)
_REMEDY = "correct the event in its calendar"


class Impossible(Exception):
    """The event cannot be read; the one argument is a sentence that says why and what to do."""


def repeats(blocks: Sequence[Block]) -> bool:
    """Tell whether the event has more than one instance, or is one of several."""
    return any(name in {"RRULE", "RDATE", "RECURRENCE-ID"} for block in blocks for name, _ in block.lines)


def components(
    blocks: Sequence[Block], zones: Zones, uid: str, *, from_at: datetime, until_at: datetime
) -> list[Any]:
    """The instances, as icalendar's events, that overlap the time between two UTC moments. Raises Impossible."""
    # Imported here because they take 4 MiB, and few offices' processes read calendars.
    import icalendar
    import recurring_ical_events

    zones.used.clear()
    texts = ["\r\n".join(_mended(block, zones, uid)) for block in blocks]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:beforehand", *zones.used.values()]
    try:
        calendar = icalendar.Calendar.from_ical("\r\n".join([*head, *texts, "END:VCALENDAR", ""]))
        _check(calendar, blocks)
        if len(blocks) == 1 and not repeats(blocks):
            return calendar.walk("VEVENT")
        return list(recurring_ical_events.of(calendar).between(from_at, until_at))
    except Impossible:
        raise
    except Exception as fault:  # noqa: BLE001 whatever the libraries stumble over costs this event only
        said = next(iter(str(fault).splitlines()), "")[:80] or type(fault).__name__
        raise Impossible(f"Its times cannot be worked out ({said}); {_REMEDY}.") from None


def _mended(block: Block, zones: Zones, uid: str) -> Iterator[str]:
    """The lines that count, each time with its zone, without what many programs get wrong and nobody misses."""
    if not block.is_closed:
        raise Impossible("The file ends inside this event; fetch it again.")
    if not block.value("DTSTART"):
        raise Impossible(f"It has no start (DTSTART); {_REMEDY}.")
    seen: set[str] = {"UID"}
    if block.first("DTEND"):
        seen.add("DURATION")
    yield from ("BEGIN:VEVENT", f"UID:{uid}")
    for name, line in block.lines:
        if name in _MANY or (name in _ONCE and name not in seen):
            seen.add(name)
            if mended := _line(name, line, zones):
                yield mended
    yield "END:VEVENT"


def _line(name: str, line: str, zones: Zones) -> str:
    if name == "RRULE":
        _check_rule(line)
        return _SPACE.sub("", line)
    if name not in _TIMES:
        return line
    value = value_of(line)
    if not value:
        return ""
    value = _DAY_WITH_ZONE.sub(r"\1", value)
    head = line[: line.rindex(":")]
    if "VALUE=TIME" in head.upper():
        raise Impossible(f"Its {name} is a time without a day; {_REMEDY}.")
    try:
        return zones.rewritten(f"{head.strip()}:{value}")
    except UnknownZone as unknown:
        raise Impossible(
            f"Its times are in the zone “{unknown.name[:60]}”, which the file does not define; {_REMEDY}."
        ) from None


def _check_rule(line: str) -> None:
    """Refuses what would keep the machine busy for hours, and what is not counted in our years."""
    if _TOO_OFTEN.search(line):
        raise Impossible(f"It repeats more often than daily, as no meeting does; {_REMEDY}.")
    if _NO_STEP.search(line):
        raise Impossible(f"It repeats in steps of nothing (INTERVAL=0); {_REMEDY}.")
    if "RSCALE=" in line.upper():
        raise Impossible("It repeats by the years of a calendar that it names (RSCALE), which is not read.")


def _check(calendar: Any, blocks: Sequence[Block]) -> None:
    for block, event in zip(blocks, calendar.walk("VEVENT"), strict=True):
        for name, _ in event.errors:
            if name in _OF_TIME:
                raise Impossible(f"Its {name} is “{block.value(name)[:40]}”, which is none; {_REMEDY}.")
        length = event.end - event.start
        if length > _LONGEST_REPEATED and block.first("RRULE"):
            raise Impossible(f"It repeats and lasts longer than a month; {_REMEDY}.")
        if length < timedelta(0):
            raise Impossible(f"It ends before it starts; {_REMEDY}.")


def is_day(value: date | datetime) -> bool:
    """Tell a day from a moment."""
    return not isinstance(value, datetime)
