"""A member copies or forwards a message to their drop-box: it is logged, and only they can do so."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from beforehand.actions.capture_addresses import make_capture_address, revoke_capture_address
from beforehand.actions.own_addresses import confirm_address
from beforehand.channels.drop_box import server
from beforehand.intake import drop_box
from beforehand.records.models import CaptureAddress, Client, OwnAddress, Touch
from beforehand.worker import receiving
from tests.cast import AT, Cast
from tests.letters import BOB, DANA, letter

HOUR = timedelta(hours=1)
BOX = "log+{}@calls.example"


def _box(cast: Cast) -> str:
    return make_capture_address(kind="drop_box", label="", by=cast.bob, at=AT)[1]


def _forwarded(inner: bytes, token: str, sender: str = BOB) -> bytes:
    head, _, body = inner.replace(b"\r\n", b"\n").decode().partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.split("\n") if ": " in line)
    words = (
        "---------- Forwarded message ---------\n"
        f"From: {fields['From']}\nDate: Mon, Nov 23, 2026 at 4:12 PM\n"
        f"Subject: {fields['Subject']}\nTo: {fields['To']}\n\n{body}"
    )
    return letter(
        words, at=AT - HOUR, sender=sender, to=BOX.format(token), subject=f"Fwd: {fields['Subject']}"
    )


def test_a_message_with_the_box_in_bcc_is_ours_to_the_client(cast: Cast) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com")
    raw = letter("The roof is fine.", at=AT - HOUR, sender=BOB, to=DANA)
    assert drop_box.receive(raw, token=_box(cast), at=AT) == 1
    touch = Touch.objects.get(client=dana)
    assert (touch.direction, touch.outcome, touch.at) == ("out", "sent", AT - HOUR)
    assert CaptureAddress.objects.get().used_at == AT


def test_of_a_forwarded_message_the_one_inside_counts_at_its_own_time(cast: Cast) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com")
    token = _box(cast)
    raw = _forwarded(letter("Any update on the loan? Dana", at=AT - 24 * HOUR), token)
    assert drop_box.receive(raw, token=token, at=AT) == 1
    assert drop_box.receive(raw, token=token, at=AT + HOUR) == 1
    touch = Touch.objects.get(client=dana)
    assert (touch.direction, touch.asks, touch.at) == (
        "in",
        "update",
        datetime(2026, 11, 23, 22, 12, tzinfo=UTC),
    )


def test_a_message_that_the_mailbox_brought_too_is_one_contact(cast: Cast) -> None:
    from beforehand.intake.mail import bring, house_of

    cast.client_of(cast.bob, email="dana@example.com")
    raw = letter("The roof is fine.", at=AT - HOUR, sender=BOB, to=DANA)
    drop_box.receive(raw, token=_box(cast), at=AT)
    bring(raw, member=cast.bob, house=house_of(cast.bob), at=AT)
    assert Touch.objects.count() == 1


def test_only_an_own_address_that_was_confirmed_may_log(cast: Cast) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    token = _box(cast)
    raw = letter("The roof is fine.", at=AT - HOUR, sender="Bob <bob@home.example>", to=DANA)
    with pytest.raises(drop_box.RefusedMailError) as refusal:
        drop_box.receive(raw, token=token, at=AT)
    assert str(refusal.value) == (
        "bob@home.example may not log here: confirm it as your own address in Beforehand’s settings, "
        "then send this again."
    )
    assert Touch.objects.count() == 0
    confirm_address(own_address_id=OwnAddress.objects.get().pk, by=cast.bob, at=AT)
    assert drop_box.receive(raw, token=token, at=AT) == 1
    assert Touch.objects.count() == 1


def test_a_colleagues_address_may_not_log_into_bobs_box(cast: Cast) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    raw = letter("The roof is fine.", at=AT - HOUR, sender="alice@rivera.example", to=DANA)
    with pytest.raises(drop_box.RefusedMailError):
        drop_box.receive(raw, token=_box(cast), at=AT)
    assert Touch.objects.count() == 0


def test_a_note_to_the_box_alone_says_what_to_do(cast: Cast) -> None:
    token = _box(cast)
    raw = letter("Called Dana", at=AT - HOUR, sender=BOB, to=BOX.format(token))
    with pytest.raises(
        drop_box.RefusedMailError, match="forward your client’s message, or write to the client"
    ):
        drop_box.receive(raw, token=token, at=AT)


def test_a_revoked_box_takes_nothing(cast: Cast) -> None:
    token = _box(cast)
    revoke_capture_address(capture_address_id=CaptureAddress.objects.get().pk, by=cast.bob, at=AT)
    with pytest.raises(drop_box.RefusedMailError, match="No such drop-box"):
        drop_box.receive(letter("Hi", at=AT, sender=BOB, to=DANA), token=token, at=AT)


def test_a_lead_of_a_portal_is_a_client_with_a_first_call_due(cast: Cast) -> None:
    from beforehand.intake.mail import bring, house_of

    raw = letter(
        "New realtor.com lead\n\nFirst Name: Maria\nLast Name: Stone\nEmail Address: maria@example.com\n"
        "Phone Number: (512) 555-0142\nComment: Is it still available?\nProperty Address: 12 Elm St\n",
        at=AT - HOUR, sender="leads@email.realtor.com", subject="New realtor.com lead - Maria Stone", key="lead1",
    )  # fmt: skip
    for _ in range(2):
        bring(raw, member=cast.bob, house=house_of(cast.bob), at=AT)
    maria = Client.objects.get()
    assert (maria.name, maria.agent_id, maria.care, maria.standing) == (
        "Maria Stone",
        cast.bob.pk,
        "active",
        "asked",
    )
    assert sorted(maria.contact_points.values_list("value", flat=True)) == [
        "+15125550142",
        "maria@example.com",
    ]
    assert {clock["kind"] for clock in maria.clocks} >= {"speak", "answer"}
    assert Touch.objects.get().words == "Is it still available?"


def test_a_lead_whom_we_know_is_no_new_client(cast: Cast) -> None:
    from beforehand.intake.mail import bring, house_of

    dana = cast.client_of(cast.alice, email="dana@example.com")
    raw = letter(
        "First Name: D.\nLast Name: Ortega\nEmail Address: dana@example.com\nComment: May I see it?\n",
        at=AT - HOUR, sender="leads@email.realtor.com", subject="New realtor.com lead - D. Ortega", key="lead2",
    )  # fmt: skip
    bring(raw, member=cast.bob, house=house_of(cast.bob), at=AT)
    assert Client.objects.get() == dana
    assert Touch.objects.get().asks == "question"


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[server.Received]]]:
    """The real listener on a port of its own, with a door-keeper that knows one token."""
    taken: list[server.Received] = []

    def take(received: server.Received) -> str:
        taken.append(received)
        if received.tokens == ("abcdefghij33",):
            return "Not Ben’s one."
        if b"refuse" in received.raw:
            return "Not Ana’s one."
        if b"stumble" in received.raw:
            raise RuntimeError
        return ""

    stop, port = threading.Event(), _free_port()
    knows = lambda token: token in ("abcdefghij22", "abcdefghij33")  # noqa: E731
    thread = threading.Thread(
        target=server.serve, args=("127.0.0.1", port), kwargs={"knows": knows, "take": take, "stop": stop}
    )
    thread.start()
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            threading.Event().wait(0.05)
    yield port, taken
    stop.set()
    thread.join()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_the_listener_says_yes_only_to_what_was_recorded(door: tuple[int, list[server.Received]]) -> None:
    port, taken = door
    with smtplib.LMTP("127.0.0.1", port) as lmtp:
        lmtp.sendmail("bob@rivera.example", ["log+ABCDEFGHIJ22@calls.example"], b"Subject: a\r\n\r\nfine\r\n")
        assert taken == [server.Received(("abcdefghij22",), b"Subject: a\r\n\r\nfine\r\n")]
        with pytest.raises(smtplib.SMTPRecipientsRefused) as fault:
            lmtp.sendmail("x@y.example", ["log+zzzzzzzzzz22@calls.example"], b"hello")
        assert b"No such drop-box" in str(fault.value.recipients).encode()
        with pytest.raises(smtplib.SMTPDataError) as refused:
            lmtp.sendmail("bob@rivera.example", ["log+abcdefghij22@calls.example"], b"refuse")
        assert (refused.value.smtp_code, refused.value.smtp_error) == (550, b"5.7.1 Not Ana's one.")
        with pytest.raises(smtplib.SMTPDataError) as later:
            lmtp.sendmail("bob@rivera.example", ["log+abcdefghij22@calls.example"], b"stumble")
        assert later.value.smtp_code == 451


def test_of_several_boxes_each_gets_its_own_answer(door: tuple[int, list[server.Received]]) -> None:
    port, taken = door
    with socket.create_connection(("127.0.0.1", port), 5) as line, line.makefile("rw", newline="") as talk:

        def say(*words: str) -> str:
            talk.write("".join(f"{each}\r\n" for each in words))
            talk.flush()
            return talk.readline()

        talk.readline()
        say("LHLO here")
        while talk.readline()[3] == "-":
            pass
        say("MAIL FROM:<bob@rivera.example>")
        say("RCPT TO:<log+abcdefghij22@calls.example>")
        say("RCPT TO:<log+abcdefghij33@calls.example>")
        say("DATA")
        first = say("Subject: a", "", "for one", ".")
        second = talk.readline()
        assert (first, second) == ("250 OK\r\n", "550 5.7.1 Not Ben's one.\r\n")
    assert [received.tokens for received in taken] == [("abcdefghij22",), ("abcdefghij33",)]


@pytest.mark.django_db(transaction=True)
def test_what_the_worker_takes_is_in_the_ledger_before_it_says_yes() -> None:
    cast = Cast()
    dana = cast.client_of(cast.bob, email="dana@example.com")
    raw = letter("The roof is fine.", at=AT - HOUR, sender=BOB, to=DANA)
    assert receiving.take(server.Received((_box(cast),), raw)) == ""
    assert Touch.objects.get().client_id == dana.pk
    assert "No such drop-box" in receiving.take(server.Received(("unknown",), raw))
