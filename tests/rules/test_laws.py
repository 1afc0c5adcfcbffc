"""The nine laws of the specification, each over random cases."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from beforehand.rules.clock import derive
from beforehand.rules.documents import read_case, write_answer
from beforehand.rules.facts import Absence, Calendar, Touch
from tests.rules import naive
from tests.rules.random_cases import at, cases, quick, thorough

PULLED_BACK = {
    "acknowledge": "message_length",
    "promise": "message_length",
    "speak": "call_length",
    "hear": "message_length",
}
LAWS = []
CHANCES = st.integers(0, 2**32).map(random.Random)


def law(examples):
    """Make a law of a check of a case by chance: run briefly each time, and at length with the slow tests."""

    def decorate(check):
        LAWS.append(check)
        return quick(examples)(given(case=cases(), chance=CHANCES)(check))

    return decorate


def answered(case):
    return derive(*read_case(case))


def clocks_of(answer, kinds):
    return {(clock.kind, clock.ref): clock for clock in answer.clocks if clock.kind in kinds}


@law(200)
def test_law_1_order_and_repetition_of_touches_change_nothing(case, chance):
    touches = [*case["touches"], *chance.choices(case["touches"], k=3)] if case["touches"] else []
    chance.shuffle(touches)
    facts, now = read_case(case)
    repeated = [*facts.touches, *chance.choices(facts.touches, k=3)] if facts.touches else []
    chance.shuffle(repeated)
    assert derive(replace(facts, touches=repeated), now) == derive(facts, now)
    assert answered(case | {"touches": touches}) == derive(facts, now)


@law(200)
def test_law_2_another_talk_never_makes_the_speak_clock_earlier(case, chance):
    facts, now = read_case(case)
    cadence = replace(facts.cadence, speak_every=timedelta(days=2), first_call_within=timedelta(days=2))
    facts = replace(facts, cadence=cadence)
    talk = Touch("talk", now - timedelta(minutes=chance.randrange(12 * 1440)), "out", "call", "spoke")
    before = clocks_of(derive(facts, now), {"speak"})
    after = clocks_of(derive(replace(facts, touches=[*facts.touches, talk]), now), {"speak"})
    assert before.keys() == after.keys()
    for key, clock in after.items():
        assert clock.late_at >= before[key].late_at


@law(200)
def test_law_3_an_action_is_due_before_it_is_late_and_fits_into_the_hours(case, chance):
    del chance
    hours = naive._Case(case)
    for clock in answered(case).clocks:
        assert clock.due_at <= clock.late_at
        if clock.kind in PULLED_BACK and not clock.no_window:
            is_open = hours.call_open if clock.kind == "speak" else hours.agent_open
            moment = clock.due_at - hours.cadence[PULLED_BACK[clock.kind]]
            while moment < clock.due_at:
                assert is_open(moment)
                moment = hours.edge_after(moment)


@law(200)
def test_law_4_narrower_hours_never_make_an_action_due_later(case, chance):
    facts, now = read_case(case)
    narrowed = derive(chance.choice(NARROWINGS)(facts, now, chance), now)
    wide = clocks_of(derive(facts, now), PULLED_BACK)
    narrow = clocks_of(narrowed, PULLED_BACK)
    assert wide.keys() == narrow.keys()
    for key, clock in narrow.items():
        assert clock.no_window or (clock.due_at <= wide[key].due_at and not wide[key].no_window)


def _without_a_range(calendar, chance):
    week = [list(ranges) for ranges in calendar.week]
    day = chance.choice(week)
    if day:
        start, end = day.pop(chance.randrange(len(day)))
        if end - start > 60:
            day.append((start + 30, end - 30))
    return Calendar(calendar.zone, tuple(map(tuple, week)), calendar.closed)


def _narrow_the_agent(facts, now, chance):
    calendar = _without_a_range(facts.agent.calendar, chance)
    return replace(facts, agent=replace(facts.agent, calendar=calendar))


def _narrow_the_client(facts, now, chance):
    return replace(
        facts, client=replace(facts.client, calendar=_without_a_range(facts.client.calendar, chance))
    )


def _close_a_day(facts, now, chance):
    calendar = facts.agent.calendar
    day = now.date() + timedelta(days=chance.randint(-5, 8))
    calendar = Calendar(calendar.zone, calendar.week, calendar.closed | {day})
    return replace(facts, agent=replace(facts.agent, calendar=calendar))


def _go_away(facts, now, chance):
    begin = now + timedelta(minutes=chance.randint(-5 * 1440, 8 * 1440))
    gone = Absence(begin, begin + timedelta(minutes=chance.randint(1, 4 * 1440)), None)
    return replace(facts, agent=replace(facts.agent, away=(gone, *facts.agent.away)))


NARROWINGS = (_narrow_the_agent, _narrow_the_client, _close_a_day, _go_away)


@law(200)
def test_law_5_a_voided_touch_was_never_recorded_and_voiding_the_void_brings_it_back(case, chance):
    facts, now = read_case(case)
    assume(facts.touches)
    wrong = chance.choice(facts.touches)
    gone = {wrong.id}
    while more := {touch.id for touch in facts.touches if touch.voids in gone} - gone:
        gone |= more
    never = [touch for touch in facts.touches if touch.id not in gone]
    void = Touch("v", now + timedelta(days=3), "out", "call", "no_answer", voids=wrong.id)
    unvoid = replace(void, id="w", voids="v")
    assert derive(replace(facts, touches=[*facts.touches, void]), now) == derive(
        replace(facts, touches=never), now
    )
    assert derive(replace(facts, touches=[*facts.touches, void, unvoid]), now) == derive(facts, now)


@law(200)
def test_law_6_who_is_not_late_was_spoken_to_within_the_cadence(case, chance):
    del chance
    facts, now = read_case(case)
    resumed = [pause.until_at for pause in facts.client.paused if pause.until_at and pause.until_at <= now]
    start = max([facts.client.since, *resumed])
    answer = derive(facts, now)
    for clock in clocks_of(answer, {"speak"}).values():
        if answer.last_spoke is not None and answer.last_spoke >= start and now <= clock.late_at:
            assert now - answer.last_spoke <= facts.cadence.speak_every


@law(200)
def test_law_7_automated_and_failed_touches_change_nothing(case, chance):
    del chance
    facts, now = read_case(case)
    named = {touch.voids for touch in facts.touches}
    heeded = [
        touch
        for touch in facts.touches
        if touch.voids is not None or touch.id in named or not (touch.automated or touch.outcome == "failed")
    ]
    assert derive(replace(facts, touches=heeded), now) == derive(facts, now)


@law(200)
def test_law_8_an_earlier_answer_does_not_depend_on_later_facts(case, chance):
    facts, now = read_case(case)
    then = now - timedelta(minutes=chance.randrange(10 * 1440))

    def known(instant):
        return instant if instant is not None and instant <= then else None

    touches = [touch for touch in facts.touches if touch.at <= then or touch.voids is not None]
    promises = [
        replace(promise, kept_at=known(promise.kept_at), withdrawn_at=known(promise.withdrawn_at))
        for promise in facts.promises
        if promise.made_at <= then
    ]
    milestones = [milestone for milestone in facts.milestones if known(milestone.done_at)]
    pauses = tuple(
        replace(pause, until_at=known(pause.until_at))
        for pause in facts.client.paused
        if pause.from_at <= then
    )
    known_then = replace(
        facts,
        client=replace(facts.client, paused=pauses),
        touches=touches,
        promises=promises,
        milestones=milestones,
    )
    assert derive(known_then, then) == derive(facts, then)


@quick(200)
@given(case=cases(steady=True), weeks=st.integers(-60, 60))
def test_law_9_moving_everything_by_whole_weeks_moves_the_answer(case, weeks):
    by = timedelta(weeks=weeks)
    moved = write_answer(answered(_moved(case, by)))
    assert moved == _moved(write_answer(answered(case)), by)


def _moved(value, by):
    """Move every instant and every date of a document."""
    if isinstance(value, dict):
        return {key: _moved(each, by) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, by) for each in value]
    if isinstance(value, str) and value[4:5] == "-" and value[:4].isdigit():
        if len(value) == 10:
            return (datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC) + by).strftime("%Y-%m-%d")
        return at(datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) + by)
    return value


@pytest.mark.slow
@pytest.mark.parametrize("check", LAWS, ids=lambda check: check.__name__)
def test_the_laws_hold_for_many_more_cases(check):
    @thorough(600)
    @given(case=cases(), chance=CHANCES)
    def hold(case, chance):
        check(case, chance)

    hold()
