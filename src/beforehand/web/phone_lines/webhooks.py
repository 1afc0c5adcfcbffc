"""What Twilio reports of a line's calls and texts, once its signature is right."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from beforehand.channels.telephony.signing import is_signed
from beforehand.intake.telephony import take_call, take_message
from beforehand.queries.phone_lines import by_key
from beforehand.records.models import PhoneLine
from beforehand.records.secrets import UnreadableSecretError
from beforehand.rules.captures import Unreadable
from beforehand.web.seats import this_moment

_NOTHING_TO_DO = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


class Refused(HttpResponse):
    """One line for Twilio’s own log. Django would log the address too, and the key with it."""

    _has_been_logged = True


@csrf_exempt
@require_POST
def voice(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a report of a call; where Twilio waits for what to do next, the call ends."""
    return _taken(request, key, take_call)


@csrf_exempt
@require_POST
def message(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a text that came in, or the fate of one of ours; nothing is answered."""
    return _taken(request, key, take_message)


def _taken(request: HttpRequest, key: str, take: Callable[..., None]) -> HttpResponse:
    try:
        line = by_key(key)
    except UnreadableSecretError as fault:
        return _line(f"The auth token of this line cannot be read. {fault}", 503)
    if line is None:
        return _line("No such telephone line: copy the address from Beforehand again.", 404)
    if not _is_twilio(request, line):
        return _line("Not taken: the signature is not that of this line’s account and address.", 403)
    at: datetime = this_moment()
    try:
        take(request.POST.dict(), line=line, at=at)
    except Unreadable as fault:
        return _line(f"Not taken: {fault.problem}", 422)
    return HttpResponse(_NOTHING_TO_DO, content_type="text/xml; charset=utf-8")


def _is_twilio(request: HttpRequest, line: PhoneLine) -> bool:
    """Signed for the address as the outside world sees it, which the proxy before us may have rewritten."""
    given = request.headers.get("X-Twilio-Signature", "")
    url = settings.URL + request.get_full_path()
    is_right = is_signed(given, line.secret, url, request.POST.lists())
    return is_right and request.POST.get("AccountSid", line.account) == line.account


def _line(sentence: str, status: int) -> HttpResponse:
    return Refused(sentence + "\n", status=status, content_type="text/plain; charset=utf-8")
