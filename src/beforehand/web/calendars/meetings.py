"""Did you meet? One tap, and one to take it back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from beforehand.actions.meetings import answer_meeting, take_back_answer
from beforehand.records.models import Client
from beforehand.web.seats import SeatedRequest, is_fragment, seated, this_moment, toast


@require_POST
@seated
def answer(request: SeatedRequest, meeting_id: int) -> HttpResponse:
    """Settles a past meeting: it took place, or it did not."""
    did_meet = request.POST.get("met") == "yes"
    client = answer_meeting(meeting_id=meeting_id, did_meet=did_meet, by=request.member, at=this_moment())
    said = (
        f"Logged: the meeting with {client.name}."
        if did_meet
        else "Noted: you did not meet. Nothing is logged."
    )
    return _after(request, client, said, undo=reverse("meeting_answer_withdrawal", args=[meeting_id]))


@require_POST
@seated
def withdrawal(request: SeatedRequest, meeting_id: int) -> HttpResponse:
    """Takes the answer back, and asks again."""
    client = take_back_answer(meeting_id=meeting_id, by=request.member, at=this_moment())
    return _after(request, client, "Taken back. It asks again.", undo="")


def _after(request: SeatedRequest, client: Client, said: str, *, undo: str) -> HttpResponse:
    """To htmx the toast, and the word that lists changed; to a plain browser the page it came from."""
    if is_fragment(request):
        response = render(request, "touches/logged.html", {"text": said, "undo": undo})
        response["HX-Trigger"] = "changed"
        return response
    toast(request, said, undo)
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if is_ours else reverse("client", args=[client.pk]))
