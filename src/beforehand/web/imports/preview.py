"""The preview of a list: row by row what would happen, and nothing written yet; and the answers of any preview."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from beforehand.actions.imports.choices import read_choices
from beforehand.actions.imports.planning import MATCHED, Plan, PlannedRow, Verdict
from beforehand.actions.imports.progress import choose, confirm
from beforehand.intake import importing
from beforehand.playbooks.packs import Pack, pack
from beforehand.queries.imports import ImportRow
from beforehand.records.models import Client
from beforehand.web.imports.examining import needs_columns
from beforehand.web.imports.glimpses import told_of_log
from beforehand.web.imports.telling import VERDICTS, care_options, target_words, what_happens
from beforehand.web.seats import SeatedRequest, this_moment

A_PAGE = 50
_SHOWS = {
    "new": (Verdict.NEW,),
    "here": MATCHED,
    "wrong": (Verdict.WRONG,),
    "left": (Verdict.LEFT_OUT,),
}
_SHOW_TITLES = {
    "": "All",
    "new": "New",
    "here": "Here already",
    "wrong": "Cannot come in",
    "left": "Left out",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the preview shows it; `told` is what becomes of it by its labels, `tick` what was said of it alone."""

    row: int
    name: str
    reached_by: str
    verdict: str
    reason: str
    happens: str
    problems: tuple[str, ...]
    client_id: int | None
    first_call_at: datetime | None
    may_tick: bool
    told: str
    tick: str


def list_page(request: SeatedRequest, row: ImportRow) -> HttpResponse:
    """A client list that waits for confirmation; importing.Refused where it cannot be read."""
    if needs_columns(row, request.member):
        return redirect("import_columns", row.id)
    plan = importing.preview(row.id, at=this_moment())
    verdicts = Counter(each.verdict for each in plan.rows)
    counts = {"": len(plan.rows)} | {name: sum(verdicts[v] for v in those) for name, those in _SHOWS.items()}
    show = request.GET.get("show", "")
    rows = [each for each in plan.rows if show not in _SHOWS or each.verdict in _SHOWS[show]]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    words = pack(request.member.office.pack)
    context = {
        "section": "import",
        "row": row,
        "counts": counts,
        "care": _care_counts(plan),
        "show": show if show in _SHOWS else "",
        "shows": [(name, title, counts[name]) for name, title in _SHOW_TITLES.items() if counts[name]],
        "page": page,
        "rows": _shown(list(page.object_list), plan, row.choices, words),
        "options": care_options(words),
        "chose": bool(row.choices["everybody"] or row.choices["active"] or row.choices["ticks"]),
    }
    return render(request, "imports/preview.html", context)


def answered(request: SeatedRequest, row: ImportRow) -> HttpResponse:
    """Keeps the ticks of one page, then goes to another or has the file brought in."""
    member, go = request.member, request.POST.get("go", "")
    if row.kind == importing.CLIENT_LIST:
        choices = read_choices(row.choices)
        ticks = _ticks(choices.ticks, request.POST)
        if ticks != choices.ticks:
            choose(import_id=row.id, choices=replace(choices, ticks=ticks), by=member)
    elif (told := told_of_log(request.POST, read_choices(row.choices))) is not None:
        choose(import_id=row.id, choices=told, by=member)
    if go == "bring":
        confirm(import_id=row.id, by=member, at=this_moment())
        return redirect("import", row.id)
    query = QueryDict(mutable=True)
    show, _, page = go.partition(":")
    query.update({name: value for name, value in (("show", show), ("page", page)) if value})
    return redirect(f"{reverse('import', args=[row.id])}?{query.urlencode()}#rows")


def _care_counts(plan: Plan) -> dict[str, int]:
    cares = Counter(row.target.care for row in plan.rows if row.verdict == Verdict.NEW and row.target)
    return {
        "active": cares[Client.Care.ACTIVE],
        "past": cares[Client.Care.PAST],
        "known": cares[Client.Care.KNOWN],
    }


def _shown(rows: list[PlannedRow], plan: Plan, choices: Mapping[str, object], words: Pack) -> list[Shown]:
    of_row: dict[int, list[str]] = {}
    for problem in plan.problems:
        if not problem.is_refused:
            of_row.setdefault(problem.row, []).append(problem.problem)
    ticks = choices["ticks"]
    assert isinstance(ticks, dict)  # noqa: S101 as Choices writes them
    on_match = str(choices["on_match"])
    return [
        _row(row, tuple(of_row.get(row.row, ())), str(ticks.get(str(row.row), "")), on_match, words)
        for row in rows
    ]


def _row(row: PlannedRow, problems: tuple[str, ...], tick: str, on_match: str, words: Pack) -> Shown:
    tickable = {Verdict.NEW, Verdict.LEFT_OUT} | ({Verdict.MATCHING} if on_match == "update" else set())
    points = row.candidate.points if row.candidate else ()
    return Shown(
        row=row.row,
        name=row.name,
        reached_by=" · ".join(point.written for point in points[:2]),
        verdict=VERDICTS[row.verdict],
        reason=row.reason,
        happens=what_happens(row, on_match),
        problems=problems,
        client_id=row.client_id,
        first_call_at=row.first_call_at,
        may_tick=row.verdict in tickable,
        told="" if tick else target_words(row.target, words),
        tick=tick,
    )


def _ticks(known: Mapping[int, str], form: QueryDict) -> dict[int, str]:
    """What was said before, with what this page says of its own rows; an empty answer takes a tick away."""
    said = {
        int(row): tick
        for row, tick in zip(form.getlist("row"), form.getlist("tick"), strict=False)
        if row.isdecimal()
    }
    return {row: tick for row, tick in {**known, **said}.items() if tick}
