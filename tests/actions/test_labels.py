"""Correcting what a contact from a client was heard to ask."""

from datetime import timedelta

import pytest

from beforehand.actions.captures.recording import Understood, record
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, correct_label, log_touch, void_touch
from beforehand.queries.access import NotFound
from beforehand.records.models import Lesson, Request, Touch
from beforehand.rules.captures import Captured
from tests.cast import AT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEWS = Understood("ask_update", 0.9, "update", "any word on the appraisal?")
NOTHING = Understood("other", 0.9)


@pytest.fixture
def dana(cast):
    client = cast.client_of(cast.bob, at=AT - DAY, phone="512 555 0142", email="dana@ortega.example")
    cast.spoke(client, at=AT - 3 * HOUR)
    return client


def receive(cast, understood, *, channel="text", text="hi", summary="", at=AT - HOUR):
    """The touch of a message that came in at one of Bob's addresses."""
    point = ("email", "dana@ortega.example") if channel == "email" else ("phone", "+15125550142")
    captured = Captured(channel, "m1", at, "in", channel, "received", (point,), text=text, summary=summary)
    record(captured=captured, understood=understood, by=cast.bob, at=AT - HOUR)
    return Touch.objects.get(source=channel)


def correct(touch, label, by, at=AT):
    return correct_label(touch_id=touch.pk, label=label, by=by, at=at)


def standing(client):
    client.refresh_from_db()
    return client.standing


def test_what_was_no_ask_is_voided_and_recorded_as_what_it_was(cast, dana):
    touch = receive(cast, NEWS)
    assert standing(dana) == "asked"
    done = correct(touch, "other", cast.tia)
    void, again = Touch.objects.filter(pk__gt=touch.pk).order_by("pk")
    assert (void.voids, void.recorded_by, void.recorded_at) == (touch, cast.tia, AT)
    assert (done.logged.touch_id, done.was) == (again.pk, "ask_update")
    assert (again.asks, again.at, again.words, again.channel) == ("none", touch.at, touch.words, "text")
    assert (again.member, again.recorded_by, again.source) == (cast.bob, cast.tia, "relabel")
    assert Request.objects.get().voided_at == AT
    assert standing(dana) == "in_hand"


def test_what_was_an_ask_opens_a_request_from_when_it_was_asked(cast, dana):
    touch = receive(cast, NOTHING)
    assert (standing(dana), Request.objects.count()) == ("in_hand", 0)
    correct(touch, "complaint", cast.bob)
    request = Request.objects.get()
    assert (request.asks, request.asked_at, request.owner) == ("complaint", touch.at, cast.bob)
    assert standing(dana) == "complaint"


def test_one_ask_that_was_another_closes_its_request_and_opens_one(cast, dana):
    touch = receive(cast, NEWS)
    correct(touch, "request_other", cast.bob)
    before, after = Request.objects.order_by("pk")
    assert (before.asks, before.voided_at) == ("update", AT)
    assert (after.asks, after.voided_at, after.words) == ("question", None, NEWS.words)


def test_the_words_are_kept_as_a_lesson(cast, dana):
    correct(receive(cast, NEWS), "other", cast.tia)
    lesson = Lesson.objects.get()
    assert (lesson.words, lesson.heard, lesson.label) == (NEWS.words, "ask_update", "other")
    assert (lesson.taught_by, lesson.taught_at, lesson.office) == (cast.tia, AT, cast.bob.office)


def test_corrected_back_it_is_as_it_was_and_the_later_lesson_stands(cast, dana):
    done = correct(receive(cast, NEWS), "other", cast.bob)
    back = correct_label(touch_id=done.logged.touch_id, label=done.was, by=cast.bob, at=AT + HOUR)
    assert back.was == "other"
    assert Touch.objects.get(pk=back.logged.touch_id).asks == "update"
    assert standing(dana) == "asked"
    assert list(Request.objects.order_by("pk").values_list("voided_at", flat=True)) == [AT, None]
    assert list(Lesson.objects.order_by("pk").values_list("label", flat=True)) == ["other", "ask_update"]


def test_said_twice_it_is_said_once(cast, dana):
    touch = receive(cast, NEWS)
    first, second = correct(touch, "other", cast.bob), correct(touch, "other", cast.bob)
    assert (first.logged.was_known, second.logged.was_known) == (False, True)
    assert first.logged.touch_id == second.logged.touch_id
    assert (Lesson.objects.count(), Touch.objects.filter(voids=touch).count()) == (1, 1)


def test_the_label_it_has_changes_nothing(cast, dana):
    touch = receive(cast, NEWS)
    assert correct(touch, "ask_update", cast.bob).logged.touch_id == touch.pk
    assert (Touch.objects.filter(direction="in").count(), Lesson.objects.count()) == (1, 0)


def test_what_was_corrected_otherwise_meanwhile_is_refused(cast, dana):
    touch = receive(cast, NEWS)
    correct(touch, "other", cast.bob)
    with pytest.raises(Refusal, match="has been corrected already; reload the page"):
        correct(touch, "complaint", cast.tia)
    assert Touch.objects.filter(source="relabel").count() == 1


def test_what_was_taken_back_is_not_labelled(cast, dana):
    touch = receive(cast, NEWS)
    void_touch(touch_id=touch.pk, by=cast.bob, at=AT)
    with pytest.raises(Refusal, match="has been corrected already"):
        correct(touch, "other", cast.bob)


@pytest.mark.parametrize("label", ["commitment", "update", ""])
def test_a_label_no_client_can_mean_is_refused(cast, dana, label):
    with pytest.raises(Refusal, match="is one of ask_update, complaint, request_other, other"):
        correct(receive(cast, NEWS), label, cast.bob)


def test_a_spoken_ask_stays_answered_as_it_was_spoken(cast, dana):
    deed = Deed("call", "spoke", AT - HOUR, direction="in", asks="question", words="The roof?")
    touch_id = log_touch(client_id=dana.pk, deed=deed, by=cast.bob, at=AT, source="tap").touch_id
    done = correct_label(touch_id=touch_id, label="ask_update", by=cast.bob, at=AT)
    again = Touch.objects.get(pk=done.logged.touch_id)
    assert (again.outcome, again.asks) == ("spoke", "update")
    assert Request.objects.get(touch=again).answered_at == AT - HOUR
    dana.refresh_from_db()
    assert (dana.last_spoke_at, dana.standing) == (AT - HOUR, "in_hand")


def test_what_a_colleague_wrote_down_teaches_nothing(cast, dana):
    deed = Deed("text", "received", AT - HOUR, direction="in", asks="question", words="wants the roof report")
    touch_id = log_touch(client_id=dana.pk, deed=deed, by=cast.bob, at=AT, source="tap").touch_id
    done = correct_label(touch_id=touch_id, label="other", by=cast.bob, at=AT)
    correct_label(touch_id=done.logged.touch_id, label="ask_update", by=cast.bob, at=AT)
    assert not Lesson.objects.exists()


def test_a_missed_call_can_be_no_ask_and_teaches_nothing(cast, dana):
    rang = Captured("telephony", "c1", AT - HOUR, "in", "call", "no_answer", (("phone", "+15125550142"),),
                    asks="question")  # fmt: skip
    record(captured=rang, understood=Understood(), by=cast.bob, at=AT)
    assert standing(dana) == "asked"
    correct(Touch.objects.get(source="telephony"), "other", cast.bob)
    assert (standing(dana), Lesson.objects.count()) == ("in_hand", 0)


def test_the_subject_of_a_mail_that_was_heard_to_ask_nothing_teaches_nothing(cast, dana):
    touch = receive(
        cast, NOTHING, channel="email", text="what is going on over there", summary="12 Oak Street"
    )
    correct(touch, "ask_update", cast.bob)
    assert Request.objects.get().words == "12 Oak Street"
    assert not Lesson.objects.exists()


def test_in_an_office_that_keeps_texts_the_client_s_own_words_are_learned(cast, dana):
    cast.bob.office.keeps_bodies = True
    cast.bob.office.save()
    quoted = "On Mon, Nov 23, 2026 at 9:00 AM Bob Ames <bob@rivera.example> wrote:\n> we will know on Friday"
    text = f"what is going on over there\n\n{quoted}"
    touch = receive(cast, NOTHING, channel="email", text=text, summary="12 Oak Street")
    correct(touch, "ask_update", cast.bob)
    assert Lesson.objects.get().words == "what is going on over there"


def test_what_we_wrote_asks_nothing(cast, dana):
    deed = Deed("text", "sent", AT - HOUR)
    touch_id = log_touch(client_id=dana.pk, deed=deed, by=cast.bob, at=AT, source="tap").touch_id
    with pytest.raises(NotFound):
        correct_label(touch_id=touch_id, label="ask_update", by=cast.bob, at=AT)


@pytest.mark.parametrize(("who", "may"), [("alice", True), ("tia", True), ("lea", False), ("charlie", False)])
def test_who_may_see_a_client_may_correct(cast, dana, who, may):
    touch = receive(cast, NEWS)
    if may:
        assert correct(touch, "other", getattr(cast, who)).was == "ask_update"
    else:
        with pytest.raises(NotFound):
            correct(touch, "other", getattr(cast, who))
        assert not Lesson.objects.exists()
