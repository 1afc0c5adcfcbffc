"""Promises: open ones in order, kept, moved, withdrawn with a reason."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from beforehand.actions.promises import make_promise
from beforehand.records.models import Promise
from tests.cast import AT, Cast


@pytest.fixture
def promise(cast: Cast) -> Promise:
    client = cast.client_of(cast.bob, "Dana Ortega")
    due_at = AT + timedelta(hours=5)
    return make_promise(
        client_id=client.pk, text="a copy", due_at=due_at, by=cast.bob, at=AT - timedelta(days=1)
    )


def test_the_page_lists_what_is_owed(promise: Promise, bob: Browser, charlie: Browser) -> None:
    page = bob.get("/promises/").content.decode()
    assert "a copy" in page
    assert "today, 2 pm" in page
    assert "a copy" not in charlie.get("/promises/").content.decode()


def test_done_keeps_it_and_the_clock_goes(promise: Promise, bob: Browser) -> None:
    assert bob.post(f"/promises/{promise.pk}/keeping").status_code == 302
    promise.refresh_from_db()
    assert promise.kept_at == AT
    assert [clock["kind"] for clock in promise.client.clocks] == ["speak"]
    assert "kept in time" in bob.get("/promises/").content.decode()


def test_a_promise_kept_twice_says_that_it_is_settled(promise: Promise, bob: Browser) -> None:
    bob.post(f"/promises/{promise.pk}/keeping")
    answer = bob.post(f"/promises/{promise.pk}/keeping")
    assert answer.status_code == 422
    assert "That promise is settled already." in answer.content.decode()


def test_another_time_withdraws_the_old_promise_and_links_the_new(promise: Promise, bob: Browser) -> None:
    bob.post(f"/promises/{promise.pk}", {"due_at": "2026-11-26T12:00"})
    new = Promise.objects.exclude(pk=promise.pk).get()
    promise.refresh_from_db()
    assert (promise.withdrawn_at, new.replaces, new.text) == (AT, promise, "a copy")


def test_a_withdrawal_needs_its_reason(promise: Promise, bob: Browser) -> None:
    answer = bob.post(f"/promises/{promise.pk}", {"withdraw": "1"})
    assert answer.status_code == 422
    assert "Say why the promise is withdrawn" in answer.content.decode()
    bob.post(f"/promises/{promise.pk}", {"withdraw": "1", "reason": "they have it"})
    promise.refresh_from_db()
    assert (promise.withdrawn_at, promise.withdrawn_reason) == (AT, "they have it")
