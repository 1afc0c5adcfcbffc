"""Turns expected failures into pages, and gives templates what every page shows."""

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand.actions.refusals import Refusal
from beforehand.queries.access import NotFound
from beforehand.web.seats import SeatedRequest, seat_of


class FailureMiddleware:
    """Answers a Refusal with its sentence, and what a member may not see like what is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return render(request, "404.html", status=404)
        if isinstance(exception, Refusal):
            return render(request, "refused.html", {"sentence": str(exception)}, status=422)
        return None


def every_page(request: SeatedRequest) -> dict[str, object]:
    """The member, and the toast that a deed before a redirect left for this page, if somebody sees this page."""
    is_seen = "Beforehand-Quiet" not in request.headers  # else the service worker keeps a page for later
    left = get_messages(request) if is_seen else ()
    toasts = [{"text": message.message, "undo": message.extra_tags} for message in left]
    return {"member": seat_of(request), "toast": toasts[-1] if toasts else None}
