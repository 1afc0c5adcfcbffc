"""Where a phone tells of a contact: it may only log, and learns nothing but that it did."""

import json
from datetime import datetime

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from beforehand.channels.phone_capture.fields import FieldFault
from beforehand.intake.phone_captures import KIND, take_told
from beforehand.queries.capture_addresses import by_token
from beforehand.rules.captures import Captured
from beforehand.web.phone_capture.counting import is_too_often, was_too_often
from beforehand.web.seats import this_moment

_A_TOKEN, _WRONG_ONES = 120, 30  # a minute
_LARGEST = 128 * 1024
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_KINDS = {"call": "A call", "text": "A text", "meeting": "A meeting"}


class Answer(JsonResponse):
    """One sentence. Django would log the address of a refused one, and the token with it."""

    _has_been_logged = True


class _NotTaken(Exception):
    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@csrf_exempt
@never_cache
def capture(request: HttpRequest, token: str) -> Answer:
    """Logs one contact; 200 also for one that is known already, and the same words whoever it was with."""
    try:
        return _answer(_logged(request, token, this_moment()), 200)
    except FieldFault as fault:
        return _answer(f"Not logged. {fault.problem}", 422, field=fault.field)
    except _NotTaken as fault:
        return _answer(f"Not logged. {fault}", fault.status)


def _logged(request: HttpRequest, token: str, at: datetime) -> str:
    if request.method != "POST":
        raise _NotTaken(405, "This address takes what a phone sends by POST; see Settings › Your phone.")
    minute, visitor = int(at.timestamp()) // 60, f"capture:{request.META.get('REMOTE_ADDR', '')}"
    if was_too_often(visitor, most=_WRONG_ONES, at_minute=minute):
        raise _NotTaken(429, "Too many wrong addresses came from here; wait a minute.")
    address = by_token(KIND, token)
    if address is None:
        is_too_often(visitor, most=_WRONG_ONES, at_minute=minute)
        raise _NotTaken(404, "There is no such address; make one under Settings › Your phone.")
    if is_too_often(f"capture:{address.pk}", most=_A_TOKEN, at_minute=minute):
        raise _NotTaken(429, f"More than {_A_TOKEN} came in this minute; wait a minute.")
    captured = take_told(_fields(request), address=address, at=at)
    return f"Logged. {_told(captured)}."


def _fields(request: HttpRequest) -> dict[str, object]:
    """What was sent, as JSON or as a form."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    if not said.isdecimal() or int(said) > _LARGEST:
        raise _NotTaken(413, f"Send {_LARGEST // 1024} KB at most.")
    if request.content_type in _FORMS:
        return dict(request.POST.items())
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _NotTaken(400, "What was sent is no JSON; send a dictionary, or a form.") from None
    if not isinstance(sent, dict):
        raise _NotTaken(400, "Send one dictionary of fields, such as kind, direction and number.")
    return sent


def _told(captured: Captured) -> str:
    if captured.channel == "call" and captured.outcome == "left_message":
        return "A voicemail"
    if captured.channel == "call" and captured.asks == "question":
        return "A missed call"
    minutes = round((captured.seconds or 0) / 60)
    return _KINDS[captured.channel] + (f" of {minutes} min" if minutes else "")


def _answer(sentence: str, status: int, **more: str) -> Answer:
    answer = Answer({"sentence": sentence, **more}, status=status)
    if status == 405:
        answer["Allow"] = "POST"
    elif status == 429:
        answer["Retry-After"] = "60"
    return answer
