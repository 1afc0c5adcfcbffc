"""Writing to the ledger: contacts, corrections, and what no one can do to it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, answer_reached, check_deed, log_touch, void_touch
from beforehand.queries.access import NotFound
from beforehand.records.models import Request, Touch
from beforehand.rules.facts import ASKS, CHANNELS, DIRECTIONS, OUTCOMES, VOICE
from tests.cast import AT

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dana(cast):
    return cast.client_of(cast.bob, at=AT - DAY)


def log(client, by, *, at=AT, key=None, **given):
    deed = Deed(**{"channel": "call", "outcome": "spoke", "happened_at": at} | given)
    return log_touch(client_id=client.pk, deed=deed, by=by, at=at, source="page", external_id=key)


def ask(client, by, asks="update", ago=HOUR, **given):
    words = {"channel": "text", "outcome": "received", "direction": "in", "happened_at": AT - ago} | given
    return log(client, by, asks=asks, **words)


def test_a_talk_resets_the_clock_in_the_same_breath(cast, dana):
    logged = log(dana, cast.bob)
    dana.refresh_from_db()
    assert (logged.was_known, logged.client.pk) == (False, dana.pk)
    assert dana.last_spoke_at == dana.last_heard_at == AT
    assert (dana.standing, dana.reason, dana.late_at) == ("in_hand", "speak", AT + 7 * DAY)
    assert (logged.derived.late_at, logged.derived.due_at) == (dana.late_at, dana.due_at)


def test_who_recorded_what_and_when_is_kept(cast, dana):
    person = dana.people.get()
    log(
        dana,
        cast.tia,
        happened_at=AT - 3 * HOUR,
        words="x" * 600,
        person_id=person.pk,
        seconds=312,
        holding=True,
    )
    touch = Touch.objects.get()
    assert (touch.at, touch.recorded_at) == (AT - 3 * HOUR, AT)
    assert touch.member == touch.recorded_by == cast.tia
    assert (touch.person, touch.seconds, touch.words, touch.holding) == (person, 312, "x" * 500, True)
    assert (touch.source, touch.external_id, touch.office) == ("page", None, cast.bob.office)


def test_a_message_is_heard_and_is_no_talk(cast, dana):
    log(dana, cast.bob, channel="text", outcome="sent")
    dana.refresh_from_db()
    assert (dana.last_spoke_at, dana.last_heard_at) == (None, AT)


def test_a_call_that_nobody_took_changes_nothing(cast, dana):
    before = (dana.standing, dana.due_at, dana.late_at)
    log(dana, cast.bob, outcome="no_answer")
    dana.refresh_from_db()
    assert (dana.last_spoke_at, dana.last_heard_at) == (None, None)
    assert (dana.standing, dana.due_at, dana.late_at) == before


def test_an_earlier_talk_recorded_later_counts_from_when_it_was(cast, dana):
    log(dana, cast.bob)
    log(dana, cast.bob, happened_at=AT - 5 * HOUR)
    dana.refresh_from_db()
    assert dana.last_spoke_at == AT


def test_one_tap_sent_twice_is_one_row(cast, dana):
    first, second = (log(dana, cast.bob, key="tap-1") for _ in range(2))
    assert (first.was_known, second.was_known) == (False, True)
    assert first.touch_id == second.touch_id
    assert Touch.objects.count() == 1


def test_a_tap_on_another_client_with_the_same_key_is_refused(cast, dana):
    log(dana, cast.bob, key="tap-1")
    lan = cast.client_of(cast.bob, "Lan Nguyen")
    with pytest.raises(Refusal, match="already used for another client"):
        log(lan, cast.bob, key="tap-1")
    assert not lan.touches.exists()


def test_the_same_key_in_another_office_is_another_event(cast, dana):
    log(dana, cast.bob, key="tap-1")
    assert log(cast.client_of(cast.charlie), cast.charlie, key="tap-1").was_known is False


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"direction": "sideways"}, "“sideways” is no direction; it is one of out, in."),
        ({"channel": "fax"}, "“fax” is no channel; it is one of call, video,"),
        ({"outcome": "talked"}, "“talked” is no outcome; it is one of spoke, left_message,"),
        ({"direction": "in", "asks": "favour"}, "“favour” is no asks; it is one of none, update,"),
        ({"channel": "email"}, "Nobody speaks by email; log it as sent or received."),
        ({"asks": "update"}, "Only the client asks; log what they asked as a contact from them."),
        ({"happened_at": AT + 3 * MINUTE}, "That time is still to come; log a contact once it has happened."),
    ],
)
def test_what_the_rules_do_not_know_is_refused(cast, dana, given, sentence):
    with pytest.raises(Refusal) as refused:
        log(dana, cast.bob, **given)
    assert str(refused.value).startswith(sentence)
    assert not Touch.objects.exists()


def test_every_combination_the_rules_accept_is_accepted():
    accepted = 0
    for direction in DIRECTIONS:
        for channel in CHANNELS:
            for outcome in OUTCOMES:
                for asks in ASKS:
                    deed = Deed(channel, outcome, AT, direction=direction, asks=asks)
                    if (outcome == "spoke" and channel not in VOICE) or (
                        asks != "none" and direction == "out"
                    ):
                        with pytest.raises(Refusal):
                            check_deed(deed, at=AT)
                    else:
                        check_deed(deed, at=AT)
                        accepted += 1
    assert accepted == (9 * 6 - 6) * (1 + 4)


def test_a_clock_a_little_ahead_is_forgiven(cast, dana):
    assert log(dana, cast.bob, happened_at=AT + 2 * MINUTE).was_known is False


def test_somebody_of_another_household_is_refused(cast, dana):
    stranger = cast.client_of(cast.bob, "Lan Nguyen").people.get()
    with pytest.raises(Refusal, match="does not belong to this client’s household"):
        log(dana, cast.bob, person_id=stranger.pk)


def test_an_ask_makes_a_request_of_the_clients_agent(cast, dana):
    ask(dana, cast.tia, words="Any news?")
    request = Request.objects.get()
    assert (request.owner, request.asks, request.words) == (cast.bob, "update", "Any news?")
    assert (request.asked_at, request.acknowledged_at, request.answered_at, request.voided_at) == (
        AT - HOUR,
        None,
        None,
        None,
    )
    dana.refresh_from_db()
    assert (dana.standing, dana.reason) == ("asked", "answer")


def test_a_holding_reply_acknowledges_and_a_talk_answers(cast, dana):
    ask(dana, cast.bob)
    log(dana, cast.bob, channel="text", outcome="sent", holding=True, happened_at=AT - 30 * MINUTE)
    request = Request.objects.get()
    assert (request.acknowledged_at, request.answered_at) == (AT - 30 * MINUTE, None)
    log(dana, cast.bob)
    request.refresh_from_db()
    assert (request.acknowledged_at, request.answered_at) == (AT - 30 * MINUTE, AT)


def test_a_complaint_waits_for_a_talk(cast, dana):
    ask(dana, cast.bob, "complaint")
    log(dana, cast.bob, channel="email", outcome="sent", happened_at=AT - 30 * MINUTE)
    dana.refresh_from_db()
    assert dana.standing == "complaint"
    log(dana, cast.bob)
    dana.refresh_from_db()
    assert dana.standing == "in_hand"
    assert Request.objects.get().answered_at == AT


def test_a_question_while_we_speak_is_answered_as_it_is_spoken(cast, dana):
    ask(dana, cast.bob, "question", channel="call", outcome="spoke")
    assert Request.objects.get().answered_at == AT - HOUR
    dana.refresh_from_db()
    assert dana.standing == "in_hand"


def test_an_earlier_answer_recorded_later_is_the_answer(cast, dana):
    ask(dana, cast.bob, ago=5 * HOUR)
    log(dana, cast.bob)
    log(dana, cast.bob, channel="text", outcome="sent", happened_at=AT - 2 * HOUR)
    assert Request.objects.get().answered_at == AT - 2 * HOUR


def test_a_voided_talk_was_never_had(cast, dana):
    before = (dana.standing, dana.due_at, dana.late_at, dana.last_spoke_at)
    touch = log(dana, cast.bob).touch_id
    voided = void_touch(touch_id=touch, by=cast.alice, at=AT, words="wrong client")
    dana.refresh_from_db()
    assert (dana.standing, dana.due_at, dana.late_at, dana.last_spoke_at) == before
    correction = Touch.objects.get(pk=voided.touch_id)
    assert (correction.voids_id, correction.words) == (touch, "wrong client")
    assert (correction.recorded_by, correction.recorded_at) == (cast.alice, AT)
    assert Touch.objects.count() == 2


def test_voiding_twice_is_voiding_once(cast, dana):
    touch = log(dana, cast.bob).touch_id
    first, second = (void_touch(touch_id=touch, by=cast.bob, at=AT) for _ in range(2))
    assert (first.touch_id, first.was_known, second.was_known) == (second.touch_id, False, True)
    assert Touch.objects.count() == 2


def test_a_correction_cannot_be_corrected(cast, dana):
    voided = void_touch(touch_id=log(dana, cast.bob).touch_id, by=cast.bob, at=AT)
    with pytest.raises(Refusal, match="itself a correction; record the contact again"):
        void_touch(touch_id=voided.touch_id, by=cast.bob, at=AT)


def test_a_voided_ask_asks_nothing_and_its_request_is_void(cast, dana):
    touch = ask(dana, cast.bob).touch_id
    void_touch(touch_id=touch, by=cast.bob, at=AT)
    request = Request.objects.get()
    assert (request.voided_at, request.acknowledged_at, request.answered_at) == (AT, None, None)
    dana.refresh_from_db()
    assert dana.standing == "due"


def test_a_voided_answer_leaves_the_request_open_again(cast, dana):
    ask(dana, cast.bob)
    void_touch(touch_id=log(dana, cast.bob).touch_id, by=cast.bob, at=AT + MINUTE)
    assert Request.objects.get().answered_at is None
    dana.refresh_from_db()
    assert dana.standing == "asked"


@pytest.mark.parametrize(
    ("reached", "outcome", "spoke_at"), [(True, "spoke", AT - HOUR), (False, "no_answer", None)]
)
def test_did_you_reach_them_is_settled_by_what_it_was(cast, dana, reached, outcome, spoke_at):
    short = log(
        dana, cast.bob, outcome="no_answer", happened_at=AT - HOUR, seconds=42, ask_if_reached=True
    ).touch_id
    settled = answer_reached(touch_id=short, reached=reached, by=cast.bob, at=AT)
    touch = Touch.objects.get(pk=settled.touch_id)
    assert (touch.outcome, touch.at, touch.seconds, touch.ask_if_reached) == (outcome, AT - HOUR, 42, False)
    dana.refresh_from_db()
    assert dana.last_spoke_at == spoke_at


def test_did_you_reach_them_answered_twice_is_answered_once(cast, dana):
    short = log(dana, cast.bob, outcome="no_answer", ask_if_reached=True).touch_id
    answer_reached(touch_id=short, reached=True, by=cast.bob, at=AT)
    assert answer_reached(touch_id=short, reached=False, by=cast.bob, at=AT).was_known
    dana.refresh_from_db()
    assert dana.last_spoke_at == AT
    assert Touch.objects.count() == 3


def test_only_a_short_call_can_be_settled(cast, dana):
    with pytest.raises(NotFound):
        answer_reached(touch_id=log(dana, cast.bob).touch_id, reached=True, by=cast.bob, at=AT)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_ledger_is_append_only_whoever_asks(cast, dana, deed):
    log(dana, cast.bob)
    rows = Touch.objects.all()
    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        rows.update(words="never said") if deed == "update" else rows.delete()
    assert Touch.objects.get().words == ""


def test_logging_is_at_most_eight_statements(cast, dana, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        log(dana, cast.bob, key="tap-1")


@pytest.mark.parametrize(
    ("who", "may"),
    [("alice", True), ("bob", True), ("tia", True), ("lea", False), ("max", False), ("charlie", False)],
)
def test_who_may_see_a_client_may_log(cast, dana, who, may):
    member = getattr(cast, who)
    if may:
        assert log(dana, member).client == dana
    else:
        with pytest.raises(NotFound):
            log(dana, member)
        assert not Touch.objects.exists()


def test_a_lead_logs_for_the_team_and_not_beyond(cast, dana):
    assert log(cast.client_of(cast.max, "Lan Nguyen"), cast.lea).was_known is False
    with pytest.raises(NotFound):
        log(dana, cast.lea)
