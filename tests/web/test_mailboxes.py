"""Connecting a mailbox on the page, to a real server."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client as Browser

from beforehand.actions.mailboxes import connect_mailbox
from beforehand.channels.mailbox import oauth
from beforehand.intake.mailboxes import look
from beforehand.records.models import Mailbox
from tests.cast import AT, Cast
from tests.dovecot import PASSWORD, USER, Dovecot, running

PAGE = "/settings/mailboxes/"


def _form(server: Dovecot, **other: object) -> dict[str, object]:
    words: dict[str, object] = {
        "address": USER, "password": PASSWORD, "days": 90, "server-host": "127.0.0.1", "server-port": server.port,
        "server-security": "none", "server-username": "",
    }  # fmt: skip
    return words | other


@pytest.mark.slow
def test_a_mailbox_is_connected_once_its_server_lets_us_in(cast: Cast, bob: Browser) -> None:
    with running() as server:
        wrong = bob.post(PAGE, _form(server, password="guessed"))
        assert wrong.status_code == 422
        assert "127.0.0.1 refused the sign-in of bob@rivera.example" in wrong.content.decode()
        assert "guessed" not in wrong.content.decode()
        assert not Mailbox.objects.exists()
        assert bob.post(PAGE, _form(server)).status_code == 302
    mailbox = Mailbox.objects.get()
    assert (mailbox.member_id, mailbox.username, mailbox.secret) == (cast.bob.pk, USER, PASSWORD)
    page = bob.get(PAGE).content.decode()
    assert "Read within a minute." in page
    assert PASSWORD not in page.replace("secret", "", page.count("secret") - page.count(PASSWORD))
    bob.post(f"{PAGE}{mailbox.pk}/removal/")
    mailbox.refresh_from_db()
    assert (mailbox.secret, mailbox.look_at) == ("", None)


def test_after_the_key_was_lost_the_page_says_so_and_the_password_is_entered_again(
    cast: Cast, bob: Browser, settings
) -> None:
    settings.SECRETS_KEYS = ["old"]
    sign_in = {
        "address": USER, "host": "imap.example", "port": 993, "security": "tls", "username": "",
        "auth": "password", "since": AT.date(), "by": cast.bob, "at": AT,
    }  # fmt: skip
    mailbox = connect_mailbox(secret="hush", **sign_in)
    settings.SECRETS_KEYS = ["new"]
    look(mailbox_id=mailbox.pk, at=AT)
    assert "Enter this password again: BEFOREHAND_KEY has changed." in bob.get(PAGE).content.decode()
    assert connect_mailbox(secret="hush", **sign_in).pk == mailbox.pk
    assert (Mailbox.objects.get().secret, Mailbox.objects.get().fault) == ("hush", "")


def test_a_sign_in_that_was_begun_elsewhere_is_begun_again(bob: Browser, settings) -> None:
    settings.MAIL_SIGN_IN = {"google": ("us", "hush"), "microsoft": ("", "")}
    bob.post(f"{PAGE}google/sign-in/", {"address": USER})
    back = bob.get(f"{PAGE}google/return/", {"state": "é", "code": "x"}, follow=True)
    assert "That sign-in was begun elsewhere" in back.content.decode()


def test_a_well_known_service_says_which_password_it_takes(
    bob: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from beforehand.intake import servers

    monkeypatch.setitem(
        servers._KNOWN, "gmail.com", servers.Server("127.0.0.1", 1, needs="Google takes an app password.")
    )
    answer = bob.post(
        PAGE,
        {
            "address": "bob@gmail.com",
            "password": "x",
            "days": 9,
            "server-port": 993,
            "server-security": "tls",
        },
    )
    assert "Nothing answers at 127.0.0.1, port 1" in answer.content.decode()
    assert "Google takes an app password." in answer.content.decode()


@pytest.mark.slow
def test_a_mailbox_is_connected_by_signing_in_at_its_service(
    cast: Cast, bob: Browser, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_SIGN_IN = {"google": ("us", "hush"), "microsoft": ("", "")}
    with running() as server:
        local = oauth.Provider(
            "Google", "127.0.0.1", "https://google.example/auth", server.tokens.token_url, "imap"
        )
        monkeypatch.setitem(oauth.PROVIDERS, "google", local)
        monkeypatch.setattr("beforehand.web.mailboxes.sign_in._PORT_AND_SECURITY", (server.port, "none"))
        server.tokens.codes["the-code"] = USER
        sent = bob.post(f"{PAGE}google/sign-in/", {"address": USER})["Location"]
        asked = parse_qs(urlsplit(sent).query)
        assert sent.startswith("https://google.example/auth?")
        assert asked["redirect_uri"] == [f"{settings.URL}{PAGE}google/return/"]
        stranger = bob.get(f"{PAGE}google/return/", {"code": "the-code", "state": "other"})
        assert stranger.status_code == 302
        assert not Mailbox.objects.exists()
        sent = bob.post(f"{PAGE}google/sign-in/", {"address": USER})["Location"]
        state = parse_qs(urlsplit(sent).query)["state"][0]
        bob.get(f"{PAGE}google/return/", {"code": "the-code", "state": state})
        assert re.fullmatch(r"[\w-]{60,}", server.tokens.asked[-1]["code_verifier"])
    mailbox = Mailbox.objects.get()
    assert (mailbox.auth, mailbox.secret, mailbox.address) == ("google", "refresh-1", USER)


def test_a_service_that_this_installation_is_not_registered_with_is_not_offered(bob: Browser) -> None:
    assert "Connect by signing in" not in bob.get(PAGE).content.decode()
    assert bob.post(f"{PAGE}google/sign-in/", {"address": USER}).status_code == 404
