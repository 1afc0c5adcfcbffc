"""A look at a calendar: what is new in it, and who of its guests is a client; and the first look of all."""

from collections.abc import Collection, Iterable
from datetime import datetime
from time import perf_counter
from urllib.parse import urlsplit

from django.conf import settings

from beforehand.actions import calendars
from beforehand.actions.meetings import Invited, keep_meetings
from beforehand.channels.calendar import caldav, ics_feed
from beforehand.channels.calendar.answers import Asking, Failed, Login, whole_address
from beforehand.channels.calendar.events import Event, others
from beforehand.channels.calendar.fetching import Fetched
from beforehand.channels.calendar.reading import events
from beforehand.queries import meetings, own_addresses
from beforehand.records.models import Calendar
from beforehand.records.secrets import UnreadableSecretError
from beforehand.rules.captures import Problem, Unreadable
from beforehand.rules.contact_points import normal_email

_PATIENCE_S = 20  # somebody waits for the page
_READING_S = 60.0


def find(*, address: str, username: str, password: str) -> tuple[str, list[tuple[str, str]]]:
    """The kind and the (address, name) of each calendar that these open. Raises Failed.

    Without a user name it is a feed, and where the address is that of a file; else CalDAV.
    """
    url, login = whole_address(address), Login(username, password)
    asked = Asking(url, login, allow_private=settings.ALLOW_PRIVATE_ADDRESSES, seconds=_PATIENCE_S)
    with asked as asking:
        if username and not urlsplit(url).path.endswith(".ics"):
            found = caldav.calendars(asking, url)
            return Calendar.Kind.CALDAV, [(each.url, each.name) for each in found]
        ics_feed.fetch(asking, url, state="")
        return Calendar.Kind.ICS, [(url, urlsplit(url).hostname or "Calendar")]


def look(*, calendar_id: int, at: datetime) -> None:
    """Brings a calendar's meetings up to date; one that cannot be read says so on its member's page."""
    try:
        calendar = meetings.live_calendar(calendar_id)
        if calendar is None:
            return
        _look(calendar, at)
    except Failed as failed:
        calendars.unreachable(
            calendar_id=calendar_id, problem=failed.problem, is_permanent=failed.is_permanent, at=at
        )
    except UnreadableSecretError as fault:
        calendars.unreachable(calendar_id=calendar_id, problem=str(fault), is_permanent=True, at=at)


def _look(calendar: Calendar, at: datetime) -> None:
    # A new day moves what is read, a new address whom it is matched with: then all of it is read again.
    mark = f"{at:%Y-%m-%d} {meetings.newest_point(calendar.office_id)}\n"
    state = calendar.state.removeprefix(mark) if calendar.state.startswith(mark) else ""
    fetched = _fetch(calendar, state, at)
    left_out = calendar.left_out
    if fetched is not None:
        found, problems = _read(calendar, fetched, at)
        keep_meetings(calendar=calendar, invited=_invited(calendar, found), from_at=at - meetings.BACK, at=at)
        state, left_out = fetched.state, _sentence(problems)
    calendars.answered(calendar_id=calendar.pk, state=f"{mark}{state}", left_out=left_out, at=at)


def _fetch(calendar: Calendar, state: str, at: datetime) -> Fetched | None:
    login = Login(calendar.username, calendar.secret)
    with Asking(calendar.url, login, allow_private=settings.ALLOW_PRIVATE_ADDRESSES) as asking:
        if calendar.kind == Calendar.Kind.ICS:
            return ics_feed.fetch(asking, calendar.url, state=state)
        window = (at - meetings.BACK, at + meetings.AHEAD)
        return caldav.fetch(asking, calendar.url, from_at=window[0], until_at=window[1], state=state)


def _read(calendar: Calendar, fetched: Fetched, at: datetime) -> tuple[list[Event], list[Problem]]:
    found: list[Event] = []
    problems: list[Problem] = []
    window = {"from_at": at - meetings.BACK, "until_at": at + meetings.AHEAD}
    began = perf_counter()
    for file in fetched.files:
        if perf_counter() - began > _READING_S:
            problems.append(Problem("The rest", "It takes too long to work out; take out what repeats."))
            break
        try:
            for each in events(file, zone=calendar.member.zone, **window):
                if isinstance(each, Event):
                    found.append(each)
                else:
                    problems.append(each)
        except Unreadable as fault:
            problems.append(Problem("an event", fault.problem))
    return found, problems


def _invited(calendar: Calendar, found: Collection[Event]) -> Iterable[Invited]:
    """Each client at each event with others; one that was called off still tells whom it was with."""
    ours = set(own_addresses.of_office(calendar.office_id))
    if own := normal_email(calendar.username):
        ours.add(own)
    emails = {guest.email for event in found for guest in event.guests} - ours
    clients = meetings.invited(calendar.office_id, emails)
    for event in found:
        guests = event.guests if event.is_cancelled else others(event, ours)
        for client_id in sorted({pk for guest in guests for pk in clients.get(guest.email, ())}):
            yield Invited(
                client_id=client_id,
                external_id=event.external_id,
                starts_at=event.starts_at,
                ends_at=event.ends_at,
                title=event.title,
                channel=event.channel,
                is_cancelled=event.is_cancelled,
            )


def _sentence(problems: Collection[Problem]) -> str:
    if not problems:
        return ""
    first = next(iter(problems))
    count = "One event was" if len(problems) == 1 else f"{len(problems)} events were"
    return f"{count} left out. {first.place}: {first.problem}"
