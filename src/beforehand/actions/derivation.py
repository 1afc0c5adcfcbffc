"""Derives clients again and stores what the facts say, in the transaction that changed them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from beforehand.queries.derivation import Derived, derived
from beforehand.queries.facts import Gathered, gather
from beforehand.records.models import Client, NextCall, Request

_COLUMNS = (
    "last_spoke_at", "last_heard_at", "standing", "reason", "due_at", "late_at", "look_at", "clocks",
)  # fmt: skip
_STORE = f"UPDATE records_client SET {', '.join(f'{column} = %s' for column in _COLUMNS)} WHERE id = %s"  # noqa: S608
_AT_ONCE = 500
_WHILE_ONE_WAITS = 2000


def lock(client_ids: Iterable[int]) -> list[int]:
    """Holds these clients until the transaction ends, so that two who write at once derive one after the other.

    SQLite has one writer, which holds everything already.
    """
    ids = sorted(client_ids)
    if not connection.features.has_select_for_update:
        return ids
    rows = Client.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    return list(rows.values_list("pk", flat=True))


def rederive(client_ids: Sequence[int], *, at: datetime) -> dict[int, Derived]:
    """Derives these clients, which the caller holds, as of `at`; stores and gives back what came out."""
    found: dict[int, Derived] = {}
    rows: list[list[Any]] = []
    for gathered in gather(client_ids, now=at):
        result = derived(gathered, at)
        found[gathered.id] = result
        rows.append([*stored_values(result), gathered.id])
        _store_outcomes(gathered, result, at)
    with connection.cursor() as cursor:
        if len(rows) == 1:  # on PostgreSQL a pipeline of one costs half a millisecond more
            cursor.execute(_STORE, rows[0])
        elif rows:
            cursor.executemany(_STORE, rows)
    return found


def stored_values(result: Derived) -> list[Any]:
    """The derived columns of a client as the database takes them, in the order of the statement."""
    adapt = connection.ops.adapt_datetimefield_value
    return [
        adapt(result.last_spoke_at),
        adapt(result.last_heard_at),
        result.standing,
        result.reason,
        adapt(result.due_at),
        adapt(result.late_at),
        adapt(result.look_at),
        json.dumps(result.clocks),
    ]


def refresh_due(*, at: datetime, limit: int = 1000) -> int:
    """Derives again up to `limit` clients whose time to look has come; how many."""
    with transaction.atomic():
        rows = Client.objects.filter(look_at__lte=at).order_by("look_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        ids = list(rows.values_list("pk", flat=True)[:limit])
        if ids:
            rederive(ids, at=at)
        return len(ids)


def rederive_where(at: datetime, **conditions: Any) -> None:
    """Derives again all clients under those conditions: a member's after new hours, an office's after new terms.

    More than can be done while somebody waits are marked to be looked at, and the tick derives them.
    """
    rows = Client.objects.filter(care__in=[Client.Care.ACTIVE, Client.Care.PAST], **conditions)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: _WHILE_ONE_WAITS + 1])
    if len(ids) > _WHILE_ONE_WAITS:
        rows.update(look_at=at)
        return
    for start in range(0, len(ids), _AT_ONCE):
        rederive(lock(ids[start : start + _AT_ONCE]), at=at)


def _store_outcomes(gathered: Gathered, result: Derived, at: datetime) -> None:
    """Writes what became of requests and next calls, where it changed."""
    for request in gathered.requests:
        new = result.requests[request.id]
        if (request.acknowledged_at, request.answered_at, request.voided_at is not None) != (
            new.acknowledged_at,
            new.answered_at,
            new.is_void,
        ):
            Request.objects.filter(pk=request.id).update(
                acknowledged_at=new.acknowledged_at,
                answered_at=new.answered_at,
                voided_at=(request.voided_at or at) if new.is_void else None,
            )
    for call in gathered.next_calls:
        if call.kept_at != result.next_calls[call.id]:
            NextCall.objects.filter(pk=call.id).update(kept_at=result.next_calls[call.id])
