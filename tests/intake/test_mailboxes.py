"""A mailbox on a real Dovecot: nothing lost, nothing twice, no trace left."""

import random
import time
from datetime import date, timedelta

import pytest
from django.db import OperationalError

from beforehand.actions.mailboxes import connect_mailbox, remove_mailbox
from beforehand.channels.mailbox import fetching
from beforehand.intake import mailboxes
from beforehand.records.models import Capture, Mailbox, MailFolder, Member, Request, Touch, Work
from beforehand.worker import tick
from tests.cast import AT, Cast
from tests.dovecot import PASSWORD, Dovecot
from tests.letters import BOB, DANA, letter

pytestmark = [pytest.mark.slow]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _connect(dovecot: Dovecot, by: Member, **other: object) -> Mailbox:
    words: dict[str, object] = {
        "address": by.user.email, "host": "127.0.0.1", "port": dovecot.port, "security": "none", "username": "",
        "auth": "password", "secret": PASSWORD, "since": date(2026, 9, 1), "by": by, "at": AT,
    }  # fmt: skip
    return connect_mailbox(**(words | other))  # type: ignore[arg-type]


def _look(mailbox: Mailbox, at: object = AT) -> Mailbox:
    mailboxes.look(mailbox_id=mailbox.pk, at=at)  # type: ignore[arg-type]
    mailbox.refresh_from_db()
    return mailbox


def test_both_directions_come_in_an_ask_is_heard_and_no_flag_changes(cast: Cast, dovecot: Dovecot) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com", at=AT - 20 * DAY)
    dovecot.deliver(
        letter("The roof is fine. More on Friday.", at=AT - 3 * DAY, sender=BOB, to=DANA), "Gesendet"
    )
    dovecot.deliver(letter("Hi Bob, any update on the appraisal? Dana", at=AT - HOUR))
    mailbox = _look(_connect(dovecot, cast.bob))
    assert list(
        Touch.objects.filter(client=dana).order_by("at").values_list("direction", "outcome", "asks")
    ) == [
        ("out", "sent", "none"),
        ("in", "received", "update"),
    ]
    assert Request.objects.get(client=dana).words == "Hi Bob, any update on the appraisal?"
    dana.refresh_from_db()
    assert dana.standing == "asked"
    assert (mailbox.fault, mailbox.looked_at, mailbox.look_at) == ("", AT, AT + 2 * MINUTE)
    with dovecot.box() as box:
        assert [
            flag for message in box.fetch(mark_seen=False) for flag in message.flags if flag != "\\Recent"
        ] == []


def test_what_is_read_twice_by_two_of_us_is_one_contact(cast: Cast, dovecot: Dovecot) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    both = letter("Can we move the visit?", at=AT - HOUR, to=f"{BOB}, Alice <alice@rivera.example>")
    dovecot.deliver(both)
    dovecot.deliver(both, user="alice@rivera.example")
    for member in (cast.bob, cast.alice):
        _look(_connect(dovecot, member))
    assert Touch.objects.count() == 1


def test_the_years_before_come_in_piece_by_piece_with_progress(cast: Cast, dovecot: Dovecot) -> None:
    cast.client_of(cast.bob, email="dana@example.com", at=AT - 60 * DAY)
    for number in range(120):
        dovecot.deliver(letter(f"Thanks, number {number}.", at=AT - 30 * DAY + number * HOUR))
    dovecot.deliver(letter("New today, thank you.", at=AT - MINUTE))
    mailbox = _look(_connect(dovecot, cast.bob))
    inbox = MailFolder.objects.get(name="INBOX")
    assert (inbox.filled, inbox.to_fill, mailbox.look_at) == (100, 121, AT)
    assert Touch.objects.order_by("-at").first().at == AT - MINUTE  # the newest first
    _look(mailbox)
    inbox.refresh_from_db()
    assert (inbox.filled, inbox.to_fill, inbox.back_uid) == (121, 121, None)
    assert Touch.objects.count() == 121


def test_a_server_that_dies_in_the_middle_loses_and_doubles_nothing(
    cast: Cast, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.client_of(cast.bob, email="dana@example.com", at=AT - 60 * DAY)
    mailbox = _look(_connect(dovecot, cast.bob))
    for number in range(35):
        dovecot.deliver(letter("Thank you.", at=AT - 35 * MINUTE + number * MINUTE))
    fetch, seen = fetching.fetch, []

    def dying(box: object, uids: list[int]) -> object:
        for raw in fetch(box, uids):  # type: ignore[arg-type]
            seen.append(raw.uid)
            yield raw
            if len(seen) == 17:
                dovecot.down()

    monkeypatch.setattr(fetching, "fetch", dying)
    _look(mailbox)
    assert "broke off" in mailbox.fault or "Nothing answers" in mailbox.fault
    assert (mailbox.faults, mailbox.look_at) == (1, AT + 2 * MINUTE)
    assert 17 <= Touch.objects.count() < 35
    monkeypatch.setattr(fetching, "fetch", fetch)
    _look(mailbox)
    assert (mailbox.faults, mailbox.look_at) == (2, AT + 4 * MINUTE)
    dovecot.up()
    _look(mailbox)
    assert (mailbox.faults, mailbox.fault) == (0, "")
    assert Touch.objects.count() == 35


def test_numbers_given_anew_by_the_server_bring_nothing_twice_and_lose_nothing(
    cast: Cast, dovecot: Dovecot
) -> None:
    cast.client_of(cast.bob, email="dana@example.com", at=AT - 60 * DAY)
    for number in range(3):
        dovecot.deliver(letter("Thank you.", at=AT - DAY + number * HOUR))
    mailbox = _look(_connect(dovecot, cast.bob))
    before = MailFolder.objects.get(name="INBOX").uidvalidity
    dovecot.down()
    for index in (dovecot.home / "mail" / "bob@rivera.example").glob("dovecot*"):
        index.unlink()
    time.sleep(1.1)  # the new numbers are those of another second
    dovecot.up()
    dovecot.deliver(letter("One more, thank you.", at=AT - MINUTE))
    _look(mailbox)
    assert MailFolder.objects.get(name="INBOX").uidvalidity != before
    assert Touch.objects.count() == 4


def test_newsletters_colleagues_lists_and_automatic_replies_are_no_contact(
    cast: Cast, dovecot: Dovecot
) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    news = {"List_Unsubscribe": "<mailto:off@news.example>", "Precedence": "bulk"}
    dovecot.deliver(letter("Ten kitchens!", at=AT - HOUR, sender="news@news.example", **news))
    dovecot.deliver(letter("Lunch?", at=AT - HOUR, sender="Alice <alice@rivera.example>"))
    dovecot.deliver(
        letter("I am away.", at=AT - HOUR, Auto_Submitted="auto-replied", subject="Out of office")
    )
    _look(_connect(dovecot, cast.bob))
    assert (Touch.objects.count(), Capture.objects.count()) == (0, 0)


def test_a_draft_is_not_sent_yet(cast: Cast, dovecot: Dovecot) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    with dovecot.box() as box:
        box.append(letter("I will", at=AT - HOUR, sender=BOB, to=DANA), "Gesendet", flag_set=["\\Draft"])
    _look(_connect(dovecot, cast.bob))
    assert Touch.objects.count() == 0


def test_mail_that_came_back_was_never_sent(cast: Cast, dovecot: Dovecot) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com", at=AT - 20 * DAY)
    dovecot.deliver(
        letter("News of the roof.", at=AT - 2 * HOUR, sender=BOB, to=DANA, key="roof1"), "Gesendet"
    )
    mailbox = _look(_connect(dovecot, cast.bob))
    dana.refresh_from_db()
    assert dana.last_heard_at == AT - 2 * HOUR
    dovecot.deliver(_bounce("roof1"))
    _look(mailbox, AT + MINUTE)
    dana.refresh_from_db()
    assert dana.last_heard_at is None
    assert Touch.objects.filter(client=dana, outcome="failed", voids=None).count() == 1


def _bounce(key: str) -> bytes:
    return (
        "From: Mail Delivery System <MAILER-DAEMON@rivera.example>\r\nTo: bob@rivera.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nDate: Tue, 24 Nov 2026 14:00:00 +0000\r\n"
        "Message-ID: <20261124140000.8D1@rivera.example>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI could not deliver your message.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; rivera.example\r\n\r\n"
        "Final-Recipient: rfc822; dana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: bob@rivera.example\r\nTo: dana@example.com\r\nMessage-ID: <{key}.letter@mail.example>\r\n"
        "Subject: The house\r\n\r\nNews of the roof.\r\n--b--\r\n"
    ).encode()


def test_a_message_that_we_stumble_over_costs_that_message_only(
    cast: Cast, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cast.client_of(cast.bob, email="dana@example.com", at=AT - 60 * DAY)
    mailbox = _look(_connect(dovecot, cast.bob))
    for number, words in enumerate(("Thank you.", "A stone of news.", "See you.")):
        dovecot.deliver(letter(words, at=AT - HOUR + number * MINUTE))
    bring = mailboxes.bring_if_readable

    def stumbling(raw: bytes, **given: object) -> object:
        if b"stone" in raw:
            raise ValueError(raw.decode())
        return bring(raw, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(mailboxes, "bring_if_readable", stumbling)
    _look(mailbox)
    assert (Touch.objects.count(), mailbox.fault) == (2, "")
    assert f"Message 2 of mailbox {mailbox.pk} costs itself: ValueError" in caplog.text
    assert "stone" not in caplog.text


def test_a_database_that_is_away_loses_no_message(
    cast: Cast, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.client_of(cast.bob, email="dana@example.com", at=AT - 60 * DAY)
    mailbox = _look(_connect(dovecot, cast.bob))
    dovecot.deliver(letter("Thank you.", at=AT - HOUR))
    bring = mailboxes.bring_if_readable

    def away(raw: bytes, **_: object) -> object:
        raise OperationalError("gone")

    monkeypatch.setattr(mailboxes, "bring_if_readable", away)
    with pytest.raises(OperationalError):
        _look(mailbox)
    monkeypatch.setattr(mailboxes, "bring_if_readable", bring)
    _look(mailbox)
    assert Touch.objects.count() == 1


def test_a_wrong_password_is_told_and_the_tick_goes_on(cast: Cast, dovecot: Dovecot) -> None:
    mailbox = _look(_connect(dovecot, cast.bob, secret="guessed"))
    assert mailbox.fault.startswith(
        "127.0.0.1 refused the sign-in of bob@rivera.example: enter the password again"
    )
    cast.client_of(cast.bob, email="dana@example.com")
    dovecot.deliver(letter("Thanks!", at=AT - HOUR))
    _connect(dovecot, cast.bob)
    done = tick.run_once(AT, worker="w", rng=random.Random(1))
    assert done["failed"] == 0
    assert Touch.objects.count() == 1
    assert Mailbox.objects.get().fault == ""


def test_the_tick_looks_when_it_is_time_and_not_before(cast: Cast, dovecot: Dovecot) -> None:
    _connect(dovecot, cast.bob)
    tick.run_once(AT, worker="w", rng=random.Random(1))
    tick.run_once(AT + MINUTE, worker="w", rng=random.Random(1))
    assert Work.objects.filter(name="mailbox").count() == 1
    tick.run_once(AT + 2 * MINUTE, worker="w", rng=random.Random(1))
    assert Work.objects.filter(name="mailbox", done_at__isnull=False).count() == 2


def test_a_mailbox_that_was_removed_is_read_no_more_and_its_password_is_gone(
    cast: Cast, dovecot: Dovecot
) -> None:
    mailbox = _connect(dovecot, cast.bob)
    remove_mailbox(mailbox_id=mailbox.pk, by=cast.bob, at=AT)
    cast.client_of(cast.bob, email="dana@example.com")
    dovecot.deliver(letter("Thanks!", at=AT - HOUR))
    _look(mailbox)
    assert (mailbox.secret, Touch.objects.count()) == ("", 0)


def test_a_mailbox_of_oauth_renews_its_token_by_itself(
    cast: Cast, dovecot: Dovecot, settings, monkeypatch
) -> None:
    from dataclasses import replace

    from beforehand.channels.mailbox.oauth import PROVIDERS

    monkeypatch.setitem(
        PROVIDERS,
        "google",
        replace(PROVIDERS["google"], token_url=dovecot.tokens.token_url, host="127.0.0.1"),
    )
    settings.MAIL_SIGN_IN = {"google": ("us", "hush"), "microsoft": ("", "")}
    cast.client_of(cast.bob, email="dana@example.com")
    dovecot.deliver(letter("Thanks!", at=AT - HOUR))
    dovecot.tokens.refresh["refresh-1"] = "bob@rivera.example"
    mailbox = _look(_connect(dovecot, cast.bob, auth="google", secret="refresh-1"))
    assert (mailbox.fault, Touch.objects.count()) == ("", 1)
    assert mailbox.access_until == AT + 55 * MINUTE
    dovecot.tokens.refresh.clear()
    _look(mailbox, AT + HOUR)
    assert mailbox.fault == "Google ended the sign-in (invalid_grant): sign in again."


@pytest.mark.parametrize("connected_before", [True, False])
def test_mail_that_came_back_at_once_is_read_with_what_it_is_about(
    cast: Cast, dovecot: Dovecot, connected_before: bool
) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com", at=AT - 20 * DAY)
    mailbox = _connect(dovecot, cast.bob)
    if connected_before:
        _look(mailbox, AT - DAY)
    dovecot.deliver(_bounce("roof1"))
    dovecot.deliver(
        letter("News of the roof.", at=AT - 2 * HOUR, sender=BOB, to=DANA, key="roof1"), "Gesendet"
    )
    _look(mailbox)
    dana.refresh_from_db()
    assert dana.last_heard_at is None
