"""One filled form becomes touches, a promise and a next call, all or none."""

from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.promises import make_promise
from beforehand.actions.touches import ASK_BESIDE, BY_HAND, Deed, Logged, log_touch
from beforehand.records.models import Member
from beforehand.web.touches.outcomes import Tap

_MORE = ("asks", "promise", "next_call_at")  # what is written beside the touch


def log_form(
    *,
    client_id: int,
    tap: Tap,
    data: dict[str, Any],
    by: Member,
    at: datetime,
    made_at: datetime | None = None,
    source: str = BY_HAND,
) -> Logged:
    """Records what a form says of one contact; what they asked during it is a touch from them beside it.

    A form that waited for signal was filled in at `made_at`, before `at`.
    """
    is_bare = not any(data.get(field) for field in _MORE)  # then the action's own transaction is enough
    with nullcontext() if is_bare else transaction.atomic():
        return _log(client_id, tap, data, by, at, made_at or at, source)


def _log(
    client_id: int, tap: Tap, data: dict[str, Any], by: Member, at: datetime, made_at: datetime, source: str
) -> Logged:
    happened_at = data.get("happened_at") or made_at
    asks = data.get("asks") or "none"
    external_id = data.get("tap") or str(uuid4())  # without scripts a form carries none
    person = data.get("person")
    inbound_ask = tap.direction == "in" and asks != "none"
    deed = Deed(
        channel=tap.channel,
        outcome=tap.outcome,
        direction=tap.direction,
        happened_at=happened_at,
        asks=asks if inbound_ask else tap.asks,
        holding=bool(data.get("holding")),
        words=(data.get("ask_words") if inbound_ask else "") or data.get("words") or "",
        person_id=person.pk if person else None,
    )
    logged = log_touch(client_id=client_id, deed=deed, by=by, at=at, source=source, external_id=external_id)
    if logged.was_known:
        return logged
    if asks != "none" and not inbound_ask:
        _log_ask(client_id, tap, data, happened_at, by, at, external_id, source)
    if data.get("promise"):
        make_promise(
            client_id=client_id,
            text=data["promise"],
            due_at=data["promise_due_at"],
            by=by,
            at=at,
            made_at=made_at,
        )
    if data.get("next_call_at"):
        plan_next_call(
            client_id=client_id,
            call_at=data["next_call_at"],
            is_agreed=bool(data.get("next_call_agreed")),
            by=by,
            at=at,
            made_at=made_at,
        )
    return logged


def _log_ask(
    client_id: int,
    tap: Tap,
    data: dict[str, Any],
    happened_at: datetime,
    by: Member,
    at: datetime,
    external_id: str,
    source: str,
) -> None:
    spoken = tap.outcome == "spoke"
    deed = Deed(
        channel=tap.channel,
        outcome="spoke" if spoken else "received",
        direction="in",
        happened_at=happened_at,
        asks=data["asks"],
        words=data.get("ask_words") or "",
    )
    log_touch(
        client_id=client_id, deed=deed, by=by, at=at, source=source, external_id=external_id + ASK_BESIDE
    )
