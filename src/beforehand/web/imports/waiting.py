"""A list that waits for choices: the way to it, and what is said when its file cannot be read after all."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beforehand.intake import importing
from beforehand.queries.imports import ImportRow, one_import
from beforehand.records.models import Import
from beforehand.web.imports.examining import sentence
from beforehand.web.seats import SeatedRequest, seated


def waiting_list(
    view: Callable[[SeatedRequest, ImportRow], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Calls the view with a client list that has not begun to come in; any other leads to its own page."""

    @require_http_methods(["GET", "POST"])
    @seated
    @wraps(view)
    def wrapper(request: SeatedRequest, import_id: int) -> HttpResponse:
        row = one_import(request.member, import_id)
        if row.state != Import.State.PREVIEW or row.kind != importing.CLIENT_LIST:
            return redirect("import", row.id)
        try:
            return view(request, row)
        except importing.Refused as refused:
            return unreadable(request, row, refused)

    return wrapper


def unreadable(request: SeatedRequest, row: ImportRow, refused: importing.Refused) -> HttpResponse:
    """The file's own page when it can be read no more."""
    words = sentence(row.file_name, Path(row.path), refused.problem)
    context = {"section": "import", "row": row, "sentence": words}
    return render(request, "imports/unreadable.html", context, status=422)
