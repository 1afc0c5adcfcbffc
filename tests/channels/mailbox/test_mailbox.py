"""Reading a real Dovecot: what is there, all of it, and without a trace."""

import threading
import time
from datetime import UTC, date, datetime
from typing import Any

import pytest

from beforehand.channels.mailbox import fetching, folders, oauth, watching
from beforehand.channels.mailbox.connecting import Login, UnreachableError, connected
from tests.dovecot import PASSWORD, USER, Dovecot

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def _mail(number: int, words: str = "Any news?") -> bytes:
    return (
        f"From: Dana <dana@example.com>\r\nTo: {USER}\r\nSubject: No {number}\r\nMessage-ID: <{number}@example.com>\r\n"
        f"Date: Tue, 24 Nov 2026 09:0{number % 10}:00 -0600\r\n\r\n{words}\r\n"
    ).encode()


def _login(server: Dovecot, **other: Any) -> Login:
    given: dict[str, Any] = {"password": PASSWORD, "allow_private": True} | other
    return Login("127.0.0.1", server.port, "none", USER, **given)


def test_the_folders_are_the_inbox_and_the_sent_mail_by_its_flag(dovecot: Dovecot) -> None:
    dovecot.deliver(_mail(1))
    with connected(_login(dovecot)) as box:
        sent, inbox = folders.folders(box)
    assert (inbox.name, inbox.is_sent, inbox.next_uid) == ("INBOX", False, 2)
    assert (sent.name, sent.is_sent, sent.next_uid) == ("Gesendet", True, 1)


def test_messages_come_whole_and_nothing_is_marked_as_read(dovecot: Dovecot) -> None:
    for number in (1, 2, 3):
        dovecot.deliver(_mail(number))
    with connected(_login(dovecot)) as box:
        fetching.open_folder(box, "INBOX")
        assert fetching.uids_from(box, 2) == [2, 3]
        assert fetching.uids_from(box, 9) == []
        assert fetching.uids_before(box, 3, date(2026, 1, 1)) == [2, 1]
        assert fetching.uids_before(box, 3, date(2100, 1, 1)) == []
        fetched = list(fetching.fetch(box, [3, 77, 1]))
    assert [(raw.uid, raw.content, raw.is_draft) for raw in fetched] == [
        (3, _mail(3), False),
        (1, _mail(1), False),
    ]
    with dovecot.box() as box:
        assert [message.flags for message in box.fetch(mark_seen=False)] == [("\\Recent",)] * 3 or [
            message.flags for message in box.fetch(mark_seen=False)
        ] == [()] * 3


def test_of_a_long_message_the_beginning_is_taken(dovecot: Dovecot) -> None:
    dovecot.deliver(_mail(1, "word " * 200_000))
    with connected(_login(dovecot)) as box:
        fetching.open_folder(box, "INBOX")
        (raw,) = fetching.fetch(box, [1])
    assert len(raw.content) == 256 * 1024
    assert raw.content.startswith(b"From: Dana")


def test_a_draft_is_known_by_its_flag(dovecot: Dovecot) -> None:
    with dovecot.box() as box:
        box.append(_mail(1), "INBOX", flag_set=["\\Draft"])
    with connected(_login(dovecot)) as box:
        fetching.open_folder(box, "INBOX")
        assert [raw.is_draft for raw in fetching.fetch(box, [1])] == [True]


def test_a_wrong_password_is_told_with_the_remedy_and_without_the_password(dovecot: Dovecot) -> None:
    with pytest.raises(UnreachableError) as fault, connected(_login(dovecot, password="guessed")):
        pass
    assert fault.value.refused
    assert fault.value.problem == (
        f"127.0.0.1 refused the sign-in of {USER}: enter the password again; "
        "where you use two steps to sign in, make an app password."
    )


def test_a_server_that_is_not_there_is_told() -> None:
    nobody = Login("127.0.0.1", 1, "none", USER, PASSWORD, allow_private=True)
    with pytest.raises(UnreachableError) as fault, connected(nobody):
        pass
    assert fault.value.problem == "Nothing answers at 127.0.0.1, port 1: check the server’s name and port."
    with (
        pytest.raises(UnreachableError) as fault,
        connected(Login("imap.invalid", 993, "tls", USER, PASSWORD)),
    ):
        pass
    assert fault.value.problem == "There is no server called imap.invalid: look for a slip in its name."


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_inside_our_own_network_is_not_even_knocked_at(dovecot: Dovecot, host: str) -> None:
    with (
        pytest.raises(UnreachableError) as fault,
        connected(Login(host, dovecot.port, "none", USER, PASSWORD)),
    ):
        pass
    assert fault.value.refused
    assert fault.value.problem == (
        f"{host} is inside a private network, where this server does not look; ask whoever runs it "
        "(BEFOREHAND_ALLOW_PRIVATE_ADDRESSES)."
    )


@pytest.mark.parametrize("host", [".example.com", f"{'a' * 64}.example.com", "imap\0.example.com"])
def test_what_is_no_name_of_a_server_is_told(host: str) -> None:
    with pytest.raises(UnreachableError) as fault, connected(Login(host, 993, "tls", USER, PASSWORD)):
        pass
    assert fault.value.problem == f"There is no server called {host}: look for a slip in its name."


def test_starttls_is_not_spoken_at_the_port_of_tls(dovecot: Dovecot) -> None:
    wrong = Login("127.0.0.1", 993, "starttls", USER, PASSWORD, allow_private=True)
    with pytest.raises(UnreachableError) as fault, connected(wrong):
        pass
    assert fault.value.problem == "Port 993 speaks TLS from the beginning: choose TLS, or port 143."


def test_a_server_that_dies_in_the_middle_is_unreachable_for_now(dovecot: Dovecot) -> None:
    dovecot.deliver(_mail(1))

    def read() -> None:
        with connected(_login(dovecot)) as box:
            fetching.open_folder(box, "INBOX")
            dovecot.down()
            time.sleep(0.2)
            list(fetching.fetch(box, [1]))

    with pytest.raises(UnreachableError) as fault:
        read()
    assert not fault.value.refused


def test_waiting_ends_when_a_message_comes(dovecot: Dovecot) -> None:
    with connected(_login(dovecot)) as box:
        fetching.open_folder(box, "INBOX")
        assert watching.can_wait(box)
        assert not watching.wait(box, threading.Event(), longest_s=0.2)
        threading.Timer(0.5, dovecot.deliver, [_mail(1)]).start()
        assert watching.wait(box, threading.Event(), longest_s=20)
        assert fetching.uids_from(box, 1) == [1]


def test_waiting_ends_when_it_is_told_to(dovecot: Dovecot) -> None:
    stop = threading.Event()
    with connected(_login(dovecot)) as box:
        fetching.open_folder(box, "INBOX")
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        assert not watching.wait(box, stop, longest_s=60)
    assert time.monotonic() - began < 10


def test_a_code_becomes_tokens_that_open_the_mailbox_and_renew_themselves(dovecot: Dovecot) -> None:
    dovecot.deliver(_mail(1))
    dovecot.tokens.codes["the-code"] = USER
    provider = oauth.Provider(
        "Mail", "127.0.0.1", "https://mail.example/auth", dovecot.tokens.token_url, "imap"
    )
    ours = oauth.Registration("us", "hush", "https://us.example/back")
    tokens = oauth.exchange(provider, ours, code="the-code", verifier="v", at=AT)
    assert (tokens.refresh, tokens.until) == ("refresh-1", datetime(2026, 11, 24, 15, 55, tzinfo=UTC))
    with connected(_login(dovecot, password="", token=tokens.access)) as box:
        fetching.open_folder(box, "INBOX")
        assert fetching.uids_from(box, 1) == [1]
    dovecot.tokens.good.clear()
    with (
        pytest.raises(UnreachableError) as fault,
        connected(_login(dovecot, password="", token=tokens.access)),
    ):
        pass
    assert fault.value.refused
    renewed = oauth.refreshed(provider, ours, refresh=tokens.refresh, at=AT)
    assert renewed.refresh == "refresh-1"
    with connected(_login(dovecot, password="", token=renewed.access)):
        pass
    assert [form["grant_type"] for form in dovecot.tokens.asked] == ["authorization_code", "refresh_token"]


def test_a_sign_in_that_was_ended_at_the_provider_is_told(dovecot: Dovecot) -> None:
    provider = oauth.Provider(
        "Mail", "127.0.0.1", "https://mail.example/auth", dovecot.tokens.token_url, "imap"
    )
    ours = oauth.Registration("us", "hush", "https://us.example/back")
    with pytest.raises(
        UnreachableError, match=r"Mail ended the sign-in \(invalid_grant\): sign in again"
    ) as fault:
        oauth.refreshed(provider, ours, refresh="old", at=AT)
    assert fault.value.refused
