"""When a request was acknowledged, and when it was answered."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.rules.corrections import voided
from beforehand.rules.facts import Touch
from beforehand.rules.requests import Outcome, outcome

ASKED = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def after(minutes, direction="out", channel="call", result="spoke", **given):
    return Touch(f"t{minutes}", ASKED + timedelta(minutes=minutes), direction, channel, result, **given)


def ask(asks="update", channel="text", result="received"):
    return Touch("ask", ASKED, "in", channel, result, asks=asks)


def came_of(*touches):
    found = outcome("ask", touches, voided(touches))
    minutes = [
        at and (at - ASKED) // timedelta(minutes=1) for at in (found.acknowledged_at, found.answered_at)
    ]
    return (*minutes, found.is_void)


def test_nobody_has_answered_yet():
    assert came_of(ask()) == (None, None, False)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"channel": "text", "result": "sent"},
        {"channel": "email", "result": "sent"},
        {"result": "left_message"},
        {"direction": "in"},
    ],
)
def test_a_talk_or_a_message_acknowledges_and_answers(answer):
    assert came_of(ask(), after(30, **answer)) == (30, 30, False)


@pytest.mark.parametrize(
    "nothing",
    [
        {"result": "no_answer"},
        {"channel": "text", "result": "failed"},
        {"channel": "text", "result": "sent", "automated": True},
        {"direction": "in", "channel": "text", "result": "received"},
    ],
)
def test_what_they_did_not_hear_answers_nothing(nothing):
    assert came_of(ask(), after(30, **nothing)) == (None, None, False)


def test_we_will_come_back_to_you_acknowledges_and_does_not_answer():
    holding = after(10, channel="text", result="sent", holding=True)
    assert came_of(ask(), holding) == (10, None, False)
    assert came_of(ask(), holding, after(90, channel="text", result="sent")) == (10, 90, False)


def test_only_a_talk_answers_a_complaint():
    told = after(10, channel="email", result="sent")
    assert came_of(ask("complaint"), told) == (10, None, False)
    assert came_of(ask("complaint"), told, after(45, holding=True)) == (10, None, False)
    assert came_of(ask("complaint"), told, after(60)) == (10, 60, False)


def test_what_came_before_or_at_the_same_moment_answers_nothing():
    assert came_of(after(-5), after(0), ask()) == (None, None, False)


def test_a_question_while_we_speak_is_answered_as_it_is_spoken():
    spoken = ask("question", channel="call", result="spoke")
    assert outcome("ask", [spoken], set()) == Outcome(ASKED, ASKED, False)


def test_a_complaint_while_we_speak_waits_for_the_next_talk():
    assert came_of(ask("complaint", channel="call", result="spoke")) == (None, None, False)
    assert came_of(ask("complaint", channel="call", result="spoke"), after(1440)) == (1440, 1440, False)


def test_a_voided_request_is_none_and_comes_back_when_the_void_is_voided():
    void = Touch("v", ASKED, "in", "text", "received", voids="ask")
    unvoid = Touch("w", ASKED, "in", "text", "received", voids="v")
    assert came_of(ask(), void) == (None, None, True)
    assert came_of(ask(), void, unvoid, after(20)) == (20, 20, False)


def test_a_voided_answer_answered_nothing():
    void = Touch("v", ASKED, "out", "call", "spoke", voids="t30")
    assert came_of(ask(), after(30), void) == (None, None, False)
    assert came_of(ask(), after(30), void, after(50)) == (50, 50, False)


def test_the_first_answer_counts_in_whatever_order_it_was_recorded():
    assert came_of(after(50), after(20), ask()) == (20, 20, False)
