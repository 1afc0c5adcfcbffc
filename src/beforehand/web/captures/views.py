"""Triage: whose is what came in and matched nobody."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from beforehand.actions.captures import triage as actions
from beforehand.queries import access, triage
from beforehand.queries.kept_texts import kept_text
from beforehand.queries.naming import named
from beforehand.rules.captures import Point
from beforehand.rules.contact_points import normal_email, normal_phone
from beforehand.web.captures.telling import told
from beforehand.web.seats import SeatedRequest, row_id, seated, this_moment, toast

_FOUND = 12


@require_safe
@seated
def captures_page(request: SeatedRequest) -> HttpResponse:
    """What waits, and how much found its client by itself."""
    now, member = this_moment(), request.member
    rows = [told(row) for row in triage.waiting(member)]
    share = triage.share_matched(member.office_id, now=now, member=member)
    return render(request, "captures/list.html", {"section": "captures", "rows": rows, "share": share})


@require_safe
@seated
def choosing(request: SeatedRequest, capture_id: int) -> HttpResponse:
    """Any client of the member's to give a capture to, found by name."""
    capture = triage.waiting_capture(request.member, capture_id)
    point = _point(request.GET.get("kind", ""), request.GET.get("value", ""))
    asked = request.GET.get("q", "")
    found = named(access.clients(request.member), asked)[:_FOUND] if asked.strip() else []
    context = {
        "section": "captures",
        "capture": capture,
        "kind": point[0],
        "value": point[1],
        "found": found,
        "asked": asked,
    }
    return render(request, "captures/choosing.html", context)


@require_POST
@seated
def giving(request: SeatedRequest, capture_id: int) -> HttpResponse:
    """It is this client's, and so is everything else that waits for the same point."""
    client_id = row_id(request.POST.get("client", ""))
    if client_id is None:
        raise access.NotFound
    point = _point(request.POST.get("kind", ""), request.POST.get("value", ""))
    count = actions.give_to_client(
        capture_id=capture_id, point=point, client_id=client_id, by=request.member, at=this_moment()
    )
    name = access.client(request.member, client_id).name
    toast(request, f"Logged with {name}{f', {count} in all' if count > 1 else ''}.")
    return redirect("captures")


@require_POST
@seated
def leaving_out(request: SeatedRequest, capture_id: int) -> HttpResponse:
    """This one has to do with no client."""
    actions.leave_out(capture_id=capture_id, by=request.member, at=this_moment())
    toast(request, "Left out, and forgotten.")
    return redirect("captures")


@require_POST
@seated
def ignoring(request: SeatedRequest) -> HttpResponse:
    """Nothing more is taken from this point."""
    point = _point(request.POST.get("kind", ""), request.POST.get("value", ""))
    actions.ignore_point(point=point, by=request.member, at=this_moment())
    toast(request, f"{point[1]} is ignored from now on. Kept of it is only a code that nobody can read back.")
    return redirect("captures")


@require_POST
@seated
def heeding(request: SeatedRequest) -> HttpResponse:
    """A point that was ignored is taken again."""
    text = request.POST.get("text", "").strip()
    country = request.member.office.country
    points = [
        point
        for point in (("email", normal_email(text)), ("phone", normal_phone(text, country)))
        if point[1] is not None
    ]
    was_ignored = [
        actions.heed_point(point=(kind, value or ""), by=request.member, at=this_moment())
        for kind, value in points
    ]
    if any(was_ignored):
        toast(request, f"{text} is taken again.")
    else:
        toast(request, f"“{text}” was not ignored. Write the phone number or e-mail address as it was.")
    return redirect("captures")


@require_safe
@seated
def text(request: SeatedRequest, touch_id: int) -> HttpResponse:
    """The text of a message, where the office keeps texts."""
    kept = kept_text(request.member, touch_id)
    return render(request, "captures/text.html", {"section": "clients", "kept": kept})


def _point(kind: str, value: str) -> Point:
    if kind not in {"phone", "email", "handle"} or not value:
        raise access.NotFound
    return kind, value
