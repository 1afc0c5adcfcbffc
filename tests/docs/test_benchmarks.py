"""What docs/benchmarks.md promises and can be counted exactly: statements and bytes, with session and user."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from benchmarks.inside import statements

if TYPE_CHECKING:  # pytest loads this file before Django knows its settings
    from django.test import Client as Browser

    from beforehand.records.models import Client, Member
    from tests.cast import Cast

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    from tests.cast import AT, Cast

    with time_machine.travel(AT, tick=False):
        yield Cast()


def sit(member: Member) -> Browser:
    from django.test import Client as Browser

    browser = Browser()
    browser.force_login(member.user)
    return browser


def busy_client(cast: Cast) -> Client:
    """Bob's, with an open question, a promise, an agreed next call and a cadence of her own."""
    from beforehand.actions import cadences, next_calls, promises
    from beforehand.actions.touches import Deed, log_touch
    from tests.cast import AT, OPENED

    client = cast.client_of(cast.bob, at=OPENED, phone="(512) 555-0142", email="dana@ortega.example")
    asked = Deed(
        "text", "received", AT - timedelta(minutes=30), direction="in", asks="question", words="Any news?"
    )
    log_touch(client_id=client.pk, deed=asked, by=cast.bob, at=AT - timedelta(minutes=30), source="test")
    its = {"client_id": client.pk, "by": cast.bob, "at": AT - timedelta(minutes=20)}
    promises.make_promise(text="the offer’s figures", due_at=AT + timedelta(days=4), **its)
    next_calls.plan_next_call(call_at=AT - timedelta(minutes=10), is_agreed=True, **its)
    cadences.set_client_cadence(speak_every=timedelta(days=3), hear_every=None, reason="First home", **its)
    return client


def test_today_with_sixty_clients_all_to_be_called_takes_eight_statements_and_sixty_kilobytes_at_most(
    cast: Cast,
) -> None:
    from beforehand.actions.drafts import Draft, PointDraft, write
    from tests.cast import OPENED

    phones = [f"+1512555{n:04}" for n in range(60)]
    drafts = [
        Draft(
            f"Dana Ortega-Lindqvist {phone[-2:]}",
            "active",
            points=(PointDraft("phone", phone, phone),),
            side="buyer",
            stage="searching",
        )
        for phone in phones
    ]
    write(drafts, office=cast.bob.office, agent=cast.bob, by=cast.bob, at=OPENED)
    browser = sit(cast.bob)

    with statements() as seen:
        page = browser.get("/")

    assert "60 calls, about 600 minutes." in page.content.decode()
    assert page.content.decode().count('href="tel:') == 60
    assert len(seen) <= 8, seen
    assert len(page.content) <= 60_000


def test_the_page_of_a_paused_client_of_whom_everything_is_kept_takes_ten_statements_at_most(
    cast: Cast,
) -> None:
    from beforehand.actions.clients import pause_client
    from tests.cast import AT

    client = busy_client(cast)
    pause_client(client_id=client.pk, until_at=None, reason="On a journey", by=cast.bob, at=AT)
    browser = sit(cast.bob)

    with statements() as seen:
        page = browser.get(f"/clients/{client.pk}/").content.decode()

    for said in ("Any news?", "the offer’s figures", "Agreed call", "First home", "On a journey"):
        assert said in page
    assert len(seen) <= 10, seen


def test_one_tap_that_answers_a_question_and_keeps_an_agreed_call_takes_eight_statements_at_most(
    cast: Cast,
) -> None:
    from beforehand.records.models import NextCall, Request
    from tests.cast import AT

    client = busy_client(cast)
    browser = sit(cast.bob)

    with statements() as seen:
        answer = browser.post(f"/clients/{client.pk}/log/", {"outcome": "spoke", "tap": "1"}, headers=HTMX)

    assert answer.status_code == 200
    assert len(seen) <= 8, seen
    client.refresh_from_db()
    assert client.last_spoke_at == AT
    assert client.standing == "in_hand"
    assert Request.objects.get(client=client).answered_at == AT
    assert NextCall.objects.get(client=client).kept_at == AT


def test_a_mail_that_asks_takes_eight_statements_at_most_and_one_from_nobody_known_five(cast: Cast) -> None:
    from beforehand.intake.mail import bring, house_of
    from beforehand.records.models import Request
    from tests.cast import AT
    from tests.letters import letter

    client = cast.client_of(cast.bob, email="dana@example.com")
    office = {"member": cast.bob, "house": house_of(cast.bob), "at": AT}
    bring(letter("Thank you, that helps.", at=AT - timedelta(hours=3)), **office)

    with statements() as of_client:
        bring(letter("Hi Bob, any news from the lender?", at=AT - timedelta(hours=1)), **office)
    with statements() as of_nobody:
        bring(letter("Hello there.", at=AT - timedelta(hours=1), sender="eve@else.example"), **office)

    assert Request.objects.get(client=client).words == "Hi Bob, any news from the lender?"
    assert len(of_client) <= 8, of_client
    assert len(of_nobody) <= 5, of_nobody
