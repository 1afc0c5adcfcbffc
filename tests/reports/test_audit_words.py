"""What the audit says, in whole sentences."""

from datetime import timedelta

import pytest

from beforehand.reports.audit import telling
from beforehand.reports.audit.wording import cadence_long, counted, days_long, percent, wait_long
from tests.reports.contacts import DAY, HOUR, TOM, audited, contact


def test_the_finding_is_one_sentence_about_who_asked_and_one_about_the_silence() -> None:
    quiet = contact("2026-03-02T15:00"), contact("2026-03-12T15:00")
    asked = contact("2026-03-11T15:00", "in text received", text="Any news?")
    tom = contact("2026-03-12T16:00", "in call spoke", TOM)
    assert telling.headline(audited(*quiet)) == "Nobody had to ask. The longest silence was 10 days."
    assert (
        telling.headline(audited(*quiet, tom))
        == "None of 2 clients had to ask. The longest silence was 10 days."
    )
    assert (
        telling.headline(audited(*quiet, asked))
        == "Your one client had to ask. The longest silence was 10 days."
    )
    assert (
        telling.headline(audited(*quiet, asked, tom))
        == "One of 2 clients had to ask. The longest silence was 10 days."
    )
    assert telling.headline(audited()) == "Nobody here looks like a client yet."


def test_what_would_have_been_due_is_said_with_what_it_would_have_cost() -> None:
    told = audited(
        contact("2026-03-02T15:00"),
        contact("2026-03-18T15:00", "in text received", text="Any news?"),
        contact("2026-03-18T16:00"),
        contact("2026-03-20T15:00", "in text received", text="Any news?"),
        contact("2026-03-20T16:00"),
    )
    assert telling.foresight(told) == (
        "One of the two times somebody asked, a word had been due before, typically 9 days earlier. "
        "To keep everybody within a week would have taken 2 more calls and messages: about one every two weeks."
    )


def test_that_no_word_was_due_before_any_ask_is_said_plainly() -> None:
    told = audited(
        contact("2026-03-02T15:00"),
        contact("2026-03-04T15:00", "in text received", text="Any news?"),
        contact("2026-03-04T16:00"),
        contact("2026-03-06T15:00", "in text received", text="Any news?"),
        contact("2026-03-06T16:00"),
    )
    assert telling.foresight(told).startswith(
        "No word had been due before any of the two times somebody asked. "
    )


def test_answers_and_promises_are_told_with_what_is_still_open() -> None:
    told = audited(
        contact("2026-03-02T15:00", "in call no_answer", asks="question"),
        contact("2026-03-02T18:30", text="I will ask by [2026-03-03T15:00]"),
        contact("2026-03-03T10:00", text="I will call by [2026-03-30T15:00]"),
        contact("2026-03-04T15:00", "in call no_answer", asks="question"),
    )
    assert telling.answers(told) == (
        "The one question had its answer after 3.5 hours. 1 question still waits for one."
    )
    assert telling.promises(told) == (
        "One promise found, and a word of yours followed it in time. 1 more is still open."
    )


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "1 minute"), (90 * timedelta(minutes=1), "90 minutes"), (3.4 * HOUR, "3.5 hours"),
        (5 * HOUR, "5 hours"), (2 * DAY, "2 days"), (2.6 * DAY, "2.5 days"), (119.6 * DAY, "120 days"),
    ],
)  # fmt: skip
def test_waits_are_told_as_finely_as_they_matter(length: timedelta, said: str) -> None:
    assert wait_long(length) == said


def test_numbers_are_told_with_their_nouns() -> None:
    assert [counted(1, "client"), counted(1204, "client"), counted(0, "reply", "replies")] == [
        "1 client", "1,204 clients", "0 replies",
    ]  # fmt: skip
    assert [days_long(23.9 * DAY), days_long(30 * HOUR)] == ["23 days", "30 hours"]
    assert [cadence_long(7 * DAY), cadence_long(DAY), cadence_long(10 * DAY), cadence_long(12 * HOUR)] == [
        "a week", "a day", "10 days", "12 hours",
    ]  # fmt: skip


def test_all_and_nothing_are_said_only_where_it_is_so() -> None:
    assert [percent(999, 1000), percent(1000, 1000), percent(1, 1000), percent(0, 9), percent(0, 0)] == [
        "99%", "100%", "1%", "0%", "–",
    ]  # fmt: skip
