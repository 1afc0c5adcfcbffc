"""Promises this member may see: what is owed, and what became of the last ones."""

from django.db.models import OuterRef, QuerySet, Subquery

from beforehand.queries import access
from beforehand.queries.stopped_texts import stopped_at
from beforehand.records.models import ContactPoint, Member, Promise

_SHOWN = 100
_SETTLED_SHOWN = 20


def open_promises(member: Member) -> list[Promise]:
    """The open ones with client, its phone and owner, the next due first; a hundred at the most."""
    rows = _mine(member).filter(kept_at__isnull=True, withdrawn_at__isnull=True)
    phone = ContactPoint.objects.filter(client=OuterRef("client"), kind="phone").order_by("pk")
    told = rows.annotate(phone=Subquery(phone.values("value")[:1])).annotate(
        texts_stopped_at=stopped_at("phone")
    )
    return list(told.order_by("due_at", "pk")[:_SHOWN])


def settled_promises(member: Member) -> list[Promise]:
    """The last twenty kept or withdrawn, newest first."""
    rows = _mine(member).exclude(kept_at__isnull=True, withdrawn_at__isnull=True)
    return list(rows.order_by("-recorded_at", "-pk")[:_SETTLED_SHOWN])


def promise(member: Member, promise_id: int) -> Promise:
    """That promise, if this member may see its client."""
    found = _mine(member).filter(pk=promise_id).first()
    if found is None:
        raise access.NotFound
    return found


def _mine(member: Member) -> QuerySet[Promise]:
    clients = access.clients(member)
    return Promise.objects.filter(office_id=member.office_id, client__in=clients).select_related(
        "client", "owner"
    )
