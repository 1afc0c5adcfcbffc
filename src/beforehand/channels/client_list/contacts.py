"""From the cells of one record to a contact and the problems it has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from beforehand.channels.client_list.dates import day_first
from beforehand.channels.client_list.drafts import Draft
from beforehand.channels.client_list.fields import plain
from beforehand.channels.client_list.makes import Layout, Slot
from beforehand.channels.client_list.rows import Address, ContactRow, Problem
from beforehand.channels.client_list.tables import Broken, Record
from beforehand.channels.client_list.values import emails_in, labels_in, phones_in

# A birthday of '45 is 1945, a contact made in '45 is 2045.
NEWEST_SHORT_YEAR = {"birthday": 10, "created_on": 68}


def contacts(
    records: Iterable[Record], layout: Layout, days_first: Mapping[str, bool]
) -> Iterator[ContactRow | Problem]:
    """The contact and the problems of each record in turn; rows are counted from 1, empty ones too."""
    width = len(layout.headers)
    for row, record in enumerate(records, start=1):
        if isinstance(record, Broken):
            yield Problem(row, "", record.problem)
            continue
        cells = [cell.strip() for cell in record]
        if not any(cells) or tuple(cells[:width]) == layout.headers:
            continue
        if any(cells[width:]):
            fault = "put values that hold a comma in quotation marks"
            yield Problem(row, "", f"{len(cells)} cells for {width} columns: {fault}")
            continue
        cells += [""] * (width - len(cells))
        yield from _draft(row, cells, layout, days_first).rows()


def judged(records: Iterable[Record], layout: Layout) -> dict[str, bool]:
    """For each date field whether its column writes the day before the month."""
    columns = {name: layout.single[name] for name in NEWEST_SHORT_YEAR if name in layout.single}
    seen: dict[str, set[str]] = {name: set() for name in columns}
    for record in records if columns else ():
        if not isinstance(record, Broken):
            for name, at in columns.items():
                if at < len(record):
                    seen[name].add(record[at].strip()[:10])
    return {name: day_first(values) for name, values in seen.items()}


def _draft(row: int, cells: Sequence[str], layout: Layout, days_first: Mapping[str, bool]) -> Draft:
    text = {name: cells[at] for name, at in layout.single.items()}
    custom = {plain(_label(slot, cells)): cells[slot.at] for slot in layout.custom if cells[slot.at]}
    draft = Draft(
        row,
        name=text.get("name", ""),
        first_name=text.get("first_name", ""),
        middle_name=text.get("middle_name", ""),
        last_name=text.get("last_name", ""),
        spouse=text.get("spouse") or custom.get("spouse") or custom.get("partner", ""),
        company=text.get("company", ""),
        address=_address(layout, cells),
        labels=labels_in((cells[at] for at in layout.labels), layout.make),
        side=text.get("side") or custom.get("side", ""),
        stage=text.get("stage") or custom.get("stage", ""),
        notes=text.get("notes", ""),
        external_id=text.get("external_id", ""),
        owner=text.get("owner", ""),
    )
    for slot in layout.phones:
        if cells[slot.at]:
            draft.add_phones(layout.headers[slot.at], phones_in(cells[slot.at], _label(slot, cells)))
    for slot in layout.emails:
        if cells[slot.at]:
            draft.add_emails(layout.headers[slot.at], emails_in(cells[slot.at], _label(slot, cells)))
    draft.birthday = _date(draft, "birthday", text, layout, days_first)
    draft.created_on = _date(draft, "created_on", text, layout, days_first)
    return draft


def _date(
    draft: Draft, name: str, text: Mapping[str, str], layout: Layout, days_first: Mapping[str, bool]
) -> date | None:
    if not text.get(name):
        return None
    where = layout.headers[layout.single[name]]
    newest = NEWEST_SHORT_YEAR[name]
    return draft.date(where, text[name], day_first=days_first.get(name, False), newest_short_year=newest)


def _label(slot: Slot, cells: Sequence[str]) -> str:
    label = slot.label if slot.label_at is None else cells[slot.label_at]
    return label.removeprefix("*").strip()


def _address(layout: Layout, cells: Sequence[str]) -> Address | None:
    for place in layout.addresses.values():
        parts = {name: cells[at] for name, at in place.items() if cells[at]}
        formatted = parts.pop("formatted", "")
        if formatted and not parts:
            return Address(street=formatted)
        if parts:
            return Address(**parts)
    return None
