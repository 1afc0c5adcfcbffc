"""Any calendar file, read into events."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from beforehand.channels.calendar.events import Event, Guest
from beforehand.channels.calendar.lines import Block, Written, written
from beforehand.channels.calendar.series import Impossible, components, is_day, repeats
from beforehand.channels.calendar.words import channel_of, holds_meeting_link, says_canceled
from beforehand.channels.calendar.zones import Zones, known_zone
from beforehand.rules.captures import Problem, Unreadable, storable
from beforehand.rules.contact_points import normal_email

_REPEATING_S = 20.0
_ANSWERS = {"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"}
_ROOMS = {"ROOM", "RESOURCE"}
_LINKS = {"CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"}
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class _Window:
    """Starts from `from_at` on and before `until_at`; days are those of `zone`."""

    from_at: datetime
    until_at: datetime
    zone: ZoneInfo

    def may_hold(self, block: Block) -> bool:
        """Tell, without reading it, whether an event that does not repeat may start in it."""
        found = _DAY.match(block.value("DTSTART"))
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        two_days = timedelta(days=2)
        return day is None or self.from_at.date() - two_days <= day <= self.until_at.date() + two_days


def events(ics: bytes, *, from_at: datetime, until_at: datetime, zone: str) -> Iterator[Event | Problem]:
    """Each event that starts from `from_at` on and before `until_at` (UTC), repeated ones at each time.

    `zone` is the IANA zone of days and of times that carry none. What repeats is expanded for 20 seconds at most.
    Raises Unreadable.
    """
    calendars = written(ics)
    if not calendars:
        raise Unreadable(
            "This is no calendar: a file in the iCalendar format begins with BEGIN:VCALENDAR; "
            "choose the calendar’s .ics file or its address."
        )
    return _events(calendars, _Window(from_at, until_at, ZoneInfo(zone)))


def _events(calendars: Sequence[Written], window: _Window) -> Iterator[Event | Problem]:
    left_s = _REPEATING_S
    for calendar in calendars:
        method = calendar.own.value("METHOD").upper()
        if method in _ANSWERS:
            continue
        zones = Zones(calendar.zones, known_zone(calendar.own.value("X-WR-TIMEZONE")) or window.zone.key)
        for uid, blocks in _by_uid(calendar.events).items():
            is_repeated = repeats(blocks)
            if not is_repeated and not any(map(window.may_hold, blocks)):
                continue
            if is_repeated and left_s <= 0:
                yield Problem(_place(blocks[0]), "The calendar repeats so much that this event was left out.")
                continue
            began = perf_counter()
            try:
                yield from _instances(uid, blocks, zones, window, is_cancelled=method == "CANCEL")
            except Impossible as impossible:
                yield Problem(_place(blocks[0]), str(impossible))
            left_s -= (perf_counter() - began) * is_repeated


def _by_uid(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for block in blocks:
        uid = block.value("UID")
        if not uid:
            known = "\n".join(line for name, line in block.lines if name in {"DTSTART", "SUMMARY", "RRULE"})
            uid = sha256(known.encode()).hexdigest()
        found.setdefault(uid, []).append(block)
    return found


def _place(block: Block) -> str:
    title = block.value("SUMMARY")
    return f"line {block.line}, “{title[:60]}”" if title else f"line {block.line}"


def _instances(
    uid: str, blocks: Sequence[Block], zones: Zones, window: _Window, *, is_cancelled: bool
) -> list[Event]:
    read = components(blocks, zones, uid, from_at=window.from_at, until_at=window.until_at)
    has_link = any(
        name in _LINKS or (name in {"DESCRIPTION", "LOCATION", "URL"} and holds_meeting_link(line))
        for block in blocks
        for name, line in block.lines
    )
    is_repeated = repeats(blocks)
    found = [
        _event(uid, each, window.zone, has_link=has_link, is_repeated=is_repeated, is_cancelled=is_cancelled)
        for each in read
    ]
    return [event for event in found if window.from_at <= event.starts_at < window.until_at]


def _event(
    uid: str, read: Any, zone: ZoneInfo, *, has_link: bool, is_repeated: bool, is_cancelled: bool
) -> Event:
    title, location = _line_of(read.get("SUMMARY")), _line_of(read.get("LOCATION"))
    status = str(read.get("STATUS", "")).strip().upper()
    return Event(
        uid=uid,
        recurrence=_recurrence(read, zone) if is_repeated else "",
        starts_at=_utc(read.start, zone),
        ends_at=_utc(read.end, zone),
        title=title,
        location=location,
        channel=channel_of(title, location, has_link=has_link),
        guests=_guests(read),
        is_cancelled=is_cancelled or status == "CANCELLED" or says_canceled(title),
        is_all_day=is_day(read.start),
    )


def _recurrence(read: Any, zone: ZoneInfo) -> str:
    first = read["RECURRENCE-ID"]
    # Where a change holds for all that follow, the library leaves each of them the first one's name.
    moment = read.start if "RANGE" in first.params else first.dt
    return _utc(moment, zone).strftime("%Y%m%dT%H%M%SZ")


def _utc(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)


def _line_of(value: Any) -> str:
    return " ".join(storable(str(value or "")).split())[:300]


def _guests(read: Any) -> tuple[Guest, ...]:
    """The attendees and then the organizer, each address once, who has not declined first."""
    found: dict[str, Guest] = {}
    for written_as in (*_listed(read.get("ATTENDEE")), *_listed(read.get("ORGANIZER"))):
        params = getattr(written_as, "params", {})
        email = normal_email(str(params.get("EMAIL", ""))) or normal_email(str(written_as))
        if email is None or str(params.get("CUTYPE", "")).upper() in _ROOMS:
            continue
        name = _line_of(params.get("CN"))
        has_declined = str(params.get("PARTSTAT", "")).upper() == "DECLINED"
        found.setdefault(email, Guest(email, "" if normal_email(name) else name, has_declined))
    return tuple(found.values())


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
