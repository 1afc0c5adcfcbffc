"""Mail of ours that came back: it was never heard."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from beforehand.actions.captures.triage import stored_deed
from beforehand.actions.derivation import lock
from beforehand.actions.touches import log_held, void_held
from beforehand.records.models import Capture, Member, Touch


@transaction.atomic
def return_capture(*, source: str, external_id: str, by: Member, at: datetime) -> bool:
    """Corrects the contact that this capture of ours is to a failed one; whether there was one to correct.

    A notice does not say in one form whom it missed: a message to several clients stays as it is.
    """
    mine = {"office_id": by.office_id, "source": source}
    capture = Capture.objects.filter(external_id=external_id, direction="out", **mine).first()
    if capture is None:
        return False
    touches = list(
        Touch.objects.filter(external_id__startswith=f"{external_id}#", **mine).select_related("client")
    )
    if len(touches) != 1:
        return False
    touch = touches[0]
    lock([touch.client_id])
    if void_held(touch, by=by, at=at, words="It came back: it could not be delivered."):
        log_held(
            client=touch.client,
            deed=replace(stored_deed(capture), outcome="failed"),
            by=capture.member,
            at=at,
            source="returned",
            external_id=str(touch.pk),
        )
    return True
