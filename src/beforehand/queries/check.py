"""Whether what is stored of each client is what its facts say: every client derived again, some at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from beforehand.queries.derivation import UNDER_CARE, Derived, derived
from beforehand.queries.facts import Gathered, gather
from beforehand.queries.standings import standing_of
from beforehand.records.models import AuditEntry, Client, Office
from beforehand.rules.reasons import Contact

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored value that the facts do not give; instants are datetimes."""

    client_id: int
    field: str
    stored: object
    derived: object


@dataclass(slots=True)
class Checked:
    """How many clients are under our care, how many of them are accounted for, and what differs."""

    clients: int = 0
    accounted: int = 0
    differences: list[Difference] = field(default_factory=list)


def newest_deed_at(office: Office) -> datetime:
    """When the office last did something; a machine whose clock was set back finds itself before it."""
    newest = AuditEntry.objects.filter(office=office).aggregate(newest=Max("at"))["newest"]
    return newest or office.created_at


def check(office: Office, *, now: datetime) -> Checked:
    """Compares every client of an office that is under our care, or still stored as if it were.

    A client is accounted for if it has a standing and either a clock or a pause. Standing and reason are read
    from the stored clocks as of `now`, as every list does; whose time to look has come is refreshed before.
    """
    checked = Checked()
    for ids in _chunks(office):
        for facts in gather(ids, now=now):
            found = derived(facts, now)
            if facts.care in UNDER_CARE:
                checked.clients += 1
                checked.accounted += _is_accounted(facts, found, now)
            checked.differences += _differences(facts, found, now)
    return checked


def _chunks(office: Office) -> Iterator[list[int]]:
    stored_as_if = Q(due_at__isnull=False) | ~Q(standing="")
    rows = Client.objects.filter(Q(care__in=UNDER_CARE) | stored_as_if, office=office).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
    while ids:
        yield ids
        ids = list(rows.filter(pk__gt=ids[-1]).values_list("pk", flat=True)[:_AT_ONCE])


def _is_accounted(facts: Gathered, found: Derived, now: datetime) -> bool:
    is_paused = any(
        pause.from_at <= now and (pause.until_at is None or now < pause.until_at) for pause in facts.pauses
    )
    return bool(facts.stored.standing) and (is_paused or bool(facts.stored.clocks and found.clocks))


def _differences(facts: Gathered, found: Derived, now: datetime) -> Iterator[Difference]:
    pairs = [
        *_columns(facts, found),
        *_words(facts, found, now),
        *_clocks(facts, found),
        *_outcomes(facts, found),
    ]
    for name, stored, truth in pairs:
        if stored != truth:
            yield Difference(facts.id, name, stored, truth)


Pair = tuple[str, object, object]


def _columns(facts: Gathered, found: Derived) -> Iterator[Pair]:
    for name in ("last_spoke_at", "last_heard_at", "due_at", "late_at"):
        yield name, getattr(facts.stored, name), getattr(found, name)


def _words(facts: Gathered, found: Derived, now: datetime) -> Iterator[Pair]:
    """Standing and reason; a client that is not under our care has none."""
    if facts.care not in UNDER_CARE:
        yield "standing", facts.stored.standing, ""
        return
    stored = facts.stored
    contact = Contact(stored.last_spoke_at, stored.last_heard_at, facts.first_call_at)
    zone = facts.agent.calendar.zone
    read = standing_of(stored.clocks, contact, since=facts.since, now=now, zone=zone)
    yield "standing", read.standing, found.standing
    yield "reason", read.kind, found.reason


def _clocks(facts: Gathered, found: Derived) -> Iterator[Pair]:
    """The deadlines of each clock, under its kind and what it is about: `answer 41 late_at`."""
    ours, theirs = _by_name(facts.stored.clocks), _by_name(found.clocks)
    for name in sorted(ours.keys() | theirs.keys()):
        for deadline in ("due_at", "late_at"):
            yield (
                f"{name} {deadline}",
                _instant(ours.get(name), deadline),
                _instant(theirs.get(name), deadline),
            )


def _by_name(clocks: list[dict[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {f"{clock['kind']} {clock['ref'] or ''}".strip(): clock for clock in clocks}


def _instant(clock: Mapping[str, Any] | None, deadline: str) -> datetime | None:
    return datetime.fromisoformat(clock[deadline]) if clock else None


def _outcomes(facts: Gathered, found: Derived) -> Iterator[Pair]:
    for request in facts.requests:
        truth = found.requests[request.id]
        yield f"request {request.id} acknowledged_at", request.acknowledged_at, truth.acknowledged_at
        yield f"request {request.id} answered_at", request.answered_at, truth.answered_at
        yield f"request {request.id} voided", request.voided_at is not None, truth.is_void
    for call in facts.next_calls:
        yield f"next call {call.id} kept_at", call.kept_at, found.next_calls[call.id]
