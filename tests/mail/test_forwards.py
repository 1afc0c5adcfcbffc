from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from beforehand.mail.headers import Address
from beforehand.mail.messages import read
from tests.mail.letters import ALICE, letter, of_parts, part

GMAIL = """For the log.

---------- Forwarded message ---------
From: Dana Hill <dana@mail.example>
Date: Mon, Mar 2, 2026 at 3:00 PM
Subject: The roof
To: <alice@rivera.example>
Cc: Lou Hill <lou@mail.example>


When will it be fixed?

> Soon.
"""
APPLE = """Begin forwarded message:

> From: Dana Hill <dana@mail.example>
> Subject: The roof
> Date: March 2, 2026 at 3:00:00 PM CST
> To: alice@rivera.example
>
> When will it be fixed?
> > Soon.
"""
OUTLOOK = """For the log.

________________________________
From: Dana Hill <dana@mail.example>
Sent: Monday, March 2, 2026 3:00 PM
To: Alice Rivera <alice@rivera.example>
Subject: The roof

When will it be fixed?
"""
OUTLOOK_BOLD = """*From:* Dana Hill [mailto:dana@mail.example]
*Sent:* Monday, March 2, 2026 3:00 PM
*To:* Alice Rivera
*Subject:* The roof

When will it be fixed?
"""
GERMAN = """-------- Weitergeleitete Nachricht --------
Betreff: \tDas Dach
Datum: \tMon, 2 Mar 2026 15:00:00 -0600
Von: \tDana Hill <dana@mail.example>
An: \tAlice Rivera <alice@rivera.example>


Wann wird es repariert?
"""
GERMAN_OUTLOOK = """-----Ursprüngliche Nachricht-----
Von: Dana Hill <dana@mail.example>
Gesendet: Montag, 2. März 2026 15:00
An: Alice Rivera <alice@rivera.example>
Betreff: Das Dach

Wann wird es repariert?
"""
SPANISH = """---------- Forwarded message ---------
De: Dana Hill <dana@mail.example>
Date: lun, 2 mar 2026 a las 15:00
Subject: El techo
To: <alice@rivera.example>

¿Cuándo?
"""
FRENCH = """Début du message réexpédié :

De: Dana Hill <dana@mail.example>
Objet: Le toit
Date: 2 mars 2026 à 15:00:00 UTC−6
À: alice@rivera.example

Quand ?
"""
SENT = {
    "from": ALICE,
    "to": "log@office.example",
    "subject": "Fwd: The roof",
    "date": "Tue, 3 Mar 2026 09:15:00 -0600",
}


@pytest.mark.parametrize(
    ("written", "subject", "text"),
    [
        (GMAIL, "The roof", "When will it be fixed?\n\n> Soon."),
        (APPLE, "The roof", "When will it be fixed?\n> Soon."),
        (OUTLOOK, "The roof", "When will it be fixed?"),
        (OUTLOOK_BOLD, "The roof", "When will it be fixed?"),
        (GERMAN, "Das Dach", "Wann wird es repariert?"),
        (GERMAN_OUTLOOK, "Das Dach", "Wann wird es repariert?"),
        (SPANISH, "El techo", "¿Cuándo?"),
        (FRENCH, "Le toit", "Quand ?"),
    ],
)
def test_a_message_written_into_another_is_found(written, subject, text):
    inside = read(letter(written, **SENT)).forwarded

    assert inside is not None
    assert inside.sender == Address("Dana Hill", "dana@mail.example")
    assert inside.at == datetime(2026, 3, 2, 21, 0, tzinfo=UTC)
    assert (inside.subject, inside.text) == (subject, text)
    assert inside.kind == "personal"


def test_those_it_went_to_are_found_too():
    inside = read(letter(GMAIL, **SENT)).forwarded

    assert inside.to == (Address("", "alice@rivera.example"),)
    assert inside.cc == (Address("Lou Hill", "lou@mail.example"),)


def test_its_clock_is_read_where_the_forwarder_is():
    raw = letter(GMAIL, **SENT | {"date": "Tue, 3 Mar 2026 15:15:00 +0000"})

    assert read(raw, zone=ZoneInfo("America/Denver")).forwarded.at == datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    assert read(raw).forwarded.at == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def test_the_same_forward_has_the_same_id_and_another_has_another():
    first, again = (
        read(letter(GMAIL, **SENT | {"message-id": f"<f{n}.12345@x.example>"})).forwarded for n in (1, 2)
    )

    assert first.external_id == again.external_id
    assert (
        first.external_id != read(letter(GMAIL.replace("2, 2026", "1, 2026"), **SENT)).forwarded.external_id
    )


def test_an_attached_message_is_the_one_that_is_passed_on():
    inner = letter("When will it be fixed?\r\n", message_id="<orig.1234@mail.example>", subject="The roof")
    raw = of_parts(part("text/plain", "See below."), part("message/rfc822", inner), **SENT)

    message = read(raw)
    assert message.text == "See below."
    assert message.forwarded.external_id == read(inner).external_id
    assert message.forwarded.text == "When will it be fixed?"


@pytest.mark.parametrize("subject", ["Re: The roof", "The roof", "From: here"])
@pytest.mark.parametrize("written", [OUTLOOK, OUTLOOK_BOLD, GERMAN_OUTLOOK])
def test_an_answer_above_what_it_answers_passes_nothing_on(subject, written):
    assert read(letter(written, **SENT | {"subject": subject})).forwarded is None


@pytest.mark.parametrize(
    "subject", ["Fwd: x", "FW: x", "Fw: x", "WG: x", "TR: x", "RV: x", "I: x", "Re: Fwd: x", "[Fwd: x]"]
)
def test_a_subject_says_that_something_is_passed_on(subject):
    assert read(letter(OUTLOOK, **SENT | {"subject": subject})).forwarded is not None


@pytest.mark.parametrize(
    "written",
    ["---------- Forwarded message ---------\nNothing here.", "From: nowhere\nbut this is prose", "", "From:\nDate:\n",
     "________________\nFrom: only a line\n"],
)  # fmt: skip
def test_a_divider_without_its_fields_passes_nothing_on(written):
    assert read(letter(written, **SENT)).forwarded is None


def test_a_forward_without_a_readable_date_has_none():
    assert (
        read(letter(GMAIL.replace("Mon, Mar 2, 2026 at 3:00 PM", "the other day"), **SENT)).forwarded.at
        is None
    )
