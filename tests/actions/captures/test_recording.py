"""What a channel received is kept once, and goes to the ledger where its client is known."""

from dataclasses import replace
from datetime import timedelta

from beforehand.actions import contact_points
from beforehand.actions.captures.recording import Understood, record
from beforehand.actions.captures.triage import ignore_point
from beforehand.records.models import Capture, Request, Touch, WaitingPoint
from beforehand.rules.captures import Captured
from tests.cast import AT, Cast

DANA = ("email", "dana@example.com")
MAIL = Captured(
    source="email",
    external_id="m1",
    at=AT - timedelta(minutes=5),
    direction="in",
    channel="email",
    outcome="received",
    points=(DANA,),
    name="Dana",
    summary="The inspection",
    text="Hi Bob, any news on the inspection? Dana",
)
ASKS = Understood("ask_update", 0.9, "update", "Hi Bob, any news on the inspection?")


def test_mail_from_a_client_is_in_the_ledger_and_opens_a_request(cast: Cast) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com")
    recorded = record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    assert (recorded.state, recorded.client_ids) == ("logged", (dana.pk,))
    touch = Touch.objects.get(client=dana)
    assert (touch.asks, touch.words, touch.member_id, touch.source) == (
        "update",
        "Hi Bob, any news on the inspection?",
        cast.bob.pk,
        "email",
    )
    assert Request.objects.get(client=dana).owner_id == cast.bob.pk
    dana.refresh_from_db()
    assert dana.standing == "asked"


def test_the_same_capture_again_changes_nothing(cast: Cast) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    first = record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    again = record(captured=MAIL, understood=ASKS, by=cast.alice, at=AT + timedelta(hours=1))
    assert again.was_known
    assert again.capture_id == first.capture_id
    assert (Capture.objects.count(), Touch.objects.count(), Request.objects.count()) == (1, 1, 1)


def test_a_body_is_dropped_unless_the_office_keeps_bodies(cast: Cast) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    cast.bob.office.keeps_bodies = True
    record(captured=replace(MAIL, external_id="m2"), understood=ASKS, by=cast.bob, at=AT)
    assert list(Capture.objects.order_by("pk").values_list("body", flat=True)) == ["", MAIL.text]


def test_a_client_of_a_colleague_is_found_too_and_the_colleague_owns_the_answer(cast: Cast) -> None:
    dana = cast.client_of(cast.max, email="dana@example.com")
    record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    assert Touch.objects.get(client=dana).member_id == cast.bob.pk
    assert Request.objects.get(client=dana).owner_id == cast.max.pk


def test_what_is_nobodys_waits_and_nothing_is_in_the_ledger(cast: Cast) -> None:
    recorded = record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    assert recorded.state == "waiting"
    assert Touch.objects.count() == 0
    assert WaitingPoint.objects.values_list("kind", "value").get() == DANA


def test_what_is_with_a_client_and_strangers_does_not_wait_for_the_strangers(cast: Cast) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com")
    out = replace(MAIL, direction="out", outcome="sent", points=(DANA, ("email", "lender@bank.example")))
    recorded = record(captured=out, understood=Understood(), by=cast.bob, at=AT)
    assert (recorded.state, recorded.client_ids) == ("logged", (dana.pk,))
    assert not WaitingPoint.objects.exists()


def test_an_address_that_two_clients_share_is_never_guessed(cast: Cast) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    cast.client_of(cast.bob, "Eli Ortega", email="dana@example.com")
    recorded = record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    assert (recorded.state, recorded.client_ids) == ("waiting", ())
    assert Touch.objects.count() == 0


def test_a_mail_to_two_clients_is_in_the_ledger_of_both(cast: Cast) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com")
    eli = cast.client_of(cast.max, "Eli Stone", email="eli@example.com")
    out = replace(MAIL, direction="out", outcome="sent", points=(DANA, ("email", "eli@example.com")))
    record(captured=out, understood=Understood(), by=cast.bob, at=AT)
    assert list(Touch.objects.order_by("client_id").values_list("client_id", "external_id")) == [
        (dana.pk, f"m1#{dana.pk}"),
        (eli.pk, f"m1#{eli.pk}"),
    ]


def test_captures_of_an_ignored_address_leave_no_trace(cast: Cast) -> None:
    record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    ignore_point(point=DANA, by=cast.bob, at=AT)
    recorded = record(captured=replace(MAIL, external_id="m2"), understood=ASKS, by=cast.bob, at=AT)
    assert (recorded.capture_id, recorded.state) == (None, "ignored")
    assert Capture.objects.count() == 0


def test_an_ignored_address_that_becomes_a_clients_is_heard_again(cast: Cast) -> None:
    record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT)
    ignore_point(point=DANA, by=cast.bob, at=AT)
    dana = cast.client_of(cast.bob)
    contact_points.add_contact_point(client_id=dana.pk, text="dana@example.com", by=cast.bob, at=AT)
    recorded = record(captured=replace(MAIL, external_id="m2"), understood=ASKS, by=cast.bob, at=AT)
    assert recorded.client_ids == (dana.pk,)


def test_other_offices_clients_are_nobody_here(cast: Cast) -> None:
    cast.client_of(cast.charlie, email="dana@example.com")
    assert record(captured=MAIL, understood=ASKS, by=cast.bob, at=AT).state == "waiting"
    assert Touch.objects.count() == 0


def test_an_automatic_message_is_recorded_as_one_and_asks_nothing(cast: Cast) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com")
    record(captured=replace(MAIL, automated=True), understood=ASKS, by=cast.bob, at=AT)
    touch = Touch.objects.get(client=dana)
    assert (touch.automated, touch.asks) == (True, "none")
