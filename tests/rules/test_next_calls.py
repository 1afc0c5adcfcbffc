"""Whether a next call was kept: the plan is on record before the call."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.rules.facts import Touch
from beforehand.rules.next_calls import NextCall, is_missed, kept_at

PLANNED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
AT = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
CALL = NextCall(PLANNED, AT)


def touch(minutes, direction="out", channel="call", outcome="spoke", **given):
    return Touch("t", AT + timedelta(minutes=minutes), direction, channel, outcome, **given)


def kept(*touches):
    found = kept_at(CALL, touches)
    return found and (found - AT) // timedelta(minutes=1)


@pytest.mark.parametrize("minutes", [-600, -30, 0, 29, 31, 3000])
def test_a_talk_after_the_plan_keeps_it_whenever_it_is(minutes):
    assert kept(touch(minutes)) == minutes


def test_they_may_be_the_ones_who_rang():
    assert kept(touch(-20, direction="in")) == -20


@pytest.mark.parametrize(
    ("minutes", "outcome", "keeps"),
    [
        (30, "no_answer", True),
        (-30, "no_answer", True),
        (31, "no_answer", False),
        (-31, "left_message", False),
        (5, "left_message", True),
        (5, "failed", False),
    ],
)
def test_a_try_keeps_it_within_half_an_hour_of_its_time(minutes, outcome, keeps):
    assert kept(touch(minutes, outcome=outcome)) == (minutes if keeps else None)


@pytest.mark.parametrize(
    "other",
    [
        touch(0, channel="text", outcome="sent"),
        touch(0, direction="in", outcome="no_answer"),
        touch(0, automated=True),
        touch(0, voids="another"),
        Touch("t", PLANNED, "out", "call", "spoke"),
    ],
)
def test_a_message_a_missed_call_a_machine_a_correction_and_the_talk_that_planned_it_do_not(other):
    assert kept(other) is None


def test_the_first_that_keeps_it_counts():
    assert kept(touch(40), touch(10, outcome="no_answer"), touch(20)) == 10


def test_it_is_missed_when_half_an_hour_has_passed_without_a_call():
    late = AT + timedelta(minutes=30)
    assert not is_missed(CALL, None, late)
    assert is_missed(CALL, None, late + timedelta(seconds=1))
    assert not is_missed(CALL, AT, late + timedelta(days=3))
    assert is_missed(CALL, late + timedelta(minutes=5), late + timedelta(days=3))
