"""The page of one import, whatever its state: waiting for choices, coming in, done, stopped, undone."""

from collections import Counter
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beforehand.intake import importing
from beforehand.queries import access
from beforehand.queries.imports import ImportRow, imports, one_import
from beforehand.records.models import Import, Member
from beforehand.web.imports import glimpses, preview, uploads
from beforehand.web.imports.examining import named
from beforehand.web.imports.telling import headline, refused_count, sentences, undone_sentences
from beforehand.web.imports.views import waiting
from beforehand.web.imports.waiting import unreadable
from beforehand.web.seats import SeatedRequest, is_fragment, seated

_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@seated
def import_page(request: SeatedRequest, import_id: int) -> HttpResponse:
    """One import; a POST answers its preview, and after that changes nothing."""
    row = one_import(request.member, import_id)
    if row.state != Import.State.PREVIEW:
        return redirect("import", row.id) if request.method == "POST" else _begun(request, row)
    if request.method == "POST":
        return preview.answered(request, row)
    try:
        is_list = row.kind == importing.CLIENT_LIST
        return preview.list_page(request, row) if is_list else glimpses.log_page(request, row)
    except importing.Refused as refused:
        return unreadable(request, row, refused)


def _begun(request: SeatedRequest, row: ImportRow) -> HttpResponse:
    if row.state == Import.State.RUNNING:
        return render(request, "imports/running.html", {"section": "import", "row": row})
    if is_fragment(request):  # the progress of an import that has ended since
        return HttpResponse(headers={"HX-Refresh": "true"})
    uploads.discard(row.path)
    undone = row.counts.get("undone")
    context = {
        "section": "import",
        "row": row,
        "title": headline(row),
        "sentences": undone_sentences(undone, row.kind)
        if undone
        else sentences(row, _cares(request.member, row)),
        "stayed": undone["names"] if undone else [],
        "page": Paginator(_problems(row), _A_PAGE).get_page(request.GET.get("page")),
        "refused": refused_count(row),
        "remarks": row.counts["problems"] - refused_count(row),
        "next": next(iter(waiting(imports(request.member))), None),
    }
    return render(request, "imports/done.html", context)


def _problems(row: ImportRow) -> list[dict[str, str]]:
    return [
        {**problem, "problem": named(problem["problem"], row.file_name, Path(row.path))}
        for problem in row.problems
    ]


def _cares(member: Member, row: ImportRow) -> Counter[str]:
    """How many of the clients that came in are under care, past and known only by now."""
    return Counter(access.clients(member).filter(imported_by=row.id).values_list("care", flat=True))
