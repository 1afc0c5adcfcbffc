"""Today: the order of the day, its reasons, its first line, and what it costs."""

import re
from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.test import Client as Browser

from beforehand.actions.clients import pause_client
from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.promises import make_promise
from beforehand.actions.touches import Deed, log_touch
from beforehand.records.models import Client, Member
from beforehand.web.today import views
from tests.cast import AT, Cast

DAY = timedelta(days=1)


def spoke(client: Client, by: Member, days_ago: float) -> None:
    at = AT - days_ago * DAY
    log_touch(client_id=client.pk, deed=Deed("call", "spoke", at), by=by, at=AT, source="tap")


def texted(client: Client, by: Member, asks: str, words: str) -> None:
    deed = Deed("text", "received", AT - timedelta(minutes=40), direction="in", asks=asks, words=words)
    log_touch(client_id=client.pk, deed=deed, by=by, at=AT, source="tap")


def names(page: str) -> list[str]:
    return re.findall(r"data-beside>([^<]+)</a>", page)


def reasons(page: str) -> list[str]:
    return [text.strip() for text in re.findall(r"</h3>\s*<p>(.*?)</p>", page, re.DOTALL)]


def test_who_complained_or_asked_comes_first_then_a_late_promise_then_the_late_then_the_due(
    cast: Cast, bob: Browser
) -> None:
    long_ago = AT - 20 * DAY
    due = cast.client_of(cast.bob, "Priya Raman", at=long_ago)
    late = cast.client_of(cast.bob, "Sam Whitfield", at=long_ago)
    broken = cast.client_of(cast.bob, "Tom Becker", at=long_ago)
    asked = cast.client_of(cast.bob, "Dana Ortega", at=long_ago)
    wronged = cast.client_of(cast.bob, "Grace Holm", at=long_ago)
    calm = cast.client_of(cast.bob, "Ines Park", at=long_ago)
    spoke(due, cast.bob, 6.8)
    spoke(late, cast.bob, 9)
    for client in (broken, asked, wronged, calm):
        spoke(client, cast.bob, 1)
    make_promise(
        client_id=broken.pk,
        text="the lender’s answer",
        due_at=AT - timedelta(hours=2),
        by=cast.bob,
        at=AT - 3 * DAY,
    )
    texted(asked, cast.bob, "update", "any word on the appraisal?")
    texted(wronged, cast.bob, "complaint", "nobody tells us anything")
    page = bob.get("/").content.decode()
    assert names(page) == [
        "Grace Holm",
        "Dana Ortega",
        "Tom Becker",
        "Sam Whitfield",
        "Priya Raman",
        "Ines Park",
    ]
    assert "5 calls, about 50 minutes. Make these and nobody has to ask." in page
    assert reasons(page) == [
        "“nobody tells us anything.” Text, 40 min ago. Only a call puts it right.",
        "“any word on the appraisal?” Text, 40 min ago. Answer by 1 pm.",
        "You promised by today, 7 am: the lender’s answer. Say so before they notice.",
        "9 days since you spoke. The call was owed by Sun 22 Nov, 9 am.",
        "6 days since you spoke. Call by today, 1:48 pm.",
        ANY,
    ]
    assert "1 client, the next one is due Saturday" in page


def test_a_clock_that_runs_out_before_the_office_opens_is_pulled_into_the_day_before(
    cast: Cast, bob: Browser
) -> None:
    client = cast.client_of(cast.bob, at=AT - 20 * DAY)
    at = AT + DAY - 7 * DAY - timedelta(hours=1)  # late tomorrow at 8, before Bob is there
    log_touch(client_id=client.pk, deed=Deed("call", "spoke", at), by=cast.bob, at=AT, source="tap")
    assert reasons(bob.get("/").content.decode()) == ["6 days since you spoke. Call by today, 6 pm."]


def test_past_clients_stand_apart_and_paused_ones_are_counted(cast: Cast, bob: Browser) -> None:
    cast.client_of(cast.bob, "Old Friends", stage="past", at=AT - 40 * DAY)
    paused = cast.client_of(cast.bob, "Ines Park", at=AT - 2 * DAY)
    pause_client(client_id=paused.pk, until_at=None, reason="travelling", by=cast.bob, at=AT - DAY)
    page = bob.get("/").content.decode()
    assert names(page.partition("Past clients")[2]) == ["Old Friends"]
    assert "1 call, about 10 minutes." in page
    assert "1 paused" in page
    later = AT + 5 * DAY
    make_promise(client_id=paused.pk, text="the keys", due_at=later, by=cast.bob, at=AT)
    assert "1 paused" in bob.get("/").content.decode()  # a promise to come makes no call of today


def test_an_agreed_call_stands_in_the_day_and_a_planned_one_with_those_in_hand(
    cast: Cast, bob: Browser
) -> None:
    agreed = cast.client_of(cast.bob, "Dana Ortega", at=AT - 2 * DAY)
    planned = cast.client_of(cast.bob, "Sam Whitfield", at=AT - 2 * DAY)
    for client, is_agreed in ((agreed, True), (planned, False)):
        spoke(client, cast.bob, 1)
        call_at = AT + timedelta(hours=6)
        plan_next_call(client_id=client.pk, call_at=call_at, is_agreed=is_agreed, by=cast.bob, at=AT)
    page = bob.get("/").content.decode()
    assert reasons(page)[0] == "You agreed to call today at 3 pm."
    assert reasons(page)[1].startswith("You planned to call at 3 pm.")
    assert "1 call, about 10 minutes." in page


def test_an_empty_day_says_how_to_begin(cast: Cast, bob: Browser) -> None:
    page = bob.get("/").content.decode()
    assert "No clients yet." in page
    assert names(page) == []


def test_agents_see_their_own_leads_their_team_assistants_their_agents_brokers_all(
    cast: Cast, alice: Browser, bob: Browser, tia: Browser, lea: Browser, charlie: Browser
) -> None:
    cast.client_of(cast.bob, "Dana Ortega", at=AT - 9 * DAY)
    cast.client_of(cast.max, "Sam Whitfield", at=AT - 9 * DAY)
    bobs, maxs = f"/?agent={cast.bob.pk}", f"/?agent={cast.max.pk}"
    assert names(alice.get(bobs).content.decode()) == ["Dana Ortega"]
    assert names(tia.get("/").content.decode()) == ["Dana Ortega"]
    assert names(lea.get(maxs).content.decode()) == ["Sam Whitfield"]
    assert [bob.get(maxs).status_code, lea.get(bobs).status_code, tia.get(maxs).status_code] == [
        404,
        404,
        404,
    ]
    assert charlie.get(bobs).status_code == 404


def test_htmx_gets_the_list_alone(cast: Cast, bob: Browser) -> None:
    part = bob.get("/", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="today"')
    assert "<html" not in part


def test_a_short_call_of_the_log_asks_whether_they_were_reached(cast: Cast, bob: Browser) -> None:
    client = cast.client_of(cast.bob, at=AT - 9 * DAY)
    deed = Deed("call", "no_answer", AT - timedelta(hours=1), seconds=45, ask_if_reached=True)
    touch = log_touch(client_id=client.pk, deed=deed, by=cast.bob, at=AT, source="phone_log").touch_id
    assert "You called today, 8 am. Did you reach them?" in bob.get("/").content.decode()
    bob.post(f"/log/{touch}/reached", {"reached": "yes"})
    client.refresh_from_db()
    assert client.last_spoke_at == AT - timedelta(hours=1)
    assert "Did you reach them?" not in bob.get("/").content.decode()


def test_more_agents_than_a_list_can_hold_are_left_to_the_board(
    cast: Cast, alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.client_of(cast.bob)
    assert "Whose day" in alice.get("/").content.decode()
    monkeypatch.setattr(views, "_MOST_AGENTS", 4)  # there are five of Rivera Homes
    assert "Whose day" not in alice.get("/").content.decode()
    assert f"/?agent={cast.bob.pk}" in alice.get("/office/").content.decode()
