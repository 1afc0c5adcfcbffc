"""A member's own phone: its address, and what it tells there."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client as Browser

from beforehand.actions.capture_addresses import make_capture_address
from beforehand.actions.captures.triage import give_to_client
from beforehand.records.models import Capture, CaptureAddress, Client, Member, StoppedTexts, Touch
from tests.cast import AT, Cast

CALL = {"kind": "call", "direction": "out", "number": "512 555 0142", "seconds": 240}
TEXT = {"kind": "text", "direction": "in", "number": "512 555 0142", "text": "Any news on the inspection?"}
Tell = Callable[..., HttpResponse]


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, phone="512 555 0142")


@pytest.fixture
def token(cast: Cast) -> str:
    return make_capture_address(kind="phone", label="", by=cast.bob, at=AT)[1]


@pytest.fixture
def tell(token: str) -> Tell:
    return lambda fields, **more: Browser(enforce_csrf_checks=True).post(
        f"/capture/{token}", fields, content_type="application/json", **more
    )


def said(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content)["sentence"]


def test_a_call_is_logged_as_the_member_s_and_the_phone_is_told_in_a_sentence(
    dana: Client, tell: Tell
) -> None:
    assert said(tell(CALL)) == (200, "Logged. A call of 4 min.")
    touch = Touch.objects.get(client=dana)
    assert (touch.channel, touch.outcome, touch.seconds, touch.member.name) == (
        "call",
        "spoke",
        240,
        "Bob Ames",
    )
    dana.refresh_from_db()
    assert dana.last_spoke_at == AT
    assert CaptureAddress.objects.get().used_at == AT


def test_a_form_does_as_well_as_json_with_or_without_a_slash(dana: Client, token: str) -> None:
    for n, address in enumerate((f"/capture/{token}", f"/capture/{token}/", f"/capture/{token.upper()}")):
        answer = Browser(enforce_csrf_checks=True).post(address, CALL | {"id": str(n)})
        assert said(answer) == (200, "Logged. A call of 4 min.")
    assert Touch.objects.filter(client=dana).count() == 3


def test_json_is_read_whatever_its_sender_calls_it(dana: Client, token: str) -> None:
    answer = Browser().post(f"/capture/{token}", json.dumps(CALL), content_type="text/plain")
    assert said(answer) == (200, "Logged. A call of 4 min.")


def test_an_automation_that_fires_twice_logs_once(dana: Client, tell: Tell) -> None:
    tell(CALL)
    with time_machine.travel(AT + timedelta(seconds=9), tick=False):
        assert said(tell(CALL)) == (200, "Logged. A call of 4 min.")
    assert (Capture.objects.count(), Touch.objects.count()) == (1, 1)


def test_two_members_phones_that_count_alike_do_not_meet(cast: Cast, dana: Client, tell: Tell) -> None:
    tell(CALL | {"id": "1"})
    _, token = make_capture_address(kind="phone", label="", by=cast.max, at=AT)
    Browser().post(f"/capture/{token}", CALL | {"id": "1"})
    assert Touch.objects.filter(client=dana).count() == 2


def test_a_text_is_understood_and_a_missed_call_asks(dana: Client, tell: Tell) -> None:
    assert said(tell(TEXT)) == (200, "Logged. A text.")
    assert Touch.objects.get(client=dana).asks == "update"
    missed = tell({"kind": "call", "direction": "missed", "number": "512 555 0142"})
    assert said(missed) == (200, "Logged. A missed call.")
    assert said(tell({"kind": "voicemail", "number": "512 555 0142"})) == (200, "Logged. A voicemail.")
    assert [touch.asks for touch in Touch.objects.order_by("pk")] == ["update", "question", "question"]


def test_a_call_without_a_length_asks_whether_they_spoke(dana: Client, tell: Tell) -> None:
    tell({"kind": "call", "direction": "out", "number": "512 555 0142"})
    assert Touch.objects.get(client=dana).ask_if_reached


def test_stop_is_obeyed(dana: Client, tell: Tell) -> None:
    tell(TEXT | {"text": "STOP"})
    assert StoppedTexts.objects.get().phone == "+15125550142"


def test_the_answer_is_the_same_whoever_it_was_with(cast: Cast, dana: Client, tell: Tell) -> None:
    stranger = tell(CALL | {"number": "512 555 0199", "name": "Dana Ortega"})
    known = tell(CALL)
    assert stranger.content == known.content
    assert Capture.objects.get(state="waiting").points == [["phone", "+15125550199"]]


def test_a_name_alone_waits_even_if_a_client_has_it_and_is_known_once_it_was_given(
    cast: Cast, dana: Client, tell: Tell
) -> None:
    named = {"kind": "call", "direction": "out", "name": "Dana Ortega", "seconds": 240}
    tell(named | {"id": "1"})
    waiting = Capture.objects.get()
    assert (waiting.state, waiting.name) == ("waiting", "Dana Ortega")
    assert Touch.objects.count() == 0

    point = ("handle", "phone:dana ortega")
    give_to_client(capture_id=waiting.pk, point=point, client_id=dana.pk, by=cast.bob, at=AT)
    tell(named | {"id": "2"})
    assert Touch.objects.filter(client=dana, outcome="spoke").count() == 2


@pytest.mark.parametrize(
    ("sent", "status", "sentence", "field"),
    [
        ({"kind": "fax"}, 422, "Not logged. kind: “fax” is not known; send call, text, voicemail or meeting.", "kind"),
        (
            CALL | {"at": "2026-11-24T09:30:00"},
            422,
            "Not logged. at: 2026-11-24T09:30:00 is still to come; send a contact once it has happened.",
            "at",
        ),
        ([CALL], 400, "Not logged. Send one dictionary of fields, such as kind, direction and number.", None),
        ("{", 400, "Not logged. What was sent is no JSON; send a dictionary, or a form.", None),
        ("[" * 100_000, 400, "Not logged. What was sent is no JSON; send a dictionary, or a form.", None),
        (TEXT | {"text": "x" * 131_072}, 413, "Not logged. Send 128 KB at most.", None),
    ],
    ids=["kind", "at", "list", "half", "deep", "large"],
)  # fmt: skip
def test_what_cannot_be_logged_says_why_and_leaves_nothing_behind(
    dana: Client, tell: Tell, sent: object, status: int, sentence: str, field: str | None
) -> None:
    answer = tell(sent)
    assert said(answer) == (status, sentence)
    assert json.loads(answer.content).get("field") == field
    assert (Capture.objects.count(), Touch.objects.count()) == (0, 0)
    assert CaptureAddress.objects.get().used_at is None


def test_halves_of_letters_and_nulls_do_no_harm(dana: Client, tell: Tell) -> None:
    answer = tell('{"kind": "text", "direction": "in", "number": "5125550142", "text": "Hi \\ud83d\\u0000!"}')
    assert said(answer) == (200, "Logged. A text.")
    assert Capture.objects.get().state == "logged"


def test_only_the_member_s_own_live_address_of_that_kind_will_do(
    cast: Cast, dana: Client, bob: Browser, token: str
) -> None:
    wrong = (404, "Not logged. There is no such address; make one under Settings › Your phone.")
    box = make_capture_address(kind="drop_box", label="", by=cast.bob, at=AT)[1]
    for other in (box, "x" * 26, "a"):
        assert said(Browser().post(f"/capture/{other}", CALL)) == wrong
    address = CaptureAddress.objects.get(kind="phone")
    bob.post(f"/settings/phone/{address.pk}/revocation/")
    assert said(Browser().post(f"/capture/{token}", CALL)) == wrong
    assert Touch.objects.count() == 0


def test_the_phone_of_somebody_who_left_is_heard_no_more(cast: Cast, dana: Client, tell: Tell) -> None:
    Member.objects.filter(pk=cast.bob.pk).update(left_at=AT)
    assert tell(CALL).status_code == 404


def test_it_may_only_log_and_keeps_no_cookie(dana: Client, bob: Browser, token: str) -> None:
    answer = bob.get(f"/capture/{token}")
    assert said(answer)[0] == 405
    assert answer["Allow"] == "POST"
    logged = Browser().post(f"/capture/{token}", CALL)
    assert not logged.cookies
    assert "Cookie" not in logged.get("Vary", "")
    assert "no-store" in logged["Cache-Control"]
    assert Browser().get(f"/capture/{token}/clients/").status_code == 404


def test_no_log_holds_a_token(dana: Client, tell: Tell, token: str, caplog: pytest.LogCaptureFixture) -> None:
    tell(CALL | {"kind": "fax"})
    tell(CALL)
    Browser().post("/capture/wrong", CALL)
    assert caplog.text == ""


def test_more_than_120_in_a_minute_are_too_many(dana: Client, tell: Tell, token: str) -> None:
    for n in range(120):
        assert tell(CALL | {"kind": "fax", "id": str(n)}).status_code == 422
    answer = tell(CALL)
    assert said(answer) == (429, "Not logged. More than 120 came in this minute; wait a minute.")
    assert answer["Retry-After"] == "60"
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        assert tell(CALL).status_code == 200


def test_30_wrong_addresses_in_a_minute_are_too_many_and_others_may_go_on(
    cast: Cast, dana: Client, tell: Tell
) -> None:
    for n in range(30):
        assert Browser().post(f"/capture/{n}", CALL).status_code == 404
    assert said(Browser().post("/capture/31", CALL))[0] == 429
    assert said(tell(CALL)) == (429, "Not logged. Too many wrong addresses came from here; wait a minute.")
    assert tell(CALL, REMOTE_ADDR="203.0.113.9").status_code == 200
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        assert tell(CALL).status_code == 200


def test_a_member_makes_an_address_that_is_shown_once(cast: Cast, bob: Browser) -> None:
    made = bob.post("/settings/phone/", {"label": "My iPhone"}).content.decode()
    token = made.split("/capture/")[1].split('"')[0]
    address = CaptureAddress.objects.get()
    assert (address.kind, address.label, address.member_id) == ("phone", "My iPhone", cast.bob.pk)
    assert token not in address.token_hash
    assert Browser().post(f"/capture/{token}", CALL).status_code == 200

    page = bob.get("/settings/phone/").content.decode()
    assert token not in page
    assert f"…{token[-4:]}" in page
    assert "My iPhone" in page
    assert "Made 24 Nov 2026. Last used just now." in page
    assert 'href="/settings/phone/"' in bob.get("/settings/").content.decode()


def test_nobody_revokes_a_colleague_s_address(cast: Cast, alice: Browser, token: str) -> None:
    address = CaptureAddress.objects.get()
    assert alice.post(f"/settings/phone/{address.pk}/revocation/").status_code == 404
    address.refresh_from_db()
    assert address.revoked_at is None
