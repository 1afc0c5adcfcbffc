"""A later report of the same event that knows more than the one we kept."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from beforehand.actions.captures.recording import Understood, deed_of
from beforehand.actions.derivation import lock
from beforehand.actions.touches import check_deed, log_held, void_held
from beforehand.records.models import Capture, Member, Touch
from beforehand.rules.captures import Captured


@transaction.atomic
def retell(
    *,
    capture_id: int,
    captured: Captured,
    understood: Understood,
    outdoes: frozenset[str],
    by: Member,
    at: datetime,
) -> bool:
    """Has a kept capture be what `captured` says, if what it was is among `outdoes`; whether it changed.

    What is in the ledger is voided and logged anew, at the moment it had; what a person corrected or left out stays so.
    """
    capture = Capture.objects.select_for_update().get(pk=capture_id, office_id=by.office_id)
    if capture.state == Capture.State.LEFT_OUT:
        return False
    has_words = bool(capture.label) or not captured.text.strip()
    if capture.outcome not in outdoes or (capture.outcome == captured.outcome and has_words):
        return False
    deed = replace(deed_of(captured, understood), happened_at=capture.at)
    check_deed(deed, at=at)
    mine = Touch.objects.filter(
        office_id=by.office_id, source=capture.source, external_id__startswith=f"{capture.external_id}#"
    )
    touches = list(mine.order_by("pk").select_related("client"))
    lock({touch.client_id for touch in touches})
    for touch in touches:
        if void_held(touch, by=by, at=at, words="Known better by now."):
            log_held(
                client=touch.client,
                deed=deed,
                by=capture.member,
                at=at,
                source=capture.source,
                external_id=f"{touch.external_id}+",
            )
    _keep(capture, captured, understood)
    return True


def _keep(capture: Capture, captured: Captured, understood: Understood) -> None:
    capture.outcome = captured.outcome
    capture.seconds = captured.seconds
    capture.ask_if_reached = captured.ask_if_reached
    capture.asks = deed_of(captured, understood).asks
    capture.label, capture.probability = understood.label, understood.probability
    capture.summary = (understood.words or captured.summary)[:200]
    capture.body = captured.text if capture.member.office.keeps_bodies else ""
    capture.save(
        update_fields=[
            "outcome", "seconds", "ask_if_reached", "asks", "label", "probability", "summary", "body",
        ]
    )  # fmt: skip
