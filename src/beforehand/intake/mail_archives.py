"""A mail archive as contacts of an agent: the same that a mailbox with these messages would bring."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from zoneinfo import ZoneInfo

from beforehand.actions.imports.rows import Line, LoggedContact, NoContact, RowProblem
from beforehand.channels.mail_archive import reading
from beforehand.channels.mail_archive.reading import RawMessage
from beforehand.intake.mail import House, contacts_of, house_of, lead_contact, whose
from beforehand.mail import leads, messages
from beforehand.records.models import Member
from beforehand.rules.captures import Captured, Problem, Unreadable

_HEARD = 20_000  # characters of a message are listened to: a thousand of them are held at once


def read_archive(
    path: Path, name: str, *, agent: Member, start: int = 0, also_ours: Collection[str] = ()
) -> Iterator[Line]:
    """A line a message after the first `start`, which are not parsed; in constant memory, one pass.

    `name` is the file's own; from `also_ours` the agent wrote too. A lead of a portal is a contact with whom it passes
    on. Raises Unreadable at once."""
    found = islice(reading.messages(path, name), start, None)
    read = _reader(agent, also_ours)
    return (_line(row, each, read) for row, each in zip(count(start + 1), found, strict=False))


def _line(row: int, found: RawMessage | Problem, read: Callable[[int, RawMessage], Line]) -> Line:
    try:
        if isinstance(found, RawMessage):
            return read(row, found)
    except Unreadable as reason:
        found = Problem(found.place, reason.problem)
    return RowProblem(0, found.place, found.problem, is_refused=True)


def _reader(agent: Member, also_ours: Collection[str]) -> Callable[[int, RawMessage], Line]:
    known, zone = house_of(agent), ZoneInfo(agent.zone)
    house = House(dict.fromkeys(also_ours, agent.pk) | known.members, known.by_id | {agent.pk: agent})

    def read(row: int, raw: RawMessage) -> Line:
        message = messages.read(raw.raw, zone=zone)
        captured = _contact(message, agent, house)
        if captured is None:
            return NoContact()
        us = whose(captured, member=agent, house=house)
        words = captured.text[:_HEARD] if captured.direction == "in" else ""
        contact = replace(captured, text=words)
        return LoggedContact(row, contact, raw.place, us.pk, is_received=True)

    return read


def _contact(message: messages.Message, agent: Member, house: House) -> Captured | None:
    lead = leads.lead(message, country=agent.office.country)
    if lead is not None and lead.at is not None:
        return lead_contact(lead, message, lead.at)
    return next(iter(contacts_of(message, member=agent, house=house)), None)
