"""What a file brings, in plain values: contacts, lines of a log or a chat, and what is wrong with a row."""

from dataclasses import dataclass
from datetime import date

from beforehand.actions.drafts import PointDraft
from beforehand.rules.captures import Captured


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact of a list, its points in normal form; `side` and `stage` are the file's own words."""

    row: int
    name: str
    people: tuple[str, ...] = ()
    points: tuple[PointDraft, ...] = ()
    labels: tuple[str, ...] = ()
    side: str = ""
    stage: str = ""
    address: str = ""
    address_zone: str | None = None
    notes: str = ""
    known_since: date | None = None
    birthday: date | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row; `row` counts from 1 at the first data row, 0 is the file as a whole."""

    row: int
    field: str
    problem: str
    is_refused: bool = False  # the row as a whole stays out, not only a value of it


@dataclass(frozen=True, slots=True)
class LoggedContact:
    """A call or a message of a log, a chat or a mail archive, its points in normal form, the other side's first.

    `row` counts from 1; `place` says where it stands where a number does not. With `is_received` it is what other
    channels receive too: it counts with each client whom it was with, once by whatever road it comes.
    """

    row: int
    captured: Captured
    place: str = ""
    member_id: int | None = None  # who of us it was, where that may not be the one whose file it is
    is_received: bool = False


class NoContact:
    """A message of a mail archive that is with nobody outside: a newsletter, mail among ourselves or by machines."""


Line = LoggedContact | RowProblem | NoContact
