"""Asked first: an inbound update, a day of silence before it, once a silence."""

from datetime import timedelta
from itertools import permutations

import pytest

from beforehand.rules.asked_first import AskedFirst, asked_first
from beforehand.rules.facts import Touch
from tests.rules.cast import asked, hours, touch, utc


def news(id: str, at: str, **more: object) -> Touch:  # noqa: A002 - as the facts call it
    return asked(id, at, asks="update", **more)


def ids(*touches: Touch) -> list[str]:
    return [found.touch for found in asked_first(touches)]


def test_an_ask_after_six_silent_days_tells_when_which_and_how_long() -> None:
    touches = [touch("t1", "2026-03-02T15:00"), news("t2", "2026-03-08T21:30")]
    assert asked_first(touches) == [
        AskedFirst(utc("2026-03-08T21:30"), "t2", timedelta(days=6, hours=6, minutes=30))
    ]


@pytest.mark.parametrize(
    ("asked_at", "found"),
    [("2026-03-03T15:00:00", []), ("2026-03-03T15:00:01", ["t2"]), ("2026-03-02T15:00:00", [])],
)
def test_a_word_exactly_a_day_before_was_in_time_and_so_was_one_in_the_same_second(
    asked_at: str, found: list[str]
) -> None:
    assert ids(touch("t1", "2026-03-02T15:00"), news("t2", asked_at)) == found


def test_one_who_never_heard_from_us_asked_first_after_a_silence_without_length() -> None:
    assert asked_first([news("t1", "2026-03-02T15:00")]) == [AskedFirst(utc("2026-03-02T15:00"), "t1", None)]


def test_several_asks_in_one_silence_count_once_and_a_word_of_ours_begins_the_next() -> None:
    assert ids(
        touch("t1", "2026-03-02T15:00"),
        news("t2", "2026-03-05T15:00"),
        news("t3", "2026-03-06T15:00"),
        news("t4", "2026-03-09T15:00"),
        touch("t5", "2026-03-10T15:00", "out email sent"),
        news("t6", "2026-03-12T15:00"),
    ) == ["t2", "t6"]


def test_an_ask_within_the_day_leaves_the_next_one_of_the_silence_to_be_counted() -> None:
    assert ids(
        touch("t1", "2026-03-02T15:00"), news("t2", "2026-03-02T18:00"), news("t3", "2026-03-04T15:00")
    ) == ["t3"]


def test_a_holding_reply_is_no_word_of_ours_neither_before_an_ask_nor_between_two() -> None:
    touches = [
        touch("t1", "2026-03-02T15:00"),
        touch("t2", "2026-03-05T14:00", "out text sent", holding=True),
        news("t3", "2026-03-05T15:00"),
        touch("t4", "2026-03-05T16:00", "out text sent", holding=True),
        news("t5", "2026-03-08T15:00"),
    ]
    assert asked_first(touches) == [AskedFirst(utc("2026-03-05T15:00"), "t3", timedelta(days=3))]


@pytest.mark.parametrize(
    ("kind", "more", "is_a_word"),
    [
        ("out call spoke", {}, True),
        ("in call spoke", {}, True),
        ("out call left_message", {}, True),
        ("out text sent", {}, True),
        ("out call no_answer", {}, False),
        ("out email failed", {}, False),
        ("out email sent", {"automated": True}, False),
        ("in email received", {}, False),
    ],
)
def test_what_counts_as_a_word_of_ours(kind: str, more: dict[str, bool], is_a_word: bool) -> None:
    found = ids(touch("t1", "2026-03-05T14:00", kind, **more), news("t2", "2026-03-05T15:00"))
    assert found == ([] if is_a_word else ["t2"])


@pytest.mark.parametrize(
    "asking",
    [
        asked("t1", "2026-03-05T15:00", asks="question"),
        asked("t1", "2026-03-05T15:00", asks="complaint"),
        news("t1", "2026-03-05T15:00", automated=True),
        news("t1", "2026-03-05T15:00", kind="in email failed"),
        news("t1", "2026-03-05T15:00", kind="out call spoke"),
    ],
)
def test_what_is_no_ask_for_news(asking: Touch) -> None:
    assert asked_first([asking]) == []


def test_a_client_who_rang_and_was_spoken_to_asked_first_and_that_talk_ends_the_silence() -> None:
    touches = [
        touch("t1", "2026-03-02T15:00"),
        news("t2", "2026-03-05T15:00", kind="in call spoke"),
        news("t3", "2026-03-06T14:00"),
        news("t4", "2026-03-06T16:00"),
    ]
    assert [(found.touch, found.silent) for found in asked_first(touches)] == [
        ("t2", timedelta(days=3)),
        ("t4", hours(25)),
    ]


def test_void_touches_and_the_corrections_themselves_do_not_count() -> None:
    assert ids(
        touch("t1", "2026-03-02T15:00"),
        touch("t2", "2026-03-05T14:00"),
        touch("t3", "2026-03-05T14:30", "out call spoke", voids="t2"),
        news("t4", "2026-03-05T15:00"),
        touch("t5", "2026-03-06T15:00"),
        news("t6", "2026-03-09T15:00"),
        news("t7", "2026-03-09T16:00", voids="t6"),
    ) == ["t4"]


def test_order_and_repetition_change_nothing() -> None:
    touches = [
        touch("t1", "2026-03-02T15:00"),
        news("t2", "2026-03-05T15:00"),
        touch("t3", "2026-03-05T15:00", "out text sent"),
        news("t4", "2026-03-09T15:00"),
    ]
    for order in permutations([*touches, touches[1]]):
        assert ids(*order) == ["t4"]
