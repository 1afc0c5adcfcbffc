"""Logging: one tap, a form with everything, undo, and what a slip costs: nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from beforehand.records.models import Client, NextCall, Promise, Request, Touch
from tests.cast import AT, Cast

DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, "Dana Ortega", at=AT - 9 * DAY)


def log(browser: Browser, client: Client, **said: str) -> object:
    return browser.post(f"/clients/{client.pk}/log/", said)


@pytest.mark.parametrize(
    ("outcome", "touch", "spoke", "heard"),
    [
        ("spoke", ("out", "call", "spoke"), True, True),
        ("left_news", ("out", "call", "left_message"), False, True),
        ("no_answer", ("out", "call", "no_answer"), False, False),
        ("texted", ("out", "text", "sent"), False, True),
        ("emailed", ("out", "email", "sent"), False, True),
        ("met", ("out", "meeting", "spoke"), True, True),
    ],
)
def test_one_tap_is_one_touch(
    dana: Client, bob: Browser, outcome: str, touch: tuple[str, str, str], spoke: bool, heard: bool
) -> None:
    answer = log(bob, dana, tap="a", outcome=outcome)
    assert answer.status_code == 302
    assert Touch.objects.values_list("direction", "channel", "outcome", "at").get() == (*touch, AT)
    dana.refresh_from_db()
    assert (dana.last_spoke_at == AT, dana.last_heard_at == AT) == (spoke, heard)


def test_one_tap_sent_twice_is_logged_once(dana: Client, bob: Browser) -> None:
    for _ in range(2):
        assert log(bob, dana, tap="a", outcome="spoke").status_code == 302
    assert Touch.objects.count() == 1


def test_htmx_gets_a_toast_with_undo_and_lists_are_told(dana: Client, bob: Browser) -> None:
    answer = bob.post(f"/clients/{dana.pk}/log/", {"tap": "a", "outcome": "spoke"}, headers=HTMX)
    touch = Touch.objects.get()
    assert answer["HX-Trigger"] == "changed"
    assert "Logged: you spoke with Dana Ortega." in answer.content.decode()
    assert f'hx-post="/log/{touch.pk}/voiding"' in answer.content.decode()


def test_undo_takes_back_what_was_logged_and_the_ledger_keeps_both(dana: Client, bob: Browser) -> None:
    before = dana.late_at
    log(bob, dana, tap="a", outcome="spoke")
    touch = Touch.objects.get()
    bob.post(f"/log/{touch.pk}/voiding")
    bob.post(f"/log/{touch.pk}/voiding")
    dana.refresh_from_db()
    assert (dana.last_spoke_at, dana.late_at, Touch.objects.count()) == (None, before, 2)
    assert Touch.objects.get(voids=touch).recorded_by.name == "Bob Ames"


def test_undo_takes_back_the_ask_of_a_form_that_was_sent_without_scripts(dana: Client, bob: Browser) -> None:
    log(bob, dana, tap="", outcome="spoke", asks="complaint")
    bob.post(f"/log/{Touch.objects.get(asks='none').pk}/voiding")
    assert Request.objects.get().voided_at == AT


def test_undo_takes_back_the_whole_form_and_the_earlier_plan_stands_again(dana: Client, bob: Browser) -> None:
    log(bob, dana, tap="a", outcome="texted", next_call_at="2026-11-24T16:00")
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        said = {"asks": "complaint", "promise": "the papers", "promise_due_at": "2026-11-25T12:00"}
        log(bob, dana, tap="b", outcome="spoke", next_call_at="2026-11-27T15:00", **said)
        dana.refresh_from_db()
        assert dana.standing == "complaint"
        bob.post(f"/log/{Touch.objects.get(external_id='b').pk}/voiding")
    dana.refresh_from_db()
    assert (dana.standing, dana.last_spoke_at, dana.last_heard_at) == ("late", None, AT)
    assert Request.objects.get().voided_at == AT + timedelta(minutes=1)
    assert Promise.objects.get().withdrawn_reason == "taken back"
    earlier, later = NextCall.objects.order_by("pk")
    assert (earlier.moved_at, earlier.withdrawn_at) == (None, None)
    assert later.withdrawn_at == AT + timedelta(minutes=1)


def test_without_scripts_the_next_page_says_what_was_logged_with_its_undo(dana: Client, bob: Browser) -> None:
    log(bob, dana, tap="a", outcome="spoke")
    page = bob.get(f"/clients/{dana.pk}/").content.decode()
    assert "Logged: you spoke with Dana Ortega." in page
    assert f'action="/log/{Touch.objects.get().pk}/voiding"' in page


def test_the_form_takes_words_who_when_an_ask_a_promise_and_the_next_call(
    cast: Cast, dana: Client, bob: Browser
) -> None:
    person = dana.people.get()
    answer = log(
        bob,
        dana,
        tap="a",
        outcome="spoke",
        words="Appraisal is in",
        person=str(person.pk),
        happened_at="2026-11-24T08:30",
        asks="update",
        ask_words="When do we get the keys?",
        promise="a copy of the appraisal",
        promise_due_at="2026-11-25T17:00",
        next_call_at="2026-11-27T15:00",
        next_call_agreed="on",
    )
    assert answer.status_code == 302
    spoke, ask = Touch.objects.order_by("pk")
    happened_at = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    assert (spoke.at, spoke.words, spoke.person) == (happened_at, "Appraisal is in", person)
    assert (ask.at, ask.direction, ask.asks, ask.words) == (
        happened_at,
        "in",
        "update",
        "When do we get the keys?",
    )
    assert Request.objects.get().answered_at == happened_at  # asked while we spoke, answered as we spoke
    assert Promise.objects.get().due_at == datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    call = NextCall.objects.get()
    assert (call.at, call.is_agreed) == (datetime(2026, 11, 27, 21, 0, tzinfo=UTC), True)


def test_a_holding_reply_is_heard_and_leaves_the_question_open(dana: Client, bob: Browser) -> None:
    log(
        bob,
        dana,
        tap="a",
        outcome="they_texted",
        happened_at="2026-11-24T08:00",
        asks="question",
        ask_words="Roof?",
    )
    log(bob, dana, tap="b", outcome="texted", holding="on")
    request = Request.objects.get()
    assert (request.acknowledged_at, request.answered_at) == (AT, None)
    dana.refresh_from_db()
    assert dana.standing == "asked"


def test_a_missed_call_is_a_request(dana: Client, bob: Browser) -> None:
    log(bob, dana, tap="a", outcome="they_rang")
    assert Request.objects.values_list("asks", "owner__name").get() == ("question", "Bob Ames")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"outcome": "smoke_signal"}, "Choose what happened."),
        (
            {"outcome": "spoke", "happened_at": "yesterday"},
            "Write a day and a time, such as 2026-11-24 15:00.",
        ),
        ({"outcome": "spoke", "happened_at": "2026-11-30T10:00"}, "That time is still to come"),
        ({"outcome": "spoke", "happened_at": "0001-01-01T00:00"}, "Write a year between 1970 and 2199."),
        (
            {"outcome": "spoke", "promise": "a copy", "promise_due_at": "9999-12-31T23:59"},
            "Write a year between 1970 and 2199.",
        ),
        ({"outcome": "spoke", "happened_at": "2026-03-08T02:30"}, "The clocks change in that hour"),
        ({"outcome": "spoke", "promise": "a copy"}, "A promise needs both: what, and by when."),
        ({"outcome": "spoke", "next_call_at": "2026-12-24T10:00"}, "later than this client is owed a call"),
    ],
)
def test_a_slip_gets_one_sentence_and_nothing_is_written(
    dana: Client, bob: Browser, said: dict[str, str], sentence: str
) -> None:
    answer = log(bob, dana, tap="a", words="kept as typed", **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "kept as typed" in answer.content.decode()
    assert Touch.objects.count() == 0


def test_a_tap_id_used_for_another_client_is_refused(cast: Cast, dana: Client, bob: Browser) -> None:
    other = cast.client_of(cast.bob, "Sam Whitfield")
    log(bob, dana, tap="a", outcome="spoke")
    answer = log(bob, other, tap="a", outcome="spoke")
    assert answer.status_code == 422
    assert "already used for another client" in answer.content.decode()


def test_a_client_to_log_for_is_found_by_name_or_digits(cast: Cast, bob: Browser) -> None:
    cast.client_of(cast.bob, "José Núñez", phone="(512) 555-0142")
    cast.client_of(cast.bob, "Sam Whitfield")
    for words in ("jose nunez", "5550142", "512-555-0142", "JOSÉ"):
        page = bob.get("/log/", {"q": words}).content.decode()
        assert "José Núñez" in page, words
        assert "Sam Whitfield" not in page, words


def test_a_planned_call_is_taken_off_and_the_story_says_so(cast: Cast, dana: Client, bob: Browser) -> None:
    log(bob, dana, tap="a", outcome="spoke", next_call_at="2026-11-27T15:00")
    call = NextCall.objects.get()
    assert "Planned call" in bob.get(f"/clients/{dana.pk}/").content.decode()
    assert bob.post(f"/log/next-calls/{call.pk}/withdrawal").status_code == 302
    page = bob.get(f"/clients/{dana.pk}/").content.decode()
    assert "Planned call" not in page
    assert "Planned for 3 pm: withdrawn" in page
