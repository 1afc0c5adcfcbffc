"""A contact export of any make, read into rows; the door asks here and nowhere else in this folder."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from beforehand.channels.client_list.cards import card_rows
from beforehand.channels.client_list.contacts import contacts, judged
from beforehand.channels.client_list.fields import FIELDS, Field, guess
from beforehand.channels.client_list.makes import layout_of, make_of
from beforehand.channels.client_list.rows import (
    Address,
    ContactRow,
    PersonRow,
    Problem,
    Unreadable,
    Value,
)
from beforehand.channels.client_list.sniffing import kind_of
from beforehand.channels.client_list.tables import Broken, Table, table, text_records, workbook_records

__all__ = [
    "FIELDS",
    "Address",
    "ClientList",
    "Column",
    "ContactRow",
    "Field",
    "PersonRow",
    "Problem",
    "Unreadable",
    "Value",
    "columns",
    "read",
    "recognises",
]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file; each loop over them reads it again, a row at a time."""

    start: Callable[[], Iterator[ContactRow | Problem]]

    def __iter__(self) -> Iterator[ContactRow | Problem]:
        return self.start()


@dataclass(frozen=True, slots=True)
class ClientList:
    """A client list; `make` is google, google_old, outlook, hubspot, vcard, mapped or guessed.

    `mapping` is field to column as used. Of one row the contact comes first, then its problems.
    """

    make: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Column:
    """A column for the mapping screen, with the first values that stand in it."""

    header: str
    examples: tuple[str, ...]


def read(path: Path, *, mapping: Mapping[str, str] | None = None) -> ClientList:
    """The client list in a CSV, XLSX or vCard file; Unreadable says why there is none.

    `mapping` (field to header) overrides what the columns are recognised or guessed to be; vCards need none.
    """
    kind = kind_of(path)
    if kind == "vcard":
        return ClientList("vcard", (), {}, Rows(lambda: card_rows(path)))
    found = _table(path, kind, mapping)
    layout = layout_of(found.headers, mapping)

    def rows() -> Iterator[ContactRow | Problem]:
        return contacts(found.records(), layout, judged(found.records(), layout))

    return ClientList(layout.make, layout.headers, layout.mapping, Rows(rows))


def recognises(path: Path) -> bool:
    """Whether `read` takes this file without a mapping; looks at its first rows only."""
    try:
        read(path)
    except Unreadable:
        return False
    return True


def columns(path: Path, *, examples: int = 3) -> tuple[Column, ...]:
    """The columns of a table for the mapping screen, `examples` values each; Unreadable if it has none."""
    kind = kind_of(path)
    if kind == "vcard":
        return ()
    found = _table(path, kind, None)
    records = [record for record in islice(found.records(), 50) if not isinstance(record, Broken)]
    return tuple(
        Column(
            header,
            tuple(islice((row[at] for row in records if row[at : at + 1] and row[at].strip()), examples)),
        )
        for at, header in enumerate(found.headers)
    )


def _table(path: Path, kind: str, mapping: Mapping[str, str] | None) -> Table:
    records = workbook_records(path) if kind == "workbook" else text_records(path)
    if mapping:
        wanted = set(mapping.values())
        return table(records, lambda cells: wanted <= {" ".join(cell.split()) for cell in cells})
    return table(records, lambda cells: make_of(cells) is not None or len(guess(cells)) > 1)
