"""Promises: made, kept, renegotiated in time, or withdrawn with a reason."""

from datetime import datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.derivation import rederive
from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.records.models import Client, Member, Promise


@transaction.atomic
def make_promise(
    *, client_id: int, text: str, due_at: datetime, by: Member, at: datetime, made_at: datetime | None = None
) -> Promise:
    """Records what we promised this client; it belongs to the client's agent."""
    client = access.held_client(by, client_id)
    promise = _write(client, text, due_at, by, made_at or at, at)
    note("promise.made", office_id=by.office_id, by=by, at=at, client=client, about=promise.pk)
    rederive([client.pk], at=at)
    return promise


@transaction.atomic
def keep_promise(*, promise_id: int, by: Member, at: datetime, kept_at: datetime | None = None) -> Promise:
    """Marks a promise kept now; or as of `kept_at`, by word that came later: one kept already then stays as it is."""
    if kept_at is not None and (known := _kept(promise_id, by)) is not None:
        return known
    promise = _open(promise_id, by)
    promise.kept_at = max(kept_at or at, promise.made_at)
    return _settle(promise, "promise.kept", by, at)


@transaction.atomic
def withdraw_promise(*, promise_id: int, reason: str, by: Member, at: datetime) -> Promise:
    """Takes a promise back, with the reason that stays visible."""
    if not reason.strip():
        raise Refusal("Say why the promise is withdrawn; the reason stays on record.")
    promise = _open(promise_id, by)
    promise.withdrawn_at, promise.withdrawn_reason = at, reason.strip()[:300]
    return _settle(promise, "promise.withdrawn", by, at)


@transaction.atomic
def renegotiate_promise(*, promise_id: int, due_at: datetime, by: Member, at: datetime) -> Promise:
    """Moves a promise to another time: the old one is withdrawn, and the new one names it."""
    old = _open(promise_id, by)
    old.withdrawn_at, old.withdrawn_reason = at, "renegotiated"
    old.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    new = _write(old.client, old.text, due_at, by, at, at, replaces=old)
    note("promise.renegotiated", office_id=by.office_id, by=by, at=at, client=old.client, about=new.pk)
    rederive([old.client_id], at=at)
    return new


def _kept(promise_id: int, by: Member) -> Promise | None:
    kept = Promise.objects.filter(pk=promise_id, office_id=by.office_id, kept_at__isnull=False).first()
    if kept is not None:
        access.held_client(by, kept.client_id)
    return kept


def _open(promise_id: int, by: Member) -> Promise:
    promise = Promise.objects.filter(pk=promise_id, office_id=by.office_id).first()
    if promise is None:
        raise access.NotFound
    access.held_client(by, promise.client_id)
    promise.refresh_from_db()
    if promise.kept_at or promise.withdrawn_at:
        raise Refusal("That promise is settled already.")
    return promise


def _settle(promise: Promise, verb: str, by: Member, at: datetime) -> Promise:
    promise.save(update_fields=["kept_at", "withdrawn_at", "withdrawn_reason"])
    note(verb, office_id=by.office_id, by=by, at=at, client=promise.client, about=promise.pk)
    rederive([promise.client_id], at=at)
    return promise


def _write(
    client: Client,
    text: str,
    due_at: datetime,
    by: Member,
    made_at: datetime,
    at: datetime,
    replaces: Promise | None = None,
) -> Promise:
    if not text.strip():
        raise Refusal("Say what was promised, in a few words.")
    if due_at <= made_at:
        raise Refusal("A promise needs a time still to come.")
    return Promise.objects.create(
        office_id=client.office_id,
        client=client,
        owner_id=client.agent_id,
        text=text.strip()[:300],
        made_at=made_at.replace(microsecond=0),
        due_at=due_at.replace(microsecond=0),
        replaces=replaces,
        recorded_at=at,
        recorded_by=by,
    )
