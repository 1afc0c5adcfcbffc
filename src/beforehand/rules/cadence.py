"""How often a client is owed a call, over time: stages, the office's terms, the client's own.

A change of them never makes anybody late by the stroke of a pen, and never makes a lateness unhappen: a
tighter cadence counts from the moment of the change, and a client who was late when the cadence changed stays
under the old one until the lateness is mended.
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
    """A deal in one stage from `from_at` until `until_at` (None: still), with the start of its closing day.

    A new closing date makes a new span; `entered_at`, where given, is when the deal came into the stage.
    """

    side: str
    stage: str
    from_at: datetime
    until_at: datetime | None = None
    closes_at: datetime | None = None
    entered_at: datetime | None = None

    @property
    def opening_ends_at(self) -> datetime:
        """The end of the stage's first week."""
        return (self.entered_at or self.from_at) + WEEK


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
    """The cadence that judges a client now, each clock's start, and when the cadence changes by itself."""

    cadence: Cadence
    since: datetime
    hear_since: datetime
    changes_at: datetime | None


def steps(spans: Sequence[StageSpan], table: Sequence[Dated], own: Sequence[Own]) -> list[Step]:
    """The terms of a client over time, one step a change, oldest first; future ones too."""
    return [Step(at, _terms_at(at, spans, table, own)) for at in sorted(_moments(spans, table, own))]


def speak_every(plan: Sequence[Step], at: datetime) -> timedelta | None:
    """How often calls were owed at that moment; None: not at all, or before the plan begins."""
    held = [step.terms for step in plan if step.at <= at]
    return _span(held[-1].speak_every) if held else None


def in_force(
    plan: Sequence[Step],
    *,
    since: datetime,
    spoke_at: datetime | None,
    heard_at: datetime | None,
    now: datetime,
) -> InForce:
    """What holds at `now` for a client in our care `since`, last spoken to and told at these instants."""
    current = _held(plan, now)
    speak_every, speak_since, first = _fold(plan, "speak_every", since, spoke_at, now)
    hear_every, hear_since, _ = _fold(plan, "hear_every", since, heard_at, now)
    told_anew = _first_word_since(plan, since, heard_at, now)
    if told_anew is not None and hear_every == _span(current.hear_every):
        first_hear = _span(current.first_hear_within) or first
        hear_every, hear_since = min(hear_every or first_hear, first_hear), told_anew
        first = first_hear if speak_every is None else first
    cadence = Cadence(
        speak_every=speak_every,
        hear_every=hear_every,
        acknowledge_within=_span(current.acknowledge_within),
        first_call_within=first,
        answer_within=timedelta(seconds=current.answer_within or 0),
        call_length=timedelta(seconds=current.call_length or 0),
        message_length=timedelta(seconds=current.message_length or 0),
    )
    changes_at = next((step.at for step in plan if step.at > now and step.terms != current), None)
    return InForce(cadence, speak_since, hear_since, changes_at)


def _fold(
    plan: Sequence[Step], name: str, since: datetime, last: datetime | None, now: datetime
) -> tuple[timedelta | None, datetime, timedelta]:
    """One clock's cadence, its start, and the time for a first call, as changes up to `now` leave them."""
    is_first = last is None or last < since
    base = since if last is None or last < since else last
    every, first = _every_and_first(_held(plan, base), name)
    for step in plan:
        if not base < step.at <= now:
            continue
        if every is not None and _late_at(every, since, last, first) < step.at:
            break  # late already: the lateness keeps the cadence it happened under
        new, new_first = _every_and_first(step.terms, name)
        if new is not None and (every is None or new < every or (is_first and new_first < first)):
            since = step.at
        every, first = new, new_first
    return every, since, first


def _first_word_since(
    plan: Sequence[Step], since: datetime, heard_at: datetime | None, now: datetime
) -> datetime | None:
    """When the terms began under which a first word is owed, as after a closing, if it has not been said."""
    began = None
    for step in plan:
        if step.at <= now:
            began = None if step.terms.first_hear_within is None else began or step.at
    if began is None:
        return None
    began = max(since, began)
    return began if heard_at is None or heard_at < began else None


def _held(plan: Sequence[Step], at: datetime) -> Terms:
    return next((step.terms for step in reversed(plan) if step.at <= at), plan[0].terms)


def _every_and_first(terms: Terms, name: str) -> tuple[timedelta | None, timedelta]:
    return _span(getattr(terms, name)), _span(terms.first_call_within) or timedelta(0)


def _late_at(every: timedelta, since: datetime, last: datetime | None, first: timedelta) -> datetime:
    if last is None:
        return since + first
    return last + every if last >= since else max(last + every, since + first)


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _moments(spans: Iterable[StageSpan], table: Iterable[Dated], own: Iterable[Own]) -> set[datetime]:
    moments = {row.holds_from for row in table} | {row.holds_from for row in own}
    for span in spans:
        moments |= {span.from_at, span.opening_ends_at}
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
        last = max(reversed(mine), key=lambda row: row.holds_from)  # of one moment the last written
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
            return max(reversed(held), key=lambda row: row.holds_from).terms
        if rows:  # before the first row of all: the past of an office that has just begun
            return min(rows, key=lambda row: row.holds_from).terms
    raise ValueError(f"no terms for {side} in {stage}; every table ends with a row for * and *")


def _in_week(span: StageSpan, terms: Terms, at: datetime) -> Terms:
    speak = terms.speak_every
    if terms.opening_week_speak_every and at < span.opening_ends_at:
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
