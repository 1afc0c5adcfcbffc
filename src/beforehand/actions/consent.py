"""Whether texts may go to a number: its holder stops them with one word, at once, and with one lets them come again."""

from datetime import datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.records.models import StoppedTexts
from beforehand.rules.captures import Captured
from beforehand.rules.consent import stop_word


@transaction.atomic
def heed_stop(*, captured: Captured, office_id: int, at: datetime) -> None:
    """Obeys a text that says STOP or START and nothing else, unless one that came after it was obeyed already."""
    word = stop_word(captured.text)
    for kind, phone in captured.points:
        if word and kind == "phone":
            _obey(word, phone, captured.at, office_id, at)


def _obey(word: str, phone: str, said_at: datetime, office_id: int, at: datetime) -> None:
    rows = StoppedTexts.objects.filter(office_id=office_id, phone=phone)
    last = rows.order_by("-stopped_at").first()
    if last and max(last.stopped_at, last.resumed_at or last.stopped_at) >= said_at:
        return
    is_stopped = last is not None and last.resumed_at is None
    if word == "stop" and not is_stopped:
        StoppedTexts.objects.create(office_id=office_id, phone=phone, stopped_at=said_at)
        note("texts.stopped", office_id=office_id, by=None, at=at)
    elif word == "start" and last is not None and is_stopped:
        StoppedTexts.objects.filter(pk=last.pk).update(resumed_at=said_at)
        note("texts.resumed", office_id=office_id, by=None, at=at)
