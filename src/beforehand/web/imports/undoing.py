"""The ways back: undoing an import after a question, and putting a file away that has not come in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from beforehand.actions.imports.progress import stop
from beforehand.actions.imports.rows import RowProblem
from beforehand.actions.imports.undoing import undo_import
from beforehand.queries.imports import one_import
from beforehand.records.models import Import
from beforehand.web.imports import uploads
from beforehand.web.imports.telling import came_in
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast

_NOTHING_TO_UNDO = {Import.State.PREVIEW, Import.State.UNDONE}


@require_http_methods(["GET", "POST"])
@seated
def undoing(request: SeatedRequest, import_id: int) -> HttpResponse:
    """Asks first; a POST takes back what the import has written."""
    row = one_import(request.member, import_id)
    if row.state in _NOTHING_TO_UNDO:
        return redirect("import", row.id)
    if request.method != "POST":
        context = {"section": "import", "row": row, "came_in": came_in(row)}
        return render(request, "imports/undo.html", context)
    undo_import(import_id=row.id, by=request.member, at=this_moment())
    uploads.discard(row.path)
    return redirect("import", row.id)


@require_POST
@seated
def leaving(request: SeatedRequest, import_id: int) -> HttpResponse:
    """Puts a file away before anything of it has come in."""
    row = one_import(request.member, import_id)
    if row.state == Import.State.PREVIEW:
        problem = RowProblem(0, "file", "you put this file away before it came in")
        stop(row.id, problem, at=this_moment())
        uploads.discard(row.path)
        toast(request, f"{row.file_name} was put away. Nothing of it came in.")
    return redirect("imports")
