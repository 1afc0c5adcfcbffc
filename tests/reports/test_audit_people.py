"""Whose a contact is: the client list’s, else everybody’s with whom there was an exchange."""

from datetime import timedelta

import pytest

from beforehand.reports.audit.gathering import Gathering, Listed
from beforehand.reports.audit.people import Person
from beforehand.rules.captures import Captured, Point
from tests.reports.contacts import DANA, DAY, MAYA, NOW, TOM, contact, gathered, listen, utc

WORK: Point = ("email", "d.ortega@firm.example")
CHAT: Point = ("handle", "whatsapp:tom becker")


def exchange(*points: Point, name: str = "", days: int = 2) -> list[Captured]:
    """Two contacts each way, on so many days."""
    return [
        contact(utc("2026-03-02T15:00") + timedelta(days=n % days, hours=n), kind, *points, name=name)
        for n, kind in enumerate(
            ("out email sent", "in email received", "out email sent", "in email received")
        )
    ]


def found(gathering: Gathering) -> dict[str, int]:
    """The clients by name with the number of their contacts."""
    return {person.name: person.count() for person in gathering.clients()[0]}


def test_without_a_list_a_client_is_somebody_with_whom_there_was_an_exchange_on_two_days() -> None:
    assert found(gathered(*exchange(DANA, name="Dana Ortega"))) == {"Dana Ortega": 4}
    assert found(gathered(*exchange(DANA, days=1))) == {}
    assert found(gathered(*exchange(DANA)[:2])) == {"dana@ortega.example": 2}
    assert found(gathered(*exchange(DANA)[::2])) == {}  # they never answered
    assert found(gathered(*exchange(DANA)[1::2])) == {}  # nor did we


def test_a_talk_counts_for_both() -> None:
    talks = [contact(f"2026-03-0{day}T15:00", "out call spoke", TOM) for day in (2, 3)]
    assert found(gathered(*talks)) == {"+15125550177": 2}


def test_the_same_mail_from_two_archives_counts_once() -> None:
    once = [contact("2026-03-02T15:00"), contact("2026-03-03T15:00", "in email received")]
    assert found(gathered(*once, *once)) == {"Dana Ortega": 2}


def test_contacts_with_others_are_counted_as_unmatched_once_each() -> None:
    one_off = contact("2026-03-02T15:00", "in email received", ("email", "plumber@pipes.example"))
    assert gathered(*exchange(DANA), one_off, one_off).clients()[1] == 1


def test_our_own_house_is_no_client_but_a_mail_service_makes_no_house() -> None:
    jon = exchange(("email", "jon@lindqvist.example"))
    assert found(gathered(*jon)) == {}
    gathering = Gathering(ours=[("email", "maya@gmail.com")], listen=listen, until=NOW)
    for each in exchange(("email", "jon@gmail.com"), name="Jon Li"):
        gathering.take(each)
    assert found(gathering) == {"Jon Li": 4}


def test_automatic_contacts_are_counted_and_let_go() -> None:
    gathering = gathered(contact("2026-03-02T15:00", "in email received", automated=True))
    assert (gathering.automated, gathering.clients()) == (1, ([], 0))


def test_what_is_dated_in_the_future_is_counted_and_let_go() -> None:
    gathering = gathered(contact(NOW + DAY), contact(NOW))
    assert (gathering.misdated, gathering.last) == (1, NOW)


def test_two_addresses_with_one_whole_name_and_a_word_of_it_each_are_one_person() -> None:
    both = [*exchange(DANA, name="Dana Ortega"), *exchange(WORK, name="Ortega, Dana")]
    assert found(gathered(*both)) == {"Dana Ortega": 8}


@pytest.mark.parametrize(
    ("point", "name"),
    [
        (("email", "office@firm.example"), "Dana Ortega"),  # the address has no word of the name
        (("email", "dana@other.example"), "Dana"),  # no whole name
        (("phone", "+15125550142"), "Dana Ortega"),  # only a list knows that a number is hers
    ],
)
def test_what_does_not_make_one_person(point: Point, name: str) -> None:
    gathering = gathered(*exchange(DANA, name="Dana Ortega"), *exchange(point, name=name))
    assert [person.count() for person in gathering.clients()[0]] == [4, 4]


def test_a_list_joins_phone_and_address_and_leaves_out_everybody_else() -> None:
    listed = [Listed("Dana & Luis Ortega", (DANA, TOM))]
    gathering = gathered(*exchange(DANA, name="dana"), *exchange(TOM), *exchange(WORK), listed=listed)
    assert found(gathering) == {"Dana & Luis Ortega": 8}
    assert gathering.clients()[1] == 4


def test_a_client_on_two_lists_is_one() -> None:
    listed = [Listed("Dana Ortega", (DANA,)), Listed("D. Ortega", (DANA, WORK))]
    gathering = gathered(*exchange(DANA), *exchange(WORK), listed=listed)
    assert found(gathering) == {"Dana Ortega": 8}


def test_a_chat_that_knows_a_name_is_the_listed_clients_if_one_alone_bears_it() -> None:
    listed = [Listed("Tom Becker", (TOM,)), Listed("Dana Ortega", (DANA,))]
    chat = exchange(CHAT, name="tom becker")
    assert found(gathered(*chat, listed=listed)) == {"Tom Becker": 4}
    twins = [*listed, Listed("Tom Becker", (WORK,))]
    assert found(gathered(*chat, listed=twins)) == {}
    assert gathered(*chat, listed=twins).clients()[1] == 4


def test_a_mail_to_several_is_a_contact_with_each() -> None:
    listed = [Listed("Dana Ortega", (DANA,)), Listed("Tom Becker", (WORK,))]
    gathering = gathered(contact("2026-03-02T15:00", "out email sent", DANA, MAYA, WORK), listed=listed)
    assert found(gathering) == {"Dana Ortega": 1, "Tom Becker": 1}


def test_a_person_keeps_what_a_contact_was_and_no_text() -> None:
    person = Person(DANA)
    asked = contact("2026-03-02T15:00:07", "in chat received", text="Any news?\n" + "x" * 5000)
    person.add(asked, listen(asked))
    (touch,) = person.touches()
    assert (touch.at, touch.direction, touch.channel, touch.outcome, touch.asks) == (
        utc("2026-03-02T15:00:07"), "in", "chat", "received", "update",
    )  # fmt: skip
    assert [len(sentence) for sentence in person.news.values()] == [200]
