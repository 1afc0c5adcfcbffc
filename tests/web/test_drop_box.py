"""The drop-box in the settings, and the webhooks of mail services."""

import hashlib
import hmac
import json
import time
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client as Browser

from beforehand.actions.capture_addresses import make_capture_address
from beforehand.actions.own_addresses import note_seen
from beforehand.records.models import CaptureAddress, OwnAddress, Touch
from tests.cast import AT, Cast
from tests.letters import BOB, DANA, letter

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "fmt_webhooks"


def test_an_address_is_shown_once_and_can_be_revoked(cast: Cast, bob: Browser, settings) -> None:
    settings.DROP_BOX_DOMAIN = "calls.example"
    page = bob.post("/settings/drop-box/").content.decode()
    token = page.partition('value="log+')[2].partition('@calls.example"')[0]
    assert len(token) == 26
    assert token not in bob.get("/settings/drop-box/").content.decode()
    made = CaptureAddress.objects.get()
    assert made.hint == token[-4:]
    bob.post(f"/settings/drop-box/{made.pk}/revocation/")
    made.refresh_from_db()
    assert made.revoked_at is not None


def test_without_a_domain_the_page_says_that_no_mail_is_taken(bob: Browser) -> None:
    assert "The drop-box takes no mail yet" in bob.get("/settings/drop-box/").content.decode()


def test_an_address_that_wrote_is_confirmed_or_disowned(cast: Cast, bob: Browser) -> None:
    for name in ("home", "other"):
        note_seen(member=cast.bob, address=f"bob@{name}.example", at=AT)
    home, other = OwnAddress.objects.order_by("address")
    bob.post(f"/settings/own-addresses/{home.pk}/confirmation/")
    bob.post(f"/settings/own-addresses/{other.pk}/disowning/")
    assert OwnAddress.objects.get().verified_at is not None


def _postmark(raw: bytes, token: str) -> str:
    return json.dumps(
        {
            "From": "bob@rivera.example", "FromFull": {"Email": "bob@rivera.example", "Name": "Bob", "MailboxHash": ""},
            "ToFull": [], "CcFull": [], "BccFull": [], "OriginalRecipient": f"log+{token}@calls.example",
            "MessageID": "m", "Headers": [], "RawEmail": raw.decode(),
        }
    )  # fmt: skip


def test_postmark_hands_over_a_message_with_the_password_of_the_hook(cast: Cast, settings) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:hush", "MAILGUN_WEBHOOK_SIGNING_KEY": ""}
    dana = cast.client_of(cast.bob, email="dana@example.com")
    _, token = make_capture_address(kind="drop_box", label="", by=cast.bob, at=AT)
    raw = letter("The roof is fine.", at=AT - timedelta(hours=1), sender=BOB, to=DANA)
    hook, words = "/hooks/mail/postmark/", _postmark(raw, token)
    assert Browser().post(hook, words, content_type="application/json").status_code == 400
    assert Touch.objects.count() == 0
    allowed = {"HTTP_AUTHORIZATION": "Basic " + b64encode(b"us:hush").decode()}
    for _ in range(2):
        answer = Browser().post(hook, words, content_type="application/json", **allowed)
        assert (answer.status_code, answer.content) == (200, b"Taken: 1 contact.\n")
    assert Touch.objects.get().client_id == dana.pk


def test_mailgun_hands_over_a_message_that_it_signed(cast: Cast, settings) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "", "MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
    cast.client_of(cast.bob, email="dana@example.com")
    _, token = make_capture_address(kind="drop_box", label="", by=cast.bob, at=AT)
    stamp = str(int(time.time()))
    form = {
        "recipient": f"log+{token}@calls.example", "sender": "bob@rivera.example", "timestamp": stamp, "token": "t",
        "signature": hmac.new(b"key", f"{stamp}t".encode(), hashlib.sha256).hexdigest(),
        "body-mime": letter("Fine.", at=AT - timedelta(hours=1), sender=BOB, to=DANA).decode(),
    }  # fmt: skip
    assert Browser().post("/hooks/mail/mailgun/", {**form, "signature": "0"}).status_code == 400
    assert Browser().post("/hooks/mail/mailgun/", form).content == b"Taken: 1 contact.\n"
    assert Touch.objects.count() == 1


def test_sendgrid_hands_over_a_raw_message(cast: Cast, settings) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:hush", "MAILGUN_WEBHOOK_SIGNING_KEY": ""}
    cast.client_of(cast.bob, email="dana@example.com")
    _, token = make_capture_address(kind="drop_box", label="", by=cast.bob, at=AT)
    raw = letter("Fine.", at=AT - timedelta(hours=1), sender=BOB, to=DANA).decode()
    form = {
        "email": raw,
        "envelope": json.dumps({"to": [f"log+{token}@calls.example"], "from": "bob@rivera.example"}),
    }
    allowed = {"HTTP_AUTHORIZATION": "Basic " + b64encode(b"us:hush").decode()}
    assert Browser().post("/hooks/mail/sendgrid/", form, **allowed).content == b"Taken: 1 contact.\n"
    assert Touch.objects.count() == 1


def test_the_hooks_are_closed_until_a_password_is_set() -> None:
    for service in ("mailgun", "postmark", "sendgrid"):
        assert Browser().post(f"/hooks/mail/{service}/", {}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["postmark-inbound-test-payload.json", "postmark-inbound-test-payload-with-raw.json"]
)
def test_what_postmark_really_sends_is_read_and_told_that_it_is_for_no_box(name: str, settings) -> None:
    if not DATA.is_dir():
        pytest.skip("../shared/data is absent")
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:hush", "MAILGUN_WEBHOOK_SIGNING_KEY": ""}
    answer = Browser().post(
        "/hooks/mail/postmark/", (DATA / "anymail" / name).read_bytes(), content_type="application/json",
        HTTP_AUTHORIZATION="Basic " + b64encode(b"us:hush").decode(),
    )  # fmt: skip
    assert (answer.status_code, answer.content) == (200, b"Not taken: this is for no drop-box.\n")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["default_data.txt", "raw_data.txt", "raw_data_with_attachments.txt"])
def test_what_sendgrid_really_sends_is_read_and_told_that_it_is_for_no_box(name: str, settings) -> None:
    if not DATA.is_dir():
        pytest.skip("../shared/data is absent")
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:hush", "MAILGUN_WEBHOOK_SIGNING_KEY": ""}
    body = (DATA / "sendgrid" / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    answer = Browser().post(
        "/hooks/mail/sendgrid/", body, content_type="multipart/form-data; boundary=xYzZY",
        HTTP_AUTHORIZATION="Basic " + b64encode(b"us:hush").decode(),
    )  # fmt: skip
    assert (answer.status_code, answer.content) == (200, b"Not taken: this is for no drop-box.\n")
