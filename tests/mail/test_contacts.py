from datetime import UTC, datetime

import pytest

from beforehand.mail.contacts import captured, summary_of
from beforehand.mail.messages import read
from beforehand.rules.captures import Captured, Unreadable
from tests.mail.letters import ALICE, BOB, DANA, letter

OURS = ("alice@rivera.example", "info@rivera.example")
OFFICE = ("bob@rivera.example", "tia@rivera.example")
AT = datetime(2026, 3, 3, 15, 15, tzinfo=UTC)


def contacts(**fields: str) -> tuple[Captured, ...]:
    return captured(read(letter("When?\r\n", **fields)), ours=OURS, colleagues=OFFICE)


def test_what_a_client_writes_is_received():
    message = read(letter("When?\r\n", subject="Re: FW: The inspection"))

    assert captured(message, ours=OURS, colleagues=OFFICE) == (
        Captured(
            source="email",
            external_id=message.external_id,
            at=AT,
            direction="in",
            channel="email",
            outcome="received",
            points=(("email", "dana@mail.example"),),
            name="Dana Hill",
            ours="alice@rivera.example",
            summary="The inspection",
            text="When?",
        ),
    )


def test_what_we_write_is_sent_to_all_outsiders_in_one():
    (sent,) = contacts(
        **{"from": ALICE, "to": f"{DANA}, tia@rivera.example", "cc": "lou@mail.example, dana@mail.example"}
    )

    assert (sent.direction, sent.outcome, sent.ours) == ("out", "sent", "alice@rivera.example")
    assert sent.points == (("email", "dana@mail.example"), ("email", "lou@mail.example"))
    assert sent.name == "Dana Hill"
    assert not sent.automated


def test_what_a_colleague_writes_to_a_client_is_sent_by_them():
    (sent,) = contacts(**{"from": BOB, "to": DANA, "cc": ALICE})

    assert (sent.direction, sent.ours, sent.points) == (
        "out",
        "bob@rivera.example",
        (("email", "dana@mail.example"),),
    )


def test_blind_copies_count():
    (sent,) = contacts(**{"from": ALICE, "to": "undisclosed-recipients:;", "bcc": DANA})

    assert sent.points == (("email", "dana@mail.example"),)


@pytest.mark.parametrize(
    "fields",
    [
        {"from": BOB, "to": ALICE},
        {"from": ALICE, "to": ALICE},
        {"from": ALICE, "to": "no-reply@bank.example"},
        {"list_unsubscribe": "<https://news.example/u>"},
        {"list_post": "<mailto:talk@lists.example>"},
        {"auto_submitted": "auto-replied"},
        {"from": "MAILER-DAEMON@mx.example", "return_path": "<>"},
        {"from": "", "return_path": ""},
        {"x_unsent": "1"},
        {"from": ALICE, "to": DANA, "x_gmail_labels": "Drafts"},
    ],
)
def test_nobody_spoke_with_a_client_in(fields):
    assert contacts(**fields) == ()


def test_our_own_absence_notice_is_automated():
    (sent,) = contacts(**{"from": ALICE, "to": DANA, "auto_submitted": "auto-replied", "precedence": "bulk"})

    assert (sent.direction, sent.automated) == ("out", True)


@pytest.mark.parametrize("sender", ["no-reply@forms.example", "info@rivera.example", "webform@site.example"])
def test_a_form_on_a_page_is_from_who_filled_it_in(sender):
    (received,) = contacts(**{"from": sender, "to": ALICE, "reply_to": DANA})

    assert (received.direction, received.points) == ("in", (("email", "dana@mail.example"),))


def test_another_address_for_answers_does_not_change_who_wrote():
    (received,) = contacts(reply_to="Dana at work <dana@work.example>")

    assert received.points == (("email", "dana@mail.example"),)


def test_a_group_that_is_our_shared_mailbox_passes_on_what_clients_write():
    (received,) = contacts(
        to="info@rivera.example", list_post="<mailto:info@rivera.example>", precedence="list"
    )

    assert received.points == (("email", "dana@mail.example"),)


def test_mail_that_came_by_another_address_names_none_of_ours():
    assert contacts(to="old@other.example")[0].ours == ""


def test_the_one_who_fetched_it_may_know_when_it_came():
    message = read(letter(date=""))

    assert captured(message, ours=OURS, received_at=AT)[0].at == AT
    with pytest.raises(Unreadable, match="neither a Date nor a Received line that can be read"):
        captured(message, ours=OURS)


@pytest.mark.parametrize(
    ("subject", "summary"),
    [
        ("Re: Fwd: RE: The roof", "The roof"),
        ("AW: WG: Das Dach", "Das Dach"),
        ("Re[2]: The roof", "The roof"),
        ("回复：房子", "房子"),
        ("Return: the key", "Return: the key"),
        ("", ""),
        ("Re:", ""),
        ("x" * 300, "x" * 200),
    ],
)
def test_the_summary_is_the_subject_without_its_prefixes(subject, summary):
    assert summary_of(subject) == summary
