"""Calendars as the tests write them, and how they read them back."""

from datetime import UTC, datetime
from pathlib import Path

from beforehand.channels.calendar.events import Event
from beforehand.channels.calendar.reading import events
from beforehand.rules.captures import Problem

SAMPLES = Path(__file__).parents[3].parent / "shared" / "data" / "fmt_ics"
CHICAGO = "America/Chicago"
FROM = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2027, 1, 1, tzinfo=UTC)
MARIA = "ATTENDEE;CN=Maria Lopez;PARTSTAT=ACCEPTED:mailto:Maria@Lopez.example"
BOB = "ORGANIZER;CN=Bob Ames:mailto:bob@rivera.example"


def event(*lines: str, uid: str = "walk-1", start: str = "DTSTART:20261124T150000Z") -> str:
    """One event of an hour at that start, or of a day, unless its lines say how long."""
    given = "".join((start, *lines))
    length = [] if "DTEND" in given or "DURATION" in given or "VALUE=DATE:" in start else ["DURATION:PT1H"]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", start, *length, *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *parts, "END:VCALENDAR", ""]
    ).encode()


def everything(
    ics: bytes, *, zone: str = CHICAGO, from_at: datetime = FROM, until_at: datetime = UNTIL
) -> list[Event | Problem]:
    return list(events(ics, from_at=from_at, until_at=until_at, zone=zone))


def read(
    *parts: str, zone: str = CHICAGO, from_at: datetime = FROM, until_at: datetime = UNTIL
) -> list[Event]:
    """The events of a calendar with these parts, which must hold no problem."""
    found = everything(calendar(*parts), zone=zone, from_at=from_at, until_at=until_at)
    assert [item for item in found if isinstance(item, Problem)] == []
    return [item for item in found if isinstance(item, Event)]


def refused(*parts: str) -> list[Problem]:
    found = everything(calendar(*parts))
    assert [item for item in found if isinstance(item, Event)] == []
    return [item for item in found if isinstance(item, Problem)]


def starts(found: list[Event]) -> list[str]:
    return [f"{each.starts_at:%m-%d %H:%M}" for each in found]
