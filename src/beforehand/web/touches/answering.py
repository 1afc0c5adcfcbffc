"""What follows a deed on the ledger: a toast with its undo, and the word that lists changed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from beforehand.actions.touches import Logged
from beforehand.web.seats import SeatedRequest, is_fragment, toast

_CHANGED = "changed"


def answer(request: SeatedRequest, logged: Logged, text: str, *, undo: str) -> HttpResponse:
    """To htmx the toast, and the word that lists changed; to a plain browser the page it came from."""
    if is_fragment(request):
        response = render(request, "touches/logged.html", {"text": text, "undo": undo})
        response["HX-Trigger"] = _CHANGED
        return response
    toast(request, text, undo)
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("client", logged.client.pk)
