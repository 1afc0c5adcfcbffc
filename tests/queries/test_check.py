"""The comparison of what is stored with what the facts say."""

from datetime import timedelta

import pytest

from beforehand.actions.clients import end_client, pause_client
from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.touches import Deed, log_touch
from beforehand.queries import check as checking
from beforehand.queries.check import Difference, check, newest_deed_at
from beforehand.records.models import Client, NextCall, Request
from tests.cast import AT, OPENED

HOUR = timedelta(hours=1)


@pytest.fixture
def dana(cast):
    return cast.client_of(cast.bob)


def log(client, by, **given):
    deed = Deed(**{"channel": "call", "outcome": "spoke", "happened_at": AT} | given)
    return log_touch(client_id=client.pk, deed=deed, by=by, at=AT, source="test").touch_id


def set_stored(client, **values):
    Client.objects.filter(pk=client.pk).update(**values)


def test_a_clock_that_is_stored_wrong_is_named_by_what_it_is_about(cast, dana):
    log(dana, cast.bob)
    dana.refresh_from_db()
    (clock,) = dana.clocks
    set_stored(dana, clocks=[clock | {"late_at": AT.isoformat()}])
    late_at = AT + timedelta(days=7)
    assert check(cast.bob.office, now=AT).differences == [Difference(dana.pk, "speak late_at", AT, late_at)]


def test_a_clock_that_nothing_starts_and_one_that_is_missing_are_told(cast, dana):
    dana.refresh_from_db()
    (clock,) = dana.clocks
    set_stored(dana, clocks=[clock | {"kind": "answer", "ref": "7"}])
    fields = {each.field for each in check(cast.bob.office, now=AT).differences}
    assert fields == {
        "standing", "reason", "answer 7 due_at", "answer 7 late_at", "speak due_at", "speak late_at",
    }  # fmt: skip


def test_a_standing_that_only_time_changed_is_no_difference(cast, dana):
    set_stored(dana, standing="late")  # the column is a proposal; lists read the clocks
    assert check(cast.bob.office, now=AT).differences == []


def test_requests_and_next_calls_are_compared(cast, dana):
    log(
        dana,
        cast.bob,
        channel="text",
        outcome="received",
        direction="in",
        asks="update",
        happened_at=AT - HOUR,
    )
    call = plan_next_call(client_id=dana.pk, call_at=AT + HOUR, is_agreed=False, by=cast.bob, at=AT)
    request = Request.objects.get()
    Request.objects.update(acknowledged_at=AT, voided_at=AT)
    NextCall.objects.update(kept_at=AT)
    assert check(cast.bob.office, now=AT).differences == [
        Difference(dana.pk, f"request {request.pk} acknowledged_at", AT, None),
        Difference(dana.pk, f"request {request.pk} voided", True, False),
        Difference(dana.pk, f"next call {call.pk} kept_at", AT, None),
    ]


def test_who_has_left_our_care_must_have_no_standing(cast, dana):
    end_client(client_id=dana.pk, reason="lost", words="", by=cast.bob, at=AT)
    assert check(cast.bob.office, now=AT).clients == 0
    set_stored(dana, standing="due")
    found = check(cast.bob.office, now=AT)
    assert (found.clients, found.accounted) == (0, 0)
    assert found.differences == [Difference(dana.pk, "standing", "due", "")]


def test_who_is_paused_is_accounted_for_without_a_clock(cast, dana):
    pause_client(client_id=dana.pk, until_at=None, reason="travels", by=cast.bob, at=AT)
    found = check(cast.bob.office, now=AT)
    assert (found.clients, found.accounted, found.differences) == (1, 1, [])


def test_a_large_office_is_read_some_clients_at_a_time(cast, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(checking, "_AT_ONCE", 2)
    for n in range(5):
        cast.client_of(cast.bob, f"Client {n}")
    with django_assert_num_queries(4 + 3):  # ids until there are none, and the facts of each part
        found = check(cast.bob.office, now=AT)
    assert (found.clients, found.accounted, found.differences) == (5, 5, [])


def test_only_that_office_is_read(cast, dana):
    set_stored(dana, due_at=None)
    assert check(cast.charlie.office, now=AT).clients == 0


def test_the_newest_deed_is_the_offices_own(cast, dana):
    assert newest_deed_at(cast.bob.office) == AT
    assert newest_deed_at(cast.charlie.office) == OPENED
