"""The texts of messages, in an office that keeps them."""

from dataclasses import dataclass
from datetime import datetime

from beforehand.queries import access
from beforehand.records.models import Capture, Member, Touch


@dataclass(frozen=True, slots=True)
class KeptText:
    """One message of a client's story; `body` is empty where it was not kept."""

    client_id: int
    client_name: str
    at: datetime
    direction: str
    summary: str
    body: str


def kept_text(member: Member, touch_id: int) -> KeptText:
    """The message that this contact was; NotFound where it was none, or with a client the member may not see."""
    touch = Touch.objects.filter(pk=touch_id, office_id=member.office_id).first()
    if touch is None or not touch.external_id:
        raise access.NotFound
    client = access.client(member, touch.client_id)
    key = touch.external_id.partition("#")[0]
    capture = Capture.objects.filter(office_id=member.office_id, source=touch.source, external_id=key).first()
    if capture is None:
        raise access.NotFound
    return KeptText(client.pk, client.name, touch.at, touch.direction, capture.summary, capture.body)
