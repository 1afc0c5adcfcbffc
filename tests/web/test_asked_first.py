"""The office's figure of who had to ask, by name and day."""

from datetime import timedelta

from django.test import Client as Browser

from beforehand.actions.touches import Deed, log_touch
from beforehand.records.models import Client
from tests.cast import AT, OPENED, Cast

DAY = timedelta(days=1)


def ask(client: Client, at: object) -> None:
    deed = Deed("email", "received", at, direction="in", asks="update")
    log_touch(client_id=client.pk, deed=deed, by=client.agent, at=AT, source="email")


def test_the_board_names_who_had_to_ask_and_when(cast: Cast, alice: Browser, bob: Browser) -> None:
    dana, lan = (
        cast.client_of(agent, name, at=OPENED)
        for agent, name in ((cast.bob, "Dana Ortega"), (cast.max, "Lan Nguyen"))
    )
    cast.spoke(dana, at=AT - 9 * DAY)
    ask(dana, AT - 6 * DAY)
    ask(lan, AT - DAY)
    page = alice.get("/office/").content.decode()
    assert "<b>2 clients</b> had to ask for news in the last 30 days." in page
    assert f'href="/clients/{dana.pk}/">Dana Ortega</a>' in page
    assert "Wed 18 Nov, 3 days after our last word" in page
    assert "Yesterday, before any word of ours" in page
    assert page.index("Lan Nguyen</a>") < page.index("Dana Ortega</a>")
    own = bob.get("/office/").content.decode()
    assert "<b>1 client</b> had to ask" in own
    assert "Lan Nguyen" not in own


def test_a_list_of_many_ends_with_how_many_more(cast: Cast, bob: Browser) -> None:
    for number in range(22):
        ask(cast.client_of(cast.bob, f"Client {number}", at=OPENED), AT - DAY)
    page = bob.get("/office/").content.decode()
    assert "<b>22 clients</b> had to ask" in page
    assert page.count("before any word of ours") == 20
    assert "and 2 more before" in page


def test_an_office_in_which_nobody_had_to_ask_is_told_so_and_how_that_is_counted(
    cast: Cast, alice: Browser
) -> None:
    page = alice.get("/office/").content.decode()
    assert "Nobody had to ask for news in the last 30 days." in page
    assert "Several asks in one silence count once." in page
