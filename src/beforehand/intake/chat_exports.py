"""A chat export of any app as contacts of an agent."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from beforehand.actions.imports.rows import LoggedContact, RowProblem
from beforehand.channels.chat_export.reading import read
from beforehand.channels.chat_export.whatsapp import DATES
from beforehand.intake.phone_logs import thresholds
from beforehand.records.models import Member
from beforehand.rules.captures import Captured, Problem


def read_chats(path: Path, name: str, *, agent: Member) -> Iterator[LoggedContact | RowProblem]:
    """The chats' lines in one pass; `name` is the file's own. Raises Unreadable at once."""
    found = read(
        path,
        name,
        ours=[agent.name],
        zone=agent.zone,
        country=agent.office.country,
        thresholds=thresholds(agent.office),
    )
    return (_line(row, each) for row, each in zip(count(1), found, strict=False))


def _line(row: int, found: Captured | Problem) -> LoggedContact | RowProblem:
    if isinstance(found, Captured):
        return LoggedContact(row, found)
    return RowProblem(0, found.place, found.problem, is_refused=not found.place.endswith(DATES))
