"""Bringing files: the upload, where to find an export, and what came in before."""

from pathlib import Path

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from beforehand.actions.imports import progress
from beforehand.intake import importing
from beforehand.queries import access
from beforehand.queries.imports import ImportRow, imports
from beforehand.records.models import Import, Member
from beforehand.web.imports import examining, uploads
from beforehand.web.imports.telling import came_in
from beforehand.web.imports.uploads import Received, Receiver
from beforehand.web.seats import SeatedRequest, row_id, seated, this_moment

OPEN = {Import.State.PREVIEW, Import.State.RUNNING}


@csrf_exempt  # the handler of uploads must be set before the token is read; _upload checks it
@require_http_methods(["GET", "POST"])
@seated
def imports_page(request: SeatedRequest) -> HttpResponseBase:
    """The upload and the earlier imports; a POST takes files and keeps all of them or none."""
    if request.method == "GET":
        return _page(request)
    receiver = Receiver(request)
    request.upload_handlers = [receiver]
    kept: list[Received] = []
    try:
        return _upload(request, receiver, kept)
    finally:
        receiver.drop_all_but(kept)


@csrf_protect
def _upload(request: SeatedRequest, receiver: Receiver, kept: list[Received]) -> HttpResponse:
    """Opens an import for each file; what is in `kept` stays on the disk."""
    agent = _agent(request.member, request.POST.get("agent", ""))
    faults = [receiver.fault] if receiver.fault else []
    if not receiver.received and not faults:
        faults = ["Choose a file first."]
    kinds: list[tuple[Received, str]] = []
    for upload in () if faults else receiver.received:
        try:
            kinds.append((upload, examining.kind_of(upload, agent=agent)))
        except importing.Refused as refused:
            faults.append(examining.sentence(upload.name, upload.path, refused.problem))
    if faults:
        return _page(request, faults=faults, agent=agent, status=422)
    opened = _open(kinds, agent, request.member)
    kept.extend(receiver.received)
    if len(opened) > 1:
        return redirect("imports")
    return redirect("import_care" if opened[0].kind == importing.CLIENT_LIST else "import", opened[0].pk)


@transaction.atomic
def _open(kinds: list[tuple[Received, str]], agent: Member, by: Member) -> list[Import]:
    return [
        progress.begin(
            kind=kind,
            file_name=upload.name,
            path=str(upload.path),
            agent=agent,
            by=by,
            at=this_moment(),
            state=Import.State.PREVIEW,
        )
        for upload, kind in kinds
    ]


def _page(
    request: SeatedRequest, *, faults: list[str] | None = None, agent: Member | None = None, status: int = 200
) -> HttpResponse:
    uploads.sweep(this_moment())
    rows = imports(request.member)
    for row in rows:
        if row.state not in OPEN:
            uploads.discard(row.path)
    context = {
        "section": "import",
        "faults": faults,
        "agents": _agents(request.member),
        "chosen": agent or request.member,
        "waiting": waiting(rows),
        "earlier": [(row, came_in(row)) for row in rows if row.state != Import.State.PREVIEW],
    }
    return render(request, "imports/list.html", context, status=status)


def waiting(rows: list[ImportRow]) -> list[ImportRow]:
    """The files that wait for choices, lists first: a log finds the clients that a list has brought."""
    found = [row for row in rows if row.state == Import.State.PREVIEW and Path(row.path).exists()]
    return sorted(found, key=lambda row: (row.kind != importing.CLIENT_LIST, row.id))


def _agents(member: Member) -> list[Member]:
    return list(access.agents(member).filter(left_at__isnull=True))


def _agent(member: Member, wanted: str) -> Member:
    """The agent it is for: the one chosen, else oneself, for an assistant the first of their agents."""
    if (member_id := row_id(wanted)) is not None:
        return access.agent(member, member_id)
    agents = _agents(member)
    if not agents:
        raise access.NotFound
    return next((each for each in agents if each.pk == member.pk), agents[0])
