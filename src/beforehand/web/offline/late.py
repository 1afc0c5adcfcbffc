"""Deeds that waited on a phone for signal: when they were made, and answers that the phone can keep."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.messages import get_messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from beforehand.actions.refusals import Refusal
from beforehand.queries.access import NotFound
from beforehand.web.seats import seat_of

MADE_AT, SENT_AT = "Beforehand-Made-At", "Beforehand-Sent-At"
SEAT = "Beforehand-Seat"
OLDEST = timedelta(days=30)
_SKEW = timedelta(minutes=2)
_SENTENCES = {
    403: "The server did not take it from this page: open Today once with signal, then send it again.",
    404: "This client is not among yours any more, so nothing was logged.",
    405: "This cannot be sent later; do it again on its page.",
}
_FAILED = "The server failed at it: send it again, or discard it and log it by hand."


def is_late(request: HttpRequest) -> bool:
    """Whether the deed waited on a phone before it was sent."""
    return MADE_AT in request.headers


def made_at(request: HttpRequest, now: datetime) -> datetime:
    """When the deed of this request was made: now, or for one that waited, the moment on the phone.

    A phone whose clock is wrong says what time it has while it sends, and is set right by that.
    """
    if not is_late(request):
        return now
    made, sent = _instant(request.headers[MADE_AT]), _instant(request.headers.get(SENT_AT, ""))
    waited = now - made if abs(sent - now) <= _SKEW else sent - made
    if waited < -_SKEW:
        raise Refusal("It was made at a time still to come: set the clock of this phone, then log it again.")
    if waited > OLDEST:
        raise Refusal(f"It was made more than {OLDEST.days} days ago: log it by hand, with its day and time.")
    return (now - max(waited, timedelta())).replace(microsecond=0)


def check_late(request: HttpRequest, form: BaseForm) -> None:
    """Refuses with the form's first fault a deed that waited: nobody sees the form again."""
    if is_late(request) and form.errors:
        raise Refusal(str(next(iter(form.errors.values()))[0]))


class OfflineMiddleware:
    """Answers a deed that waited in JSON, `sentence` where it was refused, and names on each page whose it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_late(request):
            return _told(request, response)
        if request.method == "GET" and response.headers.get("Content-Type", "").startswith("text/html"):
            member = seat_of(request)
            response.headers[SEAT] = str(member.pk) if member else "none"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_late(request) and isinstance(exception, Refusal):
            return _sentence(str(exception), 422)
        if is_late(request) and isinstance(exception, NotFound):
            return _sentence(_SENTENCES[404], 404)
        return None


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code < 400 and response.headers.get("Location", "").startswith(
        reverse("account_login")
    ):
        return _sentence("Sign in to send it.", 401)
    if response.status_code < 400:
        list(get_messages(request))  # the phone says itself what was sent
        return HttpResponse(status=204)
    if isinstance(response, JsonResponse):
        return response
    return _sentence(_SENTENCES.get(response.status_code, _FAILED), response.status_code)


def _sentence(text: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": text}, status=status)


def _instant(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refusal("The phone did not say when it was made: log it again.")
    return moment
