"""Next calls: the plan on record before the call. Whether it was kept follows from the touches."""

from datetime import datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.derivation import rederive
from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.records.models import Client, Member, NextCall


@transaction.atomic
def plan_next_call(
    *,
    client_id: int,
    call_at: datetime,
    is_agreed: bool,
    by: Member,
    at: datetime,
    made_at: datetime | None = None,
) -> NextCall:
    """Plans the next call, agreed with the client or not; an open one is thereby moved.

    Never later than the client is owed a call anyway. Word of it may come after it was agreed, at `made_at`.
    """
    client = access.held_client(by, client_id)
    made_at = made_at or at
    if call_at <= made_at:
        raise Refusal("The next call needs a time still to come.")
    latest = _owed_by(client)
    if latest is not None and latest > at and call_at > latest:
        raise Refusal("That is later than this client is owed a call; agree an earlier time.")
    moved = NextCall.objects.filter(
        client=client, kept_at__isnull=True, moved_at__isnull=True, withdrawn_at__isnull=True
    ).update(moved_at=at)
    call = NextCall.objects.create(
        office_id=client.office_id,
        client=client,
        member_id=client.agent_id,
        is_agreed=is_agreed,
        made_at=made_at.replace(microsecond=0),
        at=call_at.replace(microsecond=0),
        recorded_by=by,
    )
    note(
        "next_call.moved" if moved else "next_call.planned",
        office_id=by.office_id,
        by=by,
        at=at,
        client=client,
        about=call.pk,
    )
    rederive([client.pk], at=at)
    return call


@transaction.atomic
def withdraw_next_call(*, next_call_id: int, by: Member, at: datetime) -> int:
    """Takes a planned call off; the number of its client."""
    call = NextCall.objects.filter(pk=next_call_id, office_id=by.office_id).first()
    if call is None:
        raise access.NotFound
    client = access.held_client(by, call.client_id)
    call.withdrawn_at = at
    call.save(update_fields=["withdrawn_at"])
    note("next_call.withdrawn", office_id=by.office_id, by=by, at=at, client=client, about=call.pk)
    rederive([client.pk], at=at)
    return client.pk


def _owed_by(client: Client) -> datetime | None:
    speak = next((clock for clock in client.clocks if clock["kind"] == "speak"), None)
    return datetime.fromisoformat(speak["late_at"]) if speak else None
