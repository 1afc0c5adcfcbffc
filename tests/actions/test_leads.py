"""A portal's lead is one client, however often its mail is read."""

from dataclasses import replace

from beforehand.actions.leads import take_lead
from beforehand.records.models import Client, ContactPoint, Touch
from beforehand.rules.captures import Captured
from tests.actions.captures.test_recording import MAIL
from tests.cast import AT, Cast


def _take(cast: Cast, captured: Captured = MAIL) -> None:
    take_lead(
        name="Dana Ortega",
        portal="Zillow",
        address="1 Elm St",
        captured=captured,
        words="Is it still for sale?",
        by=cast.bob,
        at=AT,
    )


def test_a_second_lead_of_the_same_person_is_a_further_contact_of_the_same_client(cast: Cast) -> None:
    _take(cast)
    _take(cast, replace(MAIL, external_id="m2"))
    assert (Client.objects.get().name, Touch.objects.count()) == ("Dana Ortega", 2)


def test_a_lead_read_again_makes_nobody_new_though_its_address_was_mended_since(cast: Cast) -> None:
    _take(cast)
    ContactPoint.objects.update(value="dana@home.example")
    _take(cast)
    assert (Client.objects.count(), Touch.objects.count()) == (1, 1)
