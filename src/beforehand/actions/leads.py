"""Somebody new, passed on by a portal: a client with a first call due, before anybody has typed a word."""

from datetime import datetime

from django.db import transaction

from beforehand.actions import drafts
from beforehand.actions.audit import note
from beforehand.actions.captures.recording import Recorded, Understood, record
from beforehand.actions.drafts import Draft, PointDraft
from beforehand.playbooks.packs import pack
from beforehand.queries.matching import holders
from beforehand.records.models import Capture, Client, Member, Office
from beforehand.rules.captures import Captured


@transaction.atomic
def take_lead(
    *, name: str, portal: str, address: str, captured: Captured, words: str, by: Member, at: datetime
) -> Recorded:
    """Records what a new client asked, once, and the client too unless one has one of the points already.

    `captured` is their message, with all the points by which they can be reached. Who was told to ignore them is still
    told of a lead, because it is somebody who asked for an agent.
    """
    # Of two mailboxes that one lead came to, the second to be read finds the client that the first made.
    Office.objects.select_for_update(no_key=True).get(pk=by.office_id)
    if not _is_recorded(captured, by) and not holders(by.office_id, captured.points):
        client = _new_client(name, portal, address, captured, by, at)
        note("client.added", office_id=by.office_id, by=None, at=at, client=client, portal=portal)
    asked = Understood("request_other", None, "question", words)
    return record(captured=captured, understood=asked, by=by, at=at)


def _is_recorded(captured: Captured, by: Member) -> bool:
    return Capture.objects.filter(
        office_id=by.office_id, source=captured.source, external_id=captured.external_id
    ).exists()


def _new_client(name: str, portal: str, address: str, captured: Captured, by: Member, at: datetime) -> Client:
    points = tuple(
        PointDraft(kind=kind, value=value, written=value, label=portal) for kind, value in captured.points
    )
    stage = next(stage for stage in pack(by.office.pack).stages if stage.weekly)
    zone, source = drafts.zone_of(points, None, by.office)
    draft = Draft(
        name=name or captured.points[0][1],
        care=Client.Care.ACTIVE,
        points=points,
        side=stage.sides[0],
        stage=stage.name,
        zone=zone,
        zone_source=source,
        labels=(portal,),
        notes=f"Asked about {address}." if address else "",
    )
    (client_id,) = drafts.write([draft], office=by.office, agent=by, by=None, at=at)
    return Client.objects.get(pk=client_id)
