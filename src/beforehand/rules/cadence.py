"""How often a client is owed a call, over time: stages, the office's terms, the client's own, and what a change
of them does to a clock that is running.

A change never makes anybody late by the stroke of a pen, and never makes a lateness unhappen: a tighter cadence
counts from the moment of the change, and a client who was late when the cadence changed stays under the old one
until the lateness is mended.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from beforehand.rules.facts import Cadence

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a stage owes a client, in seconds; None where the clock does not exist."""

    speak_every: int | None
    hear_every: int | None
    acknowledge_within: int | None
    first_call_within: int | None
    answer_within: int | None
    call_length: int | None
    message_length: int | None
    opening_week_speak_every: int | None = None
    closing_week_speak_every: int | None = None
    first_hear_within: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """Terms of one side and stage from `holds_from` on; `*` stands for every one without terms of its own."""

    side: str
    stage: str
    holds_from: datetime
    terms: Terms


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A deal in one stage from `from_at` until `until_at` (None: still), with the date it should close, at its start."""

    side: str
    stage: str
    from_at: datetime
    until_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """A client's own cadence from `holds_from` on, in seconds; None leaves the stage's in force."""

    holds_from: datetime
    speak_every: int | None
    hear_every: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """The terms in force from `at` on."""

    at: datetime
    terms: Terms


@dataclass(frozen=True, slots=True)
class InForce:
    """The cadence that judges a client now, where each clock starts, and when the cadence changes by itself."""

    cadence: Cadence
    since: datetime
    hear_since: datetime
    changes_at: datetime | None


def steps(spans: Sequence[StageSpan], table: Sequence[Dated], own: Sequence[Own]) -> list[Step]:
    """The terms of a client over time, one step a change, oldest first; future ones too."""
    return [Step(at, _terms_at(at, spans, table, own)) for at in sorted(_moments(spans, table, own))]


def in_force(
    plan: Sequence[Step],
    *,
    since: datetime,
    spoke_at: datetime | None,
    heard_at: datetime | None,
    now: datetime,
) -> InForce:
    """What holds at `now` for a client under our care `since`, last spoken to and last told at these instants."""
    current = next((step.terms for step in reversed(plan) if step.at <= now), plan[0].terms)
    first = _span(current.first_call_within) or timedelta(0)
    speak_every, speak_since = _fold(plan, "speak_every", since, spoke_at, first, now)
    hear_every, hear_since = _fold(plan, "hear_every", since, heard_at, first, now)
    if current.first_hear_within and (heard_at is None or heard_at < hear_since):
        first_hear = _span(current.first_hear_within) or first
        hear_every, first = min(hear_every or first_hear, first_hear), first_hear
    cadence = Cadence(
        speak_every=speak_every,
        hear_every=hear_every,
        acknowledge_within=_span(current.acknowledge_within),
        first_call_within=first,
        answer_within=timedelta(seconds=current.answer_within or 0),
        call_length=timedelta(seconds=current.call_length or 0),
        message_length=timedelta(seconds=current.message_length or 0),
    )
    changes_at = next((step.at for step in plan if step.at > now), None)
    return InForce(cadence, speak_since, hear_since, changes_at)


def _fold(
    plan: Sequence[Step], name: str, since: datetime, last: datetime | None, first: timedelta, now: datetime
) -> tuple[timedelta | None, datetime]:
    base = since if last is None or last < since else last
    every = _span(getattr(next((s.terms for s in reversed(plan) if s.at <= base), plan[0].terms), name))
    for step in plan:
        if not base < step.at <= now:
            continue
        if every is not None and _late_at(every, since, last, first) < step.at:
            break  # late already: the lateness keeps the cadence it happened under
        new = _span(getattr(step.terms, name))
        if new is not None and (every is None or new < every):
            since = step.at
        every = new
    return every, since


def _late_at(every: timedelta, since: datetime, last: datetime | None, first: timedelta) -> datetime:
    if last is None:
        return since + first
    return last + every if last >= since else max(last + every, since + first)


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _moments(spans: Iterable[StageSpan], table: Iterable[Dated], own: Iterable[Own]) -> set[datetime]:
    moments = {row.holds_from for row in table} | {row.holds_from for row in own}
    for span in spans:
        moments |= {span.from_at, span.from_at + WEEK}
        if span.until_at:
            moments.add(span.until_at)
        if span.closes_at:
            moments.add(span.closes_at - WEEK)
    return moments


def _terms_at(at: datetime, spans: Sequence[StageSpan], table: Sequence[Dated], own: Sequence[Own]) -> Terms:
    open_spans = [s for s in spans if s.from_at <= at and (s.until_at is None or at < s.until_at)]
    found = [_in_week(span, _row(span.side, span.stage, at, table), at) for span in open_spans]
    terms = _tightest(found) if found else _row("*", "*", at, table)
    mine = [row for row in own if row.holds_from <= at]
    if mine:
        last = max(mine, key=lambda row: row.holds_from)
        terms = replace(
            terms,
            speak_every=last.speak_every if last.speak_every is not None else terms.speak_every,
            hear_every=last.hear_every if last.hear_every is not None else terms.hear_every,
        )
    return terms


def _row(side: str, stage: str, at: datetime, table: Sequence[Dated]) -> Terms:
    for wanted in ((side, stage), ("*", stage), ("*", "*")):
        rows = [row for row in table if (row.side, row.stage) == wanted]
        held = [row for row in rows if row.holds_from <= at]
        if held:
            return max(held, key=lambda row: row.holds_from).terms
        if rows:  # before the first row of all: the past of an office that has just begun
            return min(rows, key=lambda row: row.holds_from).terms
    raise ValueError(f"no terms for {side} in {stage}; every table ends with a row for * and *")


def _in_week(span: StageSpan, terms: Terms, at: datetime) -> Terms:
    speak = terms.speak_every
    if terms.opening_week_speak_every and at < span.from_at + WEEK:
        speak = terms.opening_week_speak_every
    if terms.closing_week_speak_every and span.closes_at and at >= span.closes_at - WEEK:
        speak = terms.closing_week_speak_every
    return terms if speak == terms.speak_every else replace(terms, speak_every=speak)


def _tightest(found: Sequence[Terms]) -> Terms:
    if len(found) == 1:
        return found[0]
    values = {
        field.name: min((v for t in found if (v := getattr(t, field.name)) is not None), default=None)
        for field in fields(Terms)
    }
    return Terms(**values)
