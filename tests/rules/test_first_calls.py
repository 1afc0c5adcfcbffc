"""First calls of the clients that an office brings with it."""

from datetime import UTC, datetime, timedelta

from beforehand.rules.cadence import Step, Terms
from beforehand.rules.facts import Absence, Calendar, Responsible
from beforehand.rules.first_calls import spread, spread_beside, started
from beforehand.rules.hours import open_hours
from beforehand.rules.weeks import AGENT_WEEK, week

DAY = 86400
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
AGENT = Responsible(Calendar("America/Chicago", week(AGENT_WEEK)))
WEEKLY = Terms(7 * DAY, None, 7200, DAY, 14400, 600, 300)
PLAN = [Step(NOW - timedelta(days=30), WEEKLY)]


def test_they_are_spread_over_seven_days_inside_the_agents_hours_earliest_first():
    calls = spread(40, AGENT, NOW)
    assert calls == sorted(calls)
    assert len(set(calls)) == 40
    assert calls[0] > NOW
    assert calls[-1] < NOW + timedelta(days=7)
    hours = [(start, end) for start, end in open_hours(AGENT, NOW, NOW + timedelta(days=7))]
    assert all(any(start < call <= end for start, end in hours) for call in calls)


def test_they_are_evenly_apart_so_that_no_day_is_overrun():
    by_day = {}
    for call in spread(51, AGENT, NOW):
        by_day.setdefault(call.date(), []).append(call)
    assert max(len(calls) for calls in by_day.values()) <= 9


def test_an_agent_who_is_away_all_week_has_them_at_its_end():
    gone = Responsible(AGENT.calendar, (Absence(NOW, NOW + timedelta(days=9), None),))
    assert spread(3, gone, NOW) == [NOW + timedelta(days=7)] * 3


def test_nobody_to_call_is_nothing_to_spread():
    assert spread(0, AGENT, NOW) == []


def test_each_call_already_planned_uses_up_the_slot_that_is_nearest():
    slots = spread(4, AGENT, NOW)
    near = [slots[2] + timedelta(minutes=1), slots[0] - timedelta(minutes=1)]
    assert spread_beside(near, 2, AGENT, NOW) == [slots[1], slots[3]]


def test_planned_calls_close_together_use_up_a_slot_each():
    slots = spread(4, AGENT, NOW)
    near = [slots[1], slots[1] + timedelta(minutes=1)]
    assert spread_beside(near, 2, AGENT, NOW) == [slots[0], slots[3]]


def test_beside_no_other_calls_they_are_evenly_apart():
    assert spread_beside([], 5, AGENT, NOW) == spread(5, AGENT, NOW)


def test_brought_one_by_one_they_are_nearly_as_far_apart_as_brought_together():
    calls = []
    for _ in range(30):
        calls += spread_beside(calls, 1, AGENT, NOW)
    busiest = max(sum(other.date() == call.date() for other in calls) for call in calls)
    assert len(set(calls)) == 30
    assert busiest == 6


def owed(*, spoke=None, first_call_at=NOW + timedelta(days=4), now=NOW):
    held = started(PLAN, since=NOW, first_call_at=first_call_at, spoke_at=spoke, heard_at=spoke, now=now)
    if spoke is None:
        return held.since + held.cadence.first_call_within
    if spoke >= held.since:
        return spoke + held.cadence.speak_every
    return max(spoke + held.cadence.speak_every, held.since + held.cadence.first_call_within)


def test_a_planned_first_call_is_owed_at_its_time():
    assert owed() == NOW + timedelta(days=4)


def test_without_a_plan_the_first_call_is_owed_within_a_day():
    assert owed(first_call_at=None) == NOW + timedelta(days=1)


def test_nobody_is_late_for_the_time_before_our_care():
    assert owed(spoke=NOW - timedelta(days=200)) == NOW + timedelta(days=4)


def test_who_was_spoken_to_lately_is_owed_the_next_call_by_that():
    spoke = NOW - timedelta(days=2)
    assert owed(spoke=spoke) == spoke + timedelta(days=7)


def test_the_first_talk_in_our_care_ends_the_plan():
    spoke = NOW + timedelta(hours=2)
    assert owed(spoke=spoke, now=spoke) == spoke + timedelta(days=7)
