"""What one row of a contact export says, as small frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Value:
    """A phone number or an e-mail address as written, trimmed; `label` is what the export calls it, or ""."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One grown person of a household; either part of the name may be ""."""

    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        """The name as one says it."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as written; a part the export does not have is ""."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact; `row` counts records from 1 after the header, `name` is never ""."""

    row: int
    name: str
    first_name: str = ""
    last_name: str = ""
    people: tuple[PersonRow, ...] = ()
    phones: tuple[Value, ...] = ()
    emails: tuple[Value, ...] = ()
    address: Address | None = None
    labels: tuple[str, ...] = ()
    side: str | None = None
    stage: str | None = None
    birthday: date | None = None
    notes: str = ""
    created_on: date | None = None
    company: str = ""
    external_id: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a row lost and how to mend it; row 0 is the file as a whole, `field` a column's header or ""."""

    row: int
    field: str
    problem: str


class Unreadable(Exception):
    """The file is no client list we can read; trying again without changing the file or mapping cannot help.

    `headers` are the columns found, when there were any, so that a page can offer to map them.
    """

    def __init__(self, problem: str, field: str = "file", headers: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field
        self.headers = headers
