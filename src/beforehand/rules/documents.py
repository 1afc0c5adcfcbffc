"""Cases as documents: read one whole or refuse it by the place of its fault, and write its answer."""

import dataclasses
import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from beforehand.rules.clock import Answer, derive
from beforehand.rules.corrections import rings
from beforehand.rules.facts import (
    ASKS,
    CHANNELS,
    DIRECTIONS,
    OUTCOMES,
    VOICE,
    Absence,
    Cadence,
    Calendar,
    ClientFacts,
    Facts,
    Milestone,
    Pause,
    Promise,
    Responsible,
    Touch,
)
from beforehand.rules.fields import Fields, Refused, flag, one_of, parse, shown, text, written
from beforehand.rules.notation import (
    read_date,
    read_duration,
    read_instant,
    read_minute_of_day,
    write_instant,
)

__all__ = ["Refused", "answer_line", "read_calendar", "read_case", "write_answer"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_instant = written(read_instant)
_duration = written(read_duration)
_direction, _channel, _outcome, _ask = map(one_of, (DIRECTIONS, CHANNELS, OUTCOMES, ASKS))


def answer_line(line: str) -> str | None:
    """Answer one line of JSON with one: the answer, or `{"error": "PLACE: fault"}`; a blank one with None."""
    if not line.strip():
        return None
    try:
        facts, now = read_case(parse(line))
        return json.dumps(write_answer(derive(facts, now)))
    except Refused as refused:
        return json.dumps({"error": str(refused)})
    except OverflowError:
        return json.dumps({"error": "case: a deadline falls outside the years 1 to 9999"})


def write_answer(answer: Answer) -> dict[str, object]:
    """Give the answer in the shape of the shared cases."""
    return {
        "last_spoke": answer.last_spoke and write_instant(answer.last_spoke),
        "last_heard": answer.last_heard and write_instant(answer.last_heard),
        "standing": answer.standing,
        "clocks": [
            {
                "kind": clock.kind,
                "ref": clock.ref,
                "late_at": write_instant(clock.late_at),
                "due_at": write_instant(clock.due_at),
                "no_window": clock.no_window,
            }
            for clock in answer.clocks
        ],
    }


def read_case(document: object) -> tuple[Facts, datetime]:
    """Read a case into its facts and its `now`, or raise Refused."""
    case = Fields(
        document,
        "",
        required=("now", "client", "agent", "cadence"),
        optional=("name", "touches", "promises", "milestones"),
    )
    case.get_or("name", text, "")
    now = case.get("now", _instant)
    client = case.part("client", _read_client)
    agent = case.part("agent", _read_agent)
    cadence = case.part("cadence", _read_cadence)
    touches = case.each("touches", _read_touch)
    once = _once(touches, "touches")
    _check_corrections(touches)
    promises = _once(case.each("promises", _read_promise), "promises")
    milestones = _once(case.each("milestones", _read_milestone), "milestones")
    return Facts(client, agent, cadence, once, promises, milestones), now


def _read_client(value: Any, place: str) -> ClientFacts:
    client = Fields(value, place, ("time_zone", "hours", "since"), ("closed", "paused"))
    return ClientFacts(
        calendar=_calendar(client),
        since=client.get("since", _instant),
        paused=tuple(client.each("paused", _read_pause)),
    )


def _read_pause(value: Any, place: str) -> Pause:
    pause = Fields(value, place, ("from", "until"))
    read = Pause(pause.get("from", _instant), pause.get_or_none("until", _instant))
    if read.until_at is not None:
        _check_order(read.from_at, read.until_at, place)
    return read


def _read_agent(value: Any, place: str) -> Responsible:
    agent = Fields(value, place, ("time_zone", "hours"), ("closed", "away"))
    return Responsible(_calendar(agent), tuple(agent.each("away", _read_absence)))


def _read_absence(value: Any, place: str) -> Absence:
    absence = Fields(value, place, ("from", "until", "cover"))
    read = Absence(
        absence.get("from", _instant), absence.get("until", _instant), absence.part("cover", _read_cover)
    )
    _check_order(read.from_at, read.until_at, place)
    return read


def _check_order(from_at: datetime, until_at: datetime, place: str) -> None:
    if until_at <= from_at:
        raise Refused(place, "`until` is not after `from`")


def _read_cover(value: Any, place: str) -> Calendar | None:
    return None if value is None else read_calendar(value, place)


def read_calendar(value: Any, place: str) -> Calendar:
    """Read `time_zone`, `hours` and `closed` alone, or raise Refused."""
    return _calendar(Fields(value, place, ("time_zone", "hours"), ("closed",)))


def _calendar(person: Fields) -> Calendar:
    return Calendar(
        zone=person.get("time_zone", _zone),
        week=person.part("hours", _read_week),
        closed=frozenset(person.each("closed", _read_closed)),
    )


def _zone(value: Any) -> str:
    if text(value) not in _zones():
        raise ValueError("not a time zone; write its IANA name, as in America/New_York")
    return str(value)


@cache
def _zones() -> frozenset[str]:
    return frozenset((files("tzdata") / "zones").read_text(encoding="utf-8").split())


def _read_week(value: Any, place: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    hours = Fields(value, place, (), WEEKDAYS)
    return tuple(tuple(hours.each(day, _read_range)) for day in WEEKDAYS)


def _read_range(value: Any, place: str) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise Refused(place, 'not a range; write it as ["09:00", "17:30"]')
    try:
        start, end = (read_minute_of_day(text(each)) for each in value)
    except ValueError as fault:
        raise Refused(place, f"{shown(value[0])} to {shown(value[1])}: {fault}") from None
    if start >= end:
        raise Refused(place, "the range does not end after it starts")
    return start, end


def _read_closed(value: Any, place: str) -> date:
    try:
        return read_date(text(value))
    except ValueError as fault:
        raise Refused(place, f"{shown(value)} is {fault}") from None


def _read_cadence(value: Any, place: str) -> Cadence:
    cadence = Fields(value, place, [field.name for field in dataclasses.fields(Cadence)])
    return Cadence(
        speak_every=cadence.get_or_none("speak_every", _duration),
        hear_every=cadence.get_or_none("hear_every", _duration),
        acknowledge_within=cadence.get_or_none("acknowledge_within", _duration),
        first_call_within=cadence.get("first_call_within", _duration),
        answer_within=cadence.get("answer_within", _duration),
        call_length=cadence.get("call_length", _duration),
        message_length=cadence.get("message_length", _duration),
    )


def _read_touch(value: Any, place: str) -> Touch:
    fields = Fields(
        value,
        place,
        ("id", "at", "direction", "channel", "outcome"),
        ("asks", "automated", "holding", "voids"),
    )
    touch = Touch(
        id=fields.get("id", text),
        at=fields.get("at", _instant),
        direction=fields.get("direction", _direction),
        channel=fields.get("channel", _channel),
        outcome=fields.get("outcome", _outcome),
        asks=fields.get_or("asks", _ask, "none"),
        automated=fields.get_or("automated", flag, default=False),
        holding=fields.get_or("holding", flag, default=False),
        voids=fields.get_or_none("voids", text),
    )
    if touch.outcome == "spoke" and touch.channel not in VOICE:
        raise Refused(fields.at("outcome"), "only a call, a video call or a meeting is `spoke`")
    if touch.asks != "none" and touch.direction == "out":
        raise Refused(fields.at("asks"), "only an inbound touch asks; write none")
    return touch


def _read_promise(value: Any, place: str) -> Promise:
    promise = Fields(value, place, ("id", "made_at", "due_at", "kept_at", "withdrawn_at"))
    return Promise(
        id=promise.get("id", text),
        made_at=promise.get("made_at", _instant),
        due_at=promise.get("due_at", _instant),
        kept_at=promise.get_or_none("kept_at", _instant),
        withdrawn_at=promise.get_or_none("withdrawn_at", _instant),
    )


def _read_milestone(value: Any, place: str) -> Milestone:
    milestone = Fields(value, place, ("id", "done_at", "tell_within"))
    return Milestone(
        id=milestone.get("id", text),
        done_at=milestone.get_or_none("done_at", _instant),
        tell_within=milestone.get("tell_within", _duration),
    )


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _once(items: Sequence[N], place: str) -> tuple[N, ...]:
    """Keep each item once; two different ones may not share an id."""
    known: dict[str, N] = {}
    for index, item in enumerate(items):
        if known.setdefault(item.id, item) != item:
            raise Refused(f"{place}[{index}].id", f"{shown(item.id)} is already the id of another")
    return tuple(known.values())


def _check_corrections(touches: Sequence[Touch]) -> None:
    ids = {touch.id for touch in touches}
    ringed = rings(touches)
    for index, touch in enumerate(touches):
        if touch.voids is not None and touch.voids not in ids:
            raise Refused(f"touches[{index}].voids", f"{shown(touch.voids)} is the id of no touch")
        if touch.id in ringed:
            raise Refused(f"touches[{index}].voids", "these corrections void each other in a ring")
