"""Further phones and e-mail addresses of a household, beside the first ones of its people."""

from datetime import datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.clients import point_draft, refresh_search
from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.records.models import Client, ContactPoint, Member
from beforehand.rules.captures import Point


@transaction.atomic
def add_contact_point(*, client_id: int, text: str, by: Member, at: datetime) -> ContactPoint:
    """Adds a phone number, or an e-mail address where there is an @; one that is there already stays as it is."""
    client = access.held_client(by, client_id)
    if not text.strip():
        raise Refusal("Phone or e-mail: write the one to add.")
    kind = ContactPoint.Kind.EMAIL if "@" in text else ContactPoint.Kind.PHONE
    draft = point_draft(kind, text, by.office.country)
    point, _ = ContactPoint.objects.get_or_create(
        client=client,
        kind=kind,
        value=draft.value,
        defaults={"office_id": client.office_id, "written": draft.written[:254]},
    )
    _after(client, by, at)
    return point


def learn_point(*, client: Client, point: Point, by: Member, at: datetime) -> None:
    """Adds a point in its normal form to a client whom the caller holds."""
    kind, value = point
    ContactPoint.objects.get_or_create(
        client=client,
        kind=kind,
        value=value,
        defaults={"office_id": client.office_id, "written": value},
    )
    _after(client, by, at)


@transaction.atomic
def remove_contact_point(*, contact_point_id: int, by: Member, at: datetime) -> int:
    """Takes a phone or an e-mail address away, so that it matches nothing any more; the number of its client."""
    point = ContactPoint.objects.filter(pk=contact_point_id, office_id=by.office_id).first()
    if point is None:
        raise access.NotFound
    client = access.held_client(by, point.client_id)
    point.delete()
    _after(client, by, at)
    return client.pk


def _after(client: Client, by: Member, at: datetime) -> None:
    refresh_search(client)
    client.save(update_fields=["search"])
    note("client.edited", office_id=by.office_id, by=by, at=at, client=client, fields=["contact_points"])
