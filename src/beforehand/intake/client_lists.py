"""A client list of any make as candidates: points in normal form, the address in a line, the zone it tells."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from beforehand.actions.drafts import PointDraft
from beforehand.actions.imports.choices import labels_of
from beforehand.actions.imports.rows import Candidate, RowProblem
from beforehand.channels.client_list import reading
from beforehand.channels.client_list.reading import Address, ClientList, ContactRow, Unreadable
from beforehand.queries.imports import remembered_mapping
from beforehand.records.models import Member
from beforehand.rules.contact_points import country_code, normal_email, normal_phone, state_zone


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands in a client list; `mapping` is field to column as it was read."""

    make: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    problems: tuple[RowProblem, ...]

    @property
    def labels(self) -> Counter[str]:
        """What its contacts can be chosen by, and how many each is."""
        return labels_of(self.candidates)


def read_list(path: Path, *, mapping: Mapping[str, str], by: Member, is_whole: bool = False) -> Listed:
    """The list, read by what the user says of its columns, else by what the office said before; else Unreadable.

    A mapping that is whole stands alone: a column that it leaves out stays out. Else it mends what is recognised.
    """
    found = reading.read(path, mapping=mapping) if is_whole and mapping else _opened(path, mapping, by)
    candidates: list[Candidate] = []
    problems: list[RowProblem] = []
    for row in found.rows:
        if isinstance(row, ContactRow):
            candidate, lost = _candidate(row, by.office.country)
            candidates.append(candidate)
            problems += lost
        else:
            has_contact = bool(candidates) and candidates[-1].row == row.row
            is_first = not problems or problems[-1].row != row.row or not problems[-1].is_refused
            problems.append(
                RowProblem(row.row, row.field, row.problem, is_refused=not has_contact and is_first)
            )
    return Listed(found.make, found.headers, found.mapping, tuple(candidates), tuple(problems))


def _opened(path: Path, mapping: Mapping[str, str], by: Member) -> ClientList:
    try:
        found = reading.read(path)
    except Unreadable as unreadable:
        known = {**(remembered_mapping(by, unreadable.headers) or {}), **mapping}
        if not known:
            raise
        return reading.read(path, mapping=known)
    remembered = remembered_mapping(by, found.headers) if found.headers else None
    if found.make == "vcard" or not (mapping or remembered):
        return found
    return reading.read(path, mapping={**(remembered or found.mapping), **mapping})


def _candidate(row: ContactRow, country: str) -> tuple[Candidate, list[RowProblem]]:
    people = tuple(name for person in row.people if (name := _clean(person.name)))
    whose = 0 if len(people) < 2 else None
    points: list[PointDraft] = []
    problems: list[RowProblem] = []
    for phone in row.phones:
        value = _phone(phone.value, row.address, country)
        if value is None:
            fault = f"“{phone.value[:40]}” is no phone number: write it with its area code"
            problems.append(RowProblem(row.row, "phone", fault))
        else:
            points.append(PointDraft("phone", value, _clean(phone.value), _clean(phone.label), whose))
    points += [
        PointDraft("email", value, _clean(email.value), _clean(email.label), whose)
        for email in row.emails
        if (value := normal_email(email.value)) is not None
    ]
    address = row.address
    candidate = Candidate(
        row=row.row,
        name=_clean(row.name)[:200],
        people=people,
        points=tuple({(point.kind, point.value): point for point in points}.values()),
        labels=tuple(_clean(label) for label in row.labels),
        side=_clean(row.side or ""),
        stage=_clean(row.stage or ""),
        address=_line(address) if address else "",
        address_zone=state_zone(address.country or country, address.state, address.postal_code)
        if address
        else None,
        notes=row.notes.replace("\0", ""),
        known_since=row.created_on,
        birthday=row.birthday,
    )
    return candidate, problems


def _phone(text: str, address: Address | None, country: str) -> str | None:
    """The number as it is dialled from the office, else from where the client lives."""
    abroad = country_code(address.country) if address and address.country else None
    return normal_phone(text, country) or (normal_phone(text, abroad) if abroad else None)


def _line(address: Address) -> str:
    place = " ".join(part for part in (address.state, address.postal_code) if part)
    return _clean(", ".join(part for part in (address.street, address.city, place, address.country) if part))


def _clean(text: str) -> str:
    """One line, without the zero that no database keeps."""
    return " ".join(text.replace("\0", " ").split())
