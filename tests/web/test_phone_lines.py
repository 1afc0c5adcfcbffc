"""Telephone lines: the broker's page, and what Twilio reports of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser

from beforehand.actions.captures.triage import leave_out
from beforehand.actions.phone_lines import connect_line
from beforehand.actions.touches import void_touch
from beforehand.channels.telephony.signing import signature
from beforehand.records.models import AuditEntry, Capture, Client, PhoneLine, Request, StoppedTexts, Touch
from tests.cast import AT, Cast

OURS, DANA = "+15125550100", "+15125550142"
ACCOUNT, TOKEN = "AC" + "0" * 31 + "1", "a token of 32 letters and digits"
TYPED = {"number": "(512) 555-0100", "account": ACCOUNT, "secret": TOKEN}
IN = {"From": DANA, "To": OURS, "Direction": "inbound", "AccountSid": ACCOUNT}
OUT = {"From": OURS, "To": DANA, "AccountSid": ACCOUNT}
Hook = Callable[..., HttpResponse]


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, phone="512 555 0142")


@pytest.fixture
def key(cast: Cast) -> str:
    _, key = connect_line(
        number=OURS, account=ACCOUNT, secret=TOKEN, member_id=cast.bob.pk, by=cast.alice, at=AT
    )
    return key


def post(path: str, fields: dict[str, str], signed: str | None = None) -> HttpResponse:
    if signed is None:
        signed = signature(TOKEN, settings.URL + path, [(name, [value]) for name, value in fields.items()])
    return Browser(enforce_csrf_checks=True).post(path, fields, headers={"X-Twilio-Signature": signed})


@pytest.fixture
def voice(key: str) -> Hook:
    return lambda **fields: post(f"/hooks/twilio/{key}/voice/", IN | {"CallSid": "CA1"} | fields)


@pytest.fixture
def message(key: str) -> Hook:
    return lambda **fields: post(f"/hooks/twilio/{key}/message/", fields)


def story(client: Client) -> list[tuple[str, str, str]]:
    """What stands in the ledger and is not void."""
    rows = Touch.objects.filter(client=client, voids=None).order_by("pk")
    void = set(Touch.objects.exclude(voids=None).values_list("voids_id", flat=True))
    return [(row.channel, row.outcome, row.asks) for row in rows if row.pk not in void]


def test_a_call_counts_once_at_its_end_however_often_it_is_reported(dana: Client, voice: Hook) -> None:
    for status in ("ringing", "in-progress", "completed", "completed", "ringing"):
        answer = voice(CallStatus=status, CallDuration="61")
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
        assert answer.content == b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
    assert story(dana) == [("call", "spoke", "none")]
    assert Capture.objects.get().external_id == "CA1"
    assert Touch.objects.get().member.name == "Bob Ames"
    dana.refresh_from_db()
    assert dana.last_spoke_at == AT
    assert PhoneLine.objects.get().used_at == AT


def test_the_office_says_from_how_many_seconds_on_people_spoke(cast: Cast, dana: Client, voice: Hook) -> None:
    cast.alice.office.inbound_spoken_s = 62
    cast.alice.office.save()
    voice(CallStatus="completed", CallDuration="61")
    assert story(dana) == [("call", "no_answer", "none")]
    assert Touch.objects.get().ask_if_reached


def test_a_missed_call_asks_and_its_voicemail_tells_what_for(dana: Client, voice: Hook) -> None:
    voice(CallStatus="no-answer")
    assert story(dana) == [("call", "no_answer", "question")]

    voice(CallStatus="completed", RecordingUrl="https://x/RE1", RecordingDuration="12")
    assert story(dana) == [("call", "left_message", "question")]

    words = "Hi Bob, any update on the inspection? Please call me back."
    voice(CallStatus="completed", RecordingSid="RE1", TranscriptionText=words)
    assert story(dana) == [("call", "left_message", "update")]
    assert Capture.objects.get().asks == "update"
    dana.refresh_from_db()
    assert dana.standing == "asked"

    before = Touch.objects.count()
    voice(CallStatus="no-answer")
    voice(CallStatus="completed", RecordingUrl="https://x/RE1", RecordingDuration="12")
    voice(CallStatus="completed", RecordingSid="RE1", TranscriptionText=words)
    voice(CallStatus="completed", CallDuration="50")
    assert Touch.objects.count() == before
    assert story(dana) == [("call", "left_message", "update")]


def test_a_voicemail_whose_words_ask_nothing_still_asks_to_be_called_back(dana: Client, voice: Hook) -> None:
    voice(RecordingSid="RE1", TranscriptionText="It is Dana. Bye.")
    assert story(dana) == [("call", "left_message", "question")]
    assert Request.objects.get().client_id == dana.pk


def test_a_forwarded_call_is_what_became_of_it_and_its_end_changes_nothing(dana: Client, voice: Hook) -> None:
    voice(CallStatus="in-progress", DialCallStatus="no-answer")
    voice(CallStatus="completed", CallDuration="55")
    assert story(dana) == [("call", "no_answer", "question")]

    voice(CallStatus="in-progress", DialCallStatus="completed", DialCallDuration="300")  # the next of us
    assert story(dana) == [("call", "spoke", "none")]


def test_an_outbound_call_is_tried_or_failed(dana: Client, voice: Hook) -> None:
    for sid, status in (("CA2", "busy"), ("CA3", "no-answer"), ("CA4", "failed")):
        voice(**OUT, CallSid=sid, Direction="outbound-api", CallStatus=status)
    assert [outcome for _, outcome, _ in story(dana)] == ["no_answer", "no_answer", "failed"]


def test_a_call_that_a_person_corrected_stays_as_they_said(cast: Cast, dana: Client, voice: Hook) -> None:
    voice(CallStatus="no-answer")
    void_touch(touch_id=Touch.objects.get().pk, by=cast.bob, at=AT)
    voice(CallStatus="completed", RecordingUrl="https://x/RE1")
    assert story(dana) == []


def test_a_call_of_a_stranger_waits_and_is_told_anew_while_it_waits(cast: Cast, voice: Hook) -> None:
    voice(CallStatus="no-answer")
    voice(RecordingSid="RE1", TranscriptionText="Is the house on Elm Street still for sale?")
    capture = Capture.objects.get()
    assert (capture.state, capture.outcome, capture.points) == ("waiting", "left_message", [["phone", DANA]])
    assert capture.summary == "Is the house on Elm Street still for sale?"
    assert capture.body == ""
    assert Touch.objects.count() == 0


def test_a_text_is_received_once_and_understood(dana: Client, message: Hook) -> None:
    for _ in range(2):
        message(
            **IN, MessageSid="SM1", Body="Any news on the inspection?", NumMedia="0", SmsStatus="received"
        )
    assert story(dana) == [("text", "received", "update")]


def test_what_no_database_takes_is_left_out_of_a_text(dana: Client, message: Hook) -> None:
    message(**IN, MessageSid="SM1", Body="Any \0news of the loan?", ProfileName="Da\0na")
    assert Touch.objects.get().words == "Any news of the loan?"
    assert Capture.objects.get().name == "Dana"


def test_what_a_person_left_out_is_told_anew_to_nobody(cast: Cast, voice: Hook) -> None:
    voice(CallStatus="no-answer")
    leave_out(capture_id=Capture.objects.get().pk, by=cast.bob, at=AT)
    voice(RecordingUrl="https://api.twilio.com/RE1", TranscriptionText="Any news of the loan?")
    capture = Capture.objects.get()
    assert (capture.state, capture.summary, capture.outcome) == ("left_out", "", "no_answer")


def test_a_text_of_ours_is_sent_once_and_failed_if_it_never_arrived(dana: Client, message: Hook) -> None:
    for status in ("queued", "sent", "delivered"):
        message(**OUT, MessageSid="SM2", MessageStatus=status)
    assert story(dana) == [("text", "sent", "none")]
    for status in ("sent", "undelivered", "undelivered", "sent"):
        message(**OUT, MessageSid="SM3", MessageStatus=status)
    assert story(dana) == [("text", "sent", "none"), ("text", "failed", "none")]


@pytest.mark.parametrize("word", ["STOP", "Stop.", "unsubscribe"])
def test_stop_ends_texts_to_the_number_at_once_and_once(dana: Client, message: Hook, word: str) -> None:
    message(**IN, MessageSid="SM1", Body=word)
    message(**IN, MessageSid="SM1", Body=word)
    stopped = StoppedTexts.objects.get()
    assert (stopped.phone, stopped.stopped_at, stopped.resumed_at) == (DANA, AT, None)
    assert story(dana) == [("text", "received", "none")]


@pytest.mark.parametrize("kind", ["voice", "message"])
def test_what_is_not_signed_by_the_line_s_account_is_refused_with_one_line(
    cast: Cast, dana: Client, key: str, kind: str
) -> None:
    path = f"/hooks/twilio/{key}/{kind}/"
    fields = IN | {"CallSid": "CA1", "MessageSid": "SM1", "CallStatus": "no-answer", "Body": "STOP"}
    signed = signature(TOKEN, settings.URL + path, [(name, [value]) for name, value in fields.items()])
    elsewhere = signature(TOKEN, "http://testserver" + path, [(n, [v]) for n, v in fields.items()])
    assert post(path, fields | {"Body": "Hi"}, signed).status_code == 403
    assert post(path, fields | {"AccountSid": "AC" + "0" * 32}).status_code == 403
    for wrong in ("", "x", elsewhere):
        answer = post(path, fields, wrong)
        assert answer.status_code == 403
        assert answer.content.decode() == (
            "Not taken: the signature is not that of this line’s account and address.\n"
        )
    assert (Capture.objects.count(), StoppedTexts.objects.count()) == (0, 0)
    assert PhoneLine.objects.get().used_at is None
    assert Browser().get(path).status_code == 405


def test_the_signature_is_of_the_address_that_the_outside_world_sees(
    dana: Client, key: str, settings: object
) -> None:
    settings.URL = "https://calls.example.com"
    path = f"/hooks/twilio/{key}/message/"
    fields = IN | {"MessageSid": "SM1", "Body": "Hi"}
    assert post(path, fields).status_code == 200
    assert story(dana) == [("text", "received", "none")]


def test_a_wrong_key_is_not_found_and_a_report_of_nothing_says_what_is_missing(
    cast: Cast, message: Hook
) -> None:
    assert post("/hooks/twilio/0000/message/", IN).status_code == 404
    answer = message(**IN, Body="Hi")
    assert answer.status_code == 422
    assert (
        answer.content.decode()
        == "Not taken: MessageSid is missing: this is no report of a call or a text.\n"
    )


def test_no_log_holds_a_key(cast: Cast, key: str, caplog: pytest.LogCaptureFixture) -> None:
    post(f"/hooks/twilio/{key}/message/", IN, "x")
    post(f"/hooks/twilio/{key}/voice/", IN)
    assert caplog.text == ""


def test_a_broker_connects_a_line_and_sees_its_addresses_once(cast: Cast, alice: Browser) -> None:
    page = alice.post("/office/lines/", TYPED | {"member": cast.bob.pk}).content.decode()
    line = PhoneLine.objects.get()
    assert (line.number, line.member_id, line.account, line.secret) == (OURS, cast.bob.pk, ACCOUNT, TOKEN)
    key = page.split("/hooks/twilio/")[1].split("/")[0]
    assert page.count(f"{settings.URL}/hooks/twilio/{key}/") == 2
    assert key not in line.key_hash
    assert post(f"/hooks/twilio/{key}/message/", IN | {"MessageSid": "SM1"}).status_code == 200

    again = alice.get("/office/lines/").content.decode()
    assert "/hooks/twilio/" not in again
    assert TOKEN not in page + again
    assert "Bob Ames’s, since 24 Nov 2026. Last report just now." in again
    assert AuditEntry.objects.filter(verb="phone_line.connected").count() == 1


def test_the_same_number_again_mends_the_line_and_keeps_its_addresses(
    cast: Cast, alice: Browser, key: str
) -> None:
    answer = alice.post("/office/lines/", TYPED | {"secret": "a new token", "member": cast.max.pk})
    assert answer["Location"] == "/office/lines/"
    line = PhoneLine.objects.get()
    assert (line.secret, line.member_id) == ("a new token", cast.max.pk)
    assert post(f"/hooks/twilio/{key}/message/", IN | {"MessageSid": "SM1"}).status_code == 403


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number": "twelve"}, "“twelve” is no telephone number; write one like +1 512 555 0100."),
        ({"account": "AC12"}, "It begins with AC and has 32 letters and digits more; copy it from Twilio."),
        ({"secret": ""}, "Copy the auth token from Twilio."),
        ({"member": "0"}, "Choose a colleague from the list."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    cast: Cast, alice: Browser, given: dict[str, str], sentence: str
) -> None:
    answer = alice.post("/office/lines/", TYPED | {"member": cast.bob.pk} | given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PhoneLine.objects.exists()


def test_a_number_that_another_office_connected_is_refused(cast: Cast, charlie: Browser, key: str) -> None:
    answer = charlie.post("/office/lines/", TYPED | {"member": cast.charlie.pk})
    assert answer.status_code == 422
    assert "+15125550100 is connected elsewhere; remove it there first." in answer.content.decode()
    assert PhoneLine.objects.get().office_id == cast.alice.office_id


def test_a_line_that_was_removed_takes_nothing_and_its_token_is_forgotten(
    cast: Cast, alice: Browser, key: str
) -> None:
    line = PhoneLine.objects.get()
    assert alice.post(f"/office/lines/{line.pk}/removal/")["Location"] == "/office/lines/"
    line.refresh_from_db()
    assert (line.secret, line.removed_at) == ("", AT)
    assert post(f"/hooks/twilio/{key}/message/", IN | {"MessageSid": "SM1"}).status_code == 404
    assert alice.post(f"/office/lines/{line.pk}/removal/").status_code == 404
    assert "None yet." in alice.get("/office/lines/").content.decode()


def test_the_page_is_the_broker_s(cast: Cast, bob: Browser, key: str) -> None:
    assert bob.get("/office/lines/").status_code == 404
    assert bob.post("/office/lines/", TYPED | {"member": cast.bob.pk}).status_code == 404
    assert bob.post(f"/office/lines/{PhoneLine.objects.get().pk}/removal/").status_code == 404
    assert PhoneLine.objects.get().removed_at is None


def test_a_token_that_cannot_be_read_any_more_says_so(
    cast: Cast, alice: Browser, key: str, settings: object
) -> None:
    settings.SECRETS_KEYS = ["another"]
    answer = post(f"/hooks/twilio/{key}/message/", IN | {"MessageSid": "SM1"})
    assert answer.status_code == 503
    assert "BEFOREHAND_KEY has changed" in answer.content.decode()
    assert alice.get("/office/lines/").status_code == 200
    assert alice.post("/office/lines/", TYPED | {"member": cast.bob.pk}).status_code == 302
    assert post(f"/hooks/twilio/{key}/message/", IN | {"MessageSid": "SM1"}).status_code == 200


def test_a_number_that_wrote_stop_is_texted_from_no_page_until_it_writes_start(
    dana: Client, message: Hook, bob: Browser
) -> None:
    pages = ("/", "/clients/", f"/clients/{dana.pk}/", f"/clients/{dana.pk}/edit/")
    client_page = pages[2]
    assert bob.get("/").content.decode().count(f"sms:{DANA}") == 1
    assert bob.get(client_page).content.decode().count(f"sms:{DANA}") == 2

    message(**IN, MessageSid="SM1", Body="STOP")
    for page in map(bob.get, pages):
        assert "sms:" not in page.content.decode(), page.request["PATH_INFO"]
        assert f"tel:{DANA}" in page.content.decode()
    said = bob.get(client_page).content.decode()
    assert said.count("Texts stopped on 24 Nov: they wrote STOP") == 1

    message(**IN, MessageSid="SM2", Body="STOP")  # in the same second: the first word stands
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        message(**IN, MessageSid="SM3", Body="Start")
    said = bob.get(client_page).content.decode()
    assert "Texts stopped" not in said
    assert said.count(f"sms:{DANA}") == 2


def test_stop_said_in_another_office_stops_nothing_here(
    cast: Cast, dana: Client, charlie: Browser, bob: Browser
) -> None:
    StoppedTexts.objects.create(office_id=cast.charlie.office_id, phone=DANA, stopped_at=AT)
    assert f"sms:{DANA}" in bob.get(f"/clients/{dana.pk}/").content.decode()
