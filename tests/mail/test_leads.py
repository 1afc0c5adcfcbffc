from datetime import UTC, datetime

import pytest

from beforehand.mail.leads import Lead, lead
from beforehand.mail.messages import read
from tests.mail.letters import letter, of_parts, part

AT = datetime(2026, 3, 3, 15, 15, tzinfo=UTC)
RELAY = "Casey Example <0abc123@convo.zillow.com>"
ZILLOW = {
    "from": RELAY,
    "subject": "Casey Example is requesting information about 100 W Sample St #2, Philadelphia, PA, 19121",
}
REALTOR = {
    "from": "realtor.com leads <leads@email.realtor.com>",
    "subject": "New realtor.com lead - Jordan Example",
}
LINES = """First Name: Jordan
Last Name: Example
Email Address: Jordan@Mail.example
Phone Number: 517-555-0123

Comment:
A private tour,
please.

Property Address:
15 Sample Dr
Grass Lake, MI 49240
"""


def test_zillow_passes_somebody_on_by_an_address_of_its_own():
    text = "New Contact\r\nCasey Example says: I would like\r\nto schedule a tour.\r\n\r\nPhone: (215) 555-0123\r\n"

    assert lead(read(letter(text, **ZILLOW))) == Lead(
        portal="Zillow",
        name="Casey Example",
        points=(("email", "0abc123@convo.zillow.com"), ("phone", "+12155550123")),
        property_address="100 W Sample St #2, Philadelphia, PA, 19121",
        words="I would like\nto schedule a tour.",
        at=AT,
    )


def test_a_number_on_a_line_of_its_own_is_the_phone():
    found = lead(read(letter("Casey Example says: Hi\r\n\r\n215-555-0123\r\n", **ZILLOW)))

    assert found.points[1:] == (("phone", "+12155550123"),)


def test_realtor_com_passes_somebody_on_in_labelled_lines():
    assert lead(read(letter(LINES, **REALTOR))) == Lead(
        portal="realtor.com",
        name="Jordan Example",
        points=(("email", "jordan@mail.example"), ("phone", "+15175550123")),
        property_address="15 Sample Dr, Grass Lake, MI 49240",
        words="A private tour,\nplease.",
        at=AT,
    )


def test_a_lead_may_come_as_a_written_page():
    row = "<tr><td><b>{}:</b></td><td>{}</td></tr>"
    page = (
        f"<table>{row.format('First Name', 'Jordan')}{row.format('Email Address', 'j@mail.example')}</table>"
    )
    found = lead(
        read(of_parts(part("text/html", page), kind="alternative", list_unsubscribe="<https://x>", **REALTOR))
    )

    assert (found.name, found.points) == ("Jordan", (("email", "j@mail.example"),))


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (ZILLOW | {"from": "Casey <casey@mail.example>"}, "Casey says: Hi"),
        (ZILLOW | {"from": "Casey <x@convo.zillow.com.evil.example>"}, "Casey says: Hi"),
        (ZILLOW | {"subject": "Re: tour"}, "Casey says: Hi"),
        (ZILLOW | {"subject": "Your weekly market report"}, "Casey says: Hi"),
        (REALTOR | {"from": "leads@notrealtor.com"}, LINES),
        (REALTOR | {"subject": "Your realtor.com invoice"}, LINES),
        (REALTOR, "Somebody looked at your page."),
    ],
)
def test_nobody_is_invented(fields, text):
    assert lead(read(letter(text, **fields))) is None
