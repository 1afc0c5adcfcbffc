"""The audit's figures: one client's contacts in, exact figures out."""

from datetime import timedelta

import pytest

from beforehand.reports.audit.figures import Ask, Client, Promises
from beforehand.rules.captures import Captured
from tests.reports.contacts import DAY, HOUR, TOM, audited, contact, utc

NEWS = "Hi Maya, any news on the appraisal?"


def client(*contacts: Captured, **more: object) -> Client:
    return audited(*contacts, **more).clients[0]


def test_the_longest_silence_is_from_our_last_word_to_our_next_one_whatever_the_client_said_meanwhile() -> (
    None
):
    dana = client(
        contact("2026-03-02T15:00"),
        contact("2026-03-10T15:00", "in email received"),
        contact("2026-03-25T16:00"),
        contact("2026-03-26T16:00", "out call spoke"),
    )
    assert dana.longest is not None
    assert (dana.longest.begins, dana.longest.length) == (utc("2026-03-02T15:00"), 23 * DAY + HOUR)
    assert dana.last_spoke == utc("2026-03-26T16:00")


def test_somebody_who_wrote_first_waited_from_the_moment_they_wrote() -> None:
    dana = client(contact("2026-03-02T15:00", "in email received"), contact("2026-03-07T15:00"))
    assert dana.longest is not None
    assert dana.longest.length == 5 * DAY


def test_the_silence_at_the_end_runs_until_the_archive_ends() -> None:
    dana = client(contact("2026-03-02T15:00"), contact("2026-04-20T15:00", "in call spoke", TOM))
    assert dana.name == "Dana Ortega"
    assert dana.quiet is not None
    assert dana.quiet.length == 49 * DAY


def test_care_ends_with_the_last_contact_where_nothing_came_for_sixty_days() -> None:
    audit = audited(
        contact("2026-02-16T14:59"),
        contact("2026-02-19T14:59"),
        contact("2026-04-20T15:00", "in call spoke", TOM),
    )
    dana = next(each for each in audit.clients if each.name == "Dana Ortega")
    assert dana.quiet is None
    assert dana.longest is not None
    assert dana.longest.length == 3 * DAY
    assert (dana.days, dana.days_within) == (4, 4)


def test_half_a_year_without_any_contact_is_no_silence_but_the_end_of_one_care_and_the_start_of_another() -> (
    None
):
    dana = client(
        contact("2025-01-02T15:00"),
        contact("2025-01-04T15:00"),
        contact("2026-03-02T15:00"),
        contact("2026-03-07T15:00"),
    )
    assert [(care.begins, care.ends) for care in dana.cares] == [
        (utc("2025-01-02T15:00"), utc("2025-01-04T15:00")),
        (utc("2026-03-02T15:00"), utc("2026-03-07T15:00")),
    ]
    assert dana.longest is not None
    assert dana.longest.length == 5 * DAY


def test_who_asked_first_is_told_with_the_silence_the_sentence_and_when_a_word_had_been_due() -> None:
    dana = client(
        contact("2026-03-02T15:00"),  # a Monday
        contact("2026-03-14T21:30", "in text received", text=NEWS),
        contact("2026-03-15T21:30", "in text received", text=NEWS),
        contact("2026-03-16T09:00"),
    )
    assert dana.asked_first == (
        Ask(utc("2026-03-14T21:30"), timedelta(days=12, hours=6.5), NEWS, utc("2026-03-09T15:00")),
    )


def test_an_ask_within_the_cadence_had_no_word_due_before_it() -> None:
    dana = client(contact("2026-03-02T15:00"), contact("2026-03-05T15:00", "in text received", text=NEWS))
    assert [(ask.silent, ask.due_at) for ask in dana.asked_first] == [(3 * DAY, None)]


def test_a_word_due_on_a_sunday_was_due_on_saturday() -> None:
    dana = client(contact("2026-03-08T10:00"), contact("2026-03-20T10:00"))
    assert [(late.due_at, late.words) for late in dana.overdue] == [(utc("2026-03-14T16:00"), 1)]


def test_each_day_is_judged_at_its_end() -> None:
    dana = client(contact("2026-03-02T15:00"), contact("2026-03-12T10:00"), contact("2026-03-13T10:00"))
    # Late are the 9th, 10th and 11th: at the end of the 12th we had written.
    assert (dana.days, dana.days_within) == (12, 9)


def test_the_last_day_is_judged_at_the_end_of_the_archive() -> None:
    end = contact("2026-03-09T15:30", "in call spoke", TOM)
    dana = next(
        each for each in audited(contact("2026-03-02T15:00"), end).clients if each.name != "Tom Becker"
    )
    assert (dana.days, dana.days_within) == (8, 7)


def test_days_are_those_of_the_zone() -> None:
    dana = client(contact("2026-03-02T23:30"), contact("2026-03-03T05:30"), zone="America/Chicago")
    assert dana.days == 1


@pytest.mark.parametrize(
    ("kind", "more"),
    [("in call no_answer", {"asks": "question"}), ("in text received", {"text": NEWS})],
)
def test_an_ask_is_answered_by_our_next_word(kind: str, more: dict[str, str]) -> None:
    dana = client(
        contact("2026-03-02T15:00", kind, **more),
        contact("2026-03-02T16:00", "out call no_answer"),
        contact("2026-03-02T18:30"),
        contact("2026-03-03T15:00", kind, **more),
    )
    assert (dana.answers, dana.unanswered) == ((3.5 * HOUR,), 1)


def test_a_complaint_is_answered_by_a_talk_alone() -> None:
    dana = client(
        contact("2026-03-02T15:00", "in email received", asks="complaint"),
        contact("2026-03-02T16:00"),
        contact("2026-03-02T20:00", "out call spoke"),
    )
    assert (dana.answers, dana.unanswered) == ((5 * HOUR,), 0)


def test_a_promise_is_followed_by_any_word_by_its_time() -> None:
    dana = client(
        contact("2026-03-02T15:00", text="I will send it by [2026-03-04T15:00]"),
        contact("2026-03-04T15:00"),
        contact("2026-03-05T15:00", text="I will call by [2026-03-06T15:00]"),
        contact("2026-03-07T15:00"),
    )
    assert dana.promises == Promises(found=2, followed=1, open=0)


def test_a_promise_without_a_time_has_the_cadence_and_one_whose_time_has_not_come_is_open() -> None:
    dana = client(
        contact("2026-03-02T15:00", text="I will find out"),
        contact("2026-03-08T15:00", text="I will call you"),
    )
    assert dana.promises == Promises(found=1, followed=1, open=1)


def test_what_came_before_since_still_tells_how_long_it_had_been_quiet_but_is_not_counted() -> None:
    audit = audited(
        contact("2026-02-20T15:00", "in text received", text=NEWS),
        contact("2026-02-22T15:00"),
        contact("2026-03-05T15:00", "in text received", text=NEWS),
        contact("2026-03-06T15:00"),
        since=utc("2026-03-01T00:00"),
    )
    dana = audit.clients[0]
    assert audit.begins == utc("2026-03-01T00:00")
    assert [(ask.at, ask.silent) for ask in dana.asked_first] == [(utc("2026-03-05T15:00"), 11 * DAY)]
    assert dana.answers == (24 * HOUR,)
    assert (dana.days, dana.days_within) == (6, 1)


def test_the_same_contact_from_two_archives_counts_once() -> None:
    asked = contact("2026-03-05T15:00", "in text received", asks="question")
    dana = client(contact("2026-03-02T15:00"), asked, asked, contact("2026-03-05T16:00"))
    assert dana.answers == (HOUR,)
    assert len(dana.touches) == 3
