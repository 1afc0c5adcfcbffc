"""The mapping screen: which column of an unknown make is what; remembered for files with the same headers."""

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import redirect, render

from beforehand.actions.imports.choices import Choices
from beforehand.actions.imports.progress import choose
from beforehand.actions.imports.rows import RowProblem
from beforehand.channels.client_list import reading
from beforehand.channels.client_list.reading import FIELDS, Column, Unreadable
from beforehand.intake.importing import Refused
from beforehand.queries.imports import ImportRow, remembered_mapping
from beforehand.records.models import Member
from beforehand.web.imports.waiting import waiting_list
from beforehand.web.seats import SeatedRequest

_FIRST = ("name", "first_name", "last_name", "phone", "mobile", "email", "label")
_REACHING = {"name", "first_name", "last_name", "email", "email2", "phone", "phone2", "mobile"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field with the column chosen for it, or ""."""

    name: str
    title: str
    column: str


@waiting_list
def columns_page(request: SeatedRequest, row: ImportRow) -> HttpResponse:
    """Each field a choice among the columns, with what stands in them."""
    there = _columns(row)
    headers = {column.header for column in there}
    if request.method != "POST":
        return _page(request, row, there, _known(row, request.member))
    wanted = {field.name: request.POST.get(field.name, "") for field in FIELDS}
    mapping = {name: header for name, header in wanted.items() if header in headers}
    if not _REACHING & set(mapping):
        return _page(
            request, row, there, mapping, fault="Say at least where a name, a phone or an e-mail stands."
        )
    # Labels may be others now: who is under our care is asked again.
    choices = Choices(mapping=mapping, on_match=row.choices["on_match"])
    choose(import_id=row.id, choices=choices, by=request.member)
    return redirect("import_care", row.id)


def _columns(row: ImportRow) -> tuple[Column, ...]:
    try:
        found = reading.columns(Path(row.path))
    except (Unreadable, OSError) as fault:
        raise Refused(RowProblem(0, "file", str(fault), is_refused=True)) from fault
    if not found:
        raise Refused(RowProblem(0, "file", "a vCard says itself what is what", is_refused=True))
    return found


def _known(row: ImportRow, member: Member) -> dict[str, str]:
    """What was said of the columns before, else what their headers say."""
    if row.choices["mapping"]:
        return dict(row.choices["mapping"])
    try:
        found = reading.read(Path(row.path))
    except Unreadable as fault:
        return remembered_mapping(member, fault.headers) or {}
    return remembered_mapping(member, found.headers) or dict(found.mapping)


def _page(
    request: SeatedRequest,
    row: ImportRow,
    there: tuple[Column, ...],
    mapping: dict[str, str],
    *,
    fault: str = "",
) -> HttpResponse:
    chosen = {field.name: Choice(field.name, field.title, mapping.get(field.name, "")) for field in FIELDS}
    context = {
        "section": "import",
        "row": row,
        "columns": [
            (column.header, " · ".join(" ".join(e.split())[:30] for e in column.examples)) for column in there
        ],
        "first": [chosen.pop(name) for name in _FIRST],
        "more": list(chosen.values()),
        "fault": fault,
    }
    return render(request, "imports/columns.html", context, status=422 if fault else 200)
