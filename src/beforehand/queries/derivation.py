"""What the facts of a client say of it now: its clocks, its standing, and when to look again. Reads nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from beforehand.queries.facts import Gathered
from beforehand.rules import requests as asked
from beforehand.rules.asks import BY_PEOPLE
from beforehand.rules.cadence import InForce, steps
from beforehand.rules.clock import Answer, Clock, derive
from beforehand.rules.corrections import voided
from beforehand.rules.facts import ClientFacts, Facts, Promise, Touch, heard_from_us, spoke
from beforehand.rules.first_calls import started
from beforehand.rules.next_calls import NextCall, kept_at
from beforehand.rules.standing import leading

UNDER_CARE = ("active", "past")
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Derived:
    """The proposals to store with a client, the outcomes of its requests and its next calls."""

    last_spoke_at: datetime | None
    last_heard_at: datetime | None
    standing: str
    reason: str
    due_at: datetime | None
    late_at: datetime | None
    look_at: datetime | None
    clocks: list[dict[str, Any]]
    requests: dict[int, asked.Outcome]
    next_calls: dict[int, datetime | None]  # id: when it was kept


def derived(gathered: Gathered, now: datetime) -> Derived:
    """Everything that is derived of one client as of `now`."""
    void = voided(gathered.touches)
    seen = [touch for touch in gathered.touches if touch.at <= now and touch.id not in void]
    spoke_at = max((touch.at for touch in seen if spoke(touch)), default=None)
    heard_at = max((touch.at for touch in seen if heard_from_us(touch)), default=None)
    calls = {call.id: kept_at(NextCall(call.made_at, call.at), seen) for call in gathered.next_calls}
    outcomes = {
        request.id: asked.outcome(request.touch, gathered.touches, void) for request in gathered.requests
    }
    if gathered.care not in UNDER_CARE:
        return Derived(spoke_at, heard_at, "", "", None, None, None, [], outcomes, calls)
    held = cadence(gathered, now, spoke_at, heard_at)
    answer = derive(_facts(gathered, held, calls), now)
    lead = leading(answer.clocks, answer.standing, now)
    return Derived(
        last_spoke_at=answer.last_spoke,
        last_heard_at=answer.last_heard,
        standing=answer.standing,
        reason=lead.kind if lead else "",
        due_at=min((clock.due_at for clock in answer.clocks), default=None),
        late_at=min((clock.late_at for clock in answer.clocks), default=None),
        look_at=_look_at(gathered, held, answer, now),
        clocks=[_written(clock, gathered) for clock in answer.clocks],
        requests=outcomes,
        next_calls=calls,
    )


def cadence(
    gathered: Gathered, now: datetime, spoke_at: datetime | None, heard_at: datetime | None
) -> InForce:
    """The cadence in force for a client at `now`, and since when."""
    plan = steps(gathered.spans, gathered.table, gathered.own)
    return started(
        plan,
        since=gathered.since,
        first_call_at=gathered.first_call_at,
        spoke_at=spoke_at,
        heard_at=heard_at,
        now=now,
    )


def _facts(gathered: Gathered, held: InForce, calls: dict[int, datetime | None]) -> Facts:
    agreed = tuple(
        Promise(f"call-{call.id}", call.made_at, call.at, calls[call.id])
        for call in gathered.next_calls
        if call.is_agreed
    )
    return Facts(
        client=ClientFacts(gathered.calendar, held.since, gathered.pauses, held.hear_since),
        agent=gathered.agent,
        cadence=held.cadence,
        touches=gathered.touches,
        promises=gathered.promises + agreed,
    )


def _written(clock: Clock, gathered: Gathered) -> dict[str, Any]:
    """A clock as stored, with the words it is about, so that a list needs no second look."""
    row: dict[str, Any] = {
        "kind": clock.kind,
        "ref": clock.ref,
        "late_at": clock.late_at.isoformat(),
        "due_at": clock.due_at.isoformat(),
    }
    if clock.no_window:
        row["no_window"] = True
    if clock.complaint:
        row["complaint"] = True
    if clock.kind == "promise" and clock.ref is not None:
        row["words"] = gathered.promise_texts.get(clock.ref, "")
    elif clock.ref is not None:
        touch = _touch(clock.ref, gathered)
        row |= {
            "at": touch.at.isoformat(),
            "channel": touch.channel,
            "outcome": touch.outcome,
            "asks": touch.asks,
        }
        request = next((r for r in gathered.requests if r.touch == clock.ref), None)
        row["words"] = request.words if request else ""
        if request and request.words and request.source not in BY_PEOPLE:
            row["heard"] = True
    return row


def _touch(ref: str, gathered: Gathered) -> Touch:
    return next(touch for touch in gathered.touches if touch.id == ref)


def _look_at(gathered: Gathered, held: InForce, answer: Answer, now: datetime) -> datetime | None:
    """The next instant at which time alone may change what is true."""
    zone = ZoneInfo(gathered.agent.calendar.zone)
    moments = [held.changes_at, gathered.changes_at]
    for clock in answer.clocks:
        day = datetime.combine(clock.due_at.astimezone(zone).date(), time(), zone).astimezone(UTC)
        moments += [clock.late_at + _SECOND, day]
    for pause in gathered.pauses:
        moments += [pause.from_at, pause.until_at]
    moments += [touch.at for touch in gathered.touches if touch.at > now]
    return min((at for at in moments if at is not None and at > now), default=None)
