"""The clocks of one client: what is owed, by when, derived from the facts and `now` alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from beforehand.rules import standing as standings
from beforehand.rules.corrections import voided
from beforehand.rules.facts import ClientFacts, Facts, Touch, heard_from_us, spoke
from beforehand.rules.hours import pull_back, push


@dataclass(frozen=True, slots=True)
class Clock:
    """A running deadline: late after `late_at`, act by `due_at`; `no_window` says that a cover is needed.

    `ref` is the id of the touch, promise or milestone it is about; `complaint` marks a complaint's clocks.
    """

    kind: str
    ref: str | None
    late_at: datetime
    due_at: datetime
    no_window: bool
    complaint: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What is true of a client at `now`; the clocks in order of action."""

    last_spoke: datetime | None
    last_heard: datetime | None
    standing: str
    clocks: tuple[Clock, ...]
    paused: bool


@dataclass(slots=True)
class _History:
    """When each kind of contact was last; `told` and `talked` leave holding touches out."""

    spoke: datetime | None = None
    heard: datetime | None = None
    told: datetime | None = None
    talked: datetime | None = None


def derive(facts: Facts, now: datetime) -> Answer:
    """Give the client's clocks and standing as of `now`; the order and repetition of facts change nothing."""
    history, asks = _read_history(facts.touches, now)
    paused = _is_paused(facts.client, now)
    running = [
        *_ask_clocks(facts, asks, history),
        *_promise_clocks(facts, now),
        *_tell_clocks(facts, history, now),
    ]
    if not paused:
        running.extend(_periodic_clocks(facts, history, now))
    running.sort(key=standings.in_order)
    day_end = standings.next_day(now, facts.agent.calendar.zone)
    return Answer(
        last_spoke=history.spoke,
        last_heard=history.heard,
        standing=standings.standing(running, day_end=day_end, paused=paused, now=now),
        clocks=tuple(running),
        paused=paused,
    )


def _read_history(touches: Iterable[Touch], now: datetime) -> tuple[_History, Iterable[Touch]]:
    """Read back from the newest touch; give the last contacts, and once each what may still be open."""
    history = _History()
    asks: dict[str, Touch] = {}
    void = voided(touches)
    for touch in sorted(touches, key=_AT, reverse=True):
        at = touch.at
        if history.talked is not None and at < history.talked:
            # A talk settles whatever came before it.
            break
        if at > now or touch.id in void:
            continue
        if starts_clocks(touch):
            asks[touch.id] = touch
        if heard_from_us(touch):
            _count(touch, history)
    return history, asks.values()


_AT = attrgetter("at")


def starts_clocks(touch: Touch) -> bool:
    """Say whether it has to be acknowledged and answered: a complaint, or an ask that no talk answered."""
    if touch.asks == "none" or touch.automated or touch.outcome == "failed" or touch.voids is not None:
        return False
    return touch.asks == "complaint" or not spoke(touch)


def _count(touch: Touch, history: _History) -> None:
    """Keep the first of each kind that is met, the newest."""
    history.heard = history.heard or touch.at
    if touch.outcome == "spoke":
        history.spoke = history.spoke or touch.at
    if not touch.holding:
        history.told = history.told or touch.at
        if touch.outcome == "spoke":
            history.talked = history.talked or touch.at


def _is_paused(client: ClientFacts, now: datetime) -> bool:
    return any(
        pause.from_at <= now and (pause.until_at is None or now < pause.until_at) for pause in client.paused
    )


def _ask_clocks(facts: Facts, asks: Iterable[Touch], history: _History) -> Iterator[Clock]:
    cadence = facts.cadence
    for ask in asks:
        complaint = ask.asks == "complaint"
        within = cadence.acknowledge_within
        if within is not None and (history.heard is None or history.heard <= ask.at):
            late_at = ask.at + within
            due_at, no_window = pull_back(ask.at, late_at, cadence.message_length, facts.agent)
            yield Clock("acknowledge", ask.id, late_at, due_at, no_window, complaint)
        answered = history.talked if complaint else history.told
        if answered is None or answered <= ask.at:
            late_at, no_window = push(ask.at, cadence.answer_within, facts.agent)
            yield Clock("answer", ask.id, late_at, late_at, no_window, complaint)


def _promise_clocks(facts: Facts, now: datetime) -> Iterator[Clock]:
    for promise in {promise.id: promise for promise in facts.promises}.values():
        gone = any(at is not None and at <= now for at in (promise.kept_at, promise.withdrawn_at))
        if promise.made_at <= now and not gone:
            due_at, no_window = pull_back(
                promise.made_at, promise.due_at, facts.cadence.message_length, facts.agent
            )
            yield Clock("promise", promise.id, promise.due_at, due_at, no_window)


def _tell_clocks(facts: Facts, history: _History, now: datetime) -> Iterator[Clock]:
    for milestone in {milestone.id: milestone for milestone in facts.milestones}.values():
        done_at = milestone.done_at
        if done_at is None or done_at > now or (history.told is not None and history.told >= done_at):
            continue
        late_at, no_window = push(done_at, milestone.tell_within, facts.agent)
        yield Clock("tell", milestone.id, late_at, late_at, no_window)


def _periodic_clocks(facts: Facts, history: _History, now: datetime) -> Iterator[Clock]:
    client, cadence, agent = facts.client, facts.cadence, facts.agent
    resumed = [pause.until_at for pause in client.paused if pause.until_at and pause.until_at <= now]
    if cadence.speak_every is not None:
        start = max([client.since, *resumed])
        base, late_at = _base_and_late(history.spoke, start, cadence.speak_every, cadence.first_call_within)
        due_at, no_window = pull_back(base, late_at, cadence.call_length, agent, client.calendar)
        yield Clock("speak", None, late_at, due_at, no_window)
    if cadence.hear_every is not None:
        start = max([client.hear_since or client.since, *resumed])
        base, late_at = _base_and_late(history.heard, start, cadence.hear_every, cadence.first_call_within)
        due_at, no_window = pull_back(base, late_at, cadence.message_length, agent)
        yield Clock("hear", None, late_at, due_at, no_window)


def _base_and_late(
    last: datetime | None, start: datetime, every: timedelta, first_within: timedelta
) -> tuple[datetime, datetime]:
    if last is None:
        return start, start + first_within
    if last < start:
        return start, max(last + every, start + first_within)
    return last, last + every
