"""Next calls: planned, moved, kept, missed."""

from datetime import timedelta

import pytest

from beforehand.actions.clients import pause_client
from beforehand.actions.next_calls import plan_next_call, withdraw_next_call
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch, void_touch
from beforehand.queries.access import NotFound
from beforehand.records.models import AuditEntry, NextCall
from tests.cast import AT

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def log(client, by, at, **given):
    deed = Deed(**{"channel": "call", "outcome": "spoke", "happened_at": at} | given)
    return log_touch(client_id=client.pk, deed=deed, by=by, at=at, source="test").touch_id


@pytest.fixture
def dana(cast):
    found = cast.client_of(cast.bob, at=AT - DAY)
    log(found, cast.bob, AT)
    return found


def plan(client, by, call_at=AT + 2 * DAY + HOUR, *, at=AT, is_agreed=True):
    return plan_next_call(client_id=client.pk, call_at=call_at, is_agreed=is_agreed, by=by, at=at)


def clock(client):
    client.refresh_from_db()
    return next((each for each in client.clocks if each["kind"] == "promise"), None)


def test_an_agreed_call_is_the_agents_and_is_owed(cast, dana):
    call = plan(dana, cast.tia)
    assert (call.member, call.recorded_by, call.made_at, call.at) == (
        cast.bob,
        cast.tia,
        AT,
        AT + 2 * DAY + HOUR,
    )
    assert clock(dana)["ref"] == f"call-{call.pk}"


def test_a_call_that_we_only_plan_is_owed_to_nobody(cast, dana):
    plan(dana, cast.bob, is_agreed=False)
    assert clock(dana) is None


def test_a_new_plan_moves_the_old(cast, dana):
    first, second = plan(dana, cast.bob), plan(dana, cast.bob, AT + DAY + HOUR, at=AT + HOUR)
    first.refresh_from_db()
    assert (first.moved_at, second.moved_at) == (AT + HOUR, None)
    assert clock(dana)["ref"] == f"call-{second.pk}"
    verbs = AuditEntry.objects.filter(verb__startswith="next_call.").order_by("pk")
    assert [entry.verb for entry in verbs] == ["next_call.planned", "next_call.moved"]


def test_a_talk_keeps_it(cast, dana):
    call = plan(dana, cast.bob)
    log(dana, cast.bob, call.at + 5 * MINUTE)
    call.refresh_from_db()
    assert call.kept_at == call.at + 5 * MINUTE
    assert clock(dana) is None


def test_a_try_at_its_time_keeps_it_and_one_long_before_does_not(cast, dana):
    call = plan(dana, cast.bob)
    log(dana, cast.bob, call.at - 31 * MINUTE, outcome="no_answer")
    call.refresh_from_db()
    assert call.kept_at is None
    log(dana, cast.bob, call.at + 10 * MINUTE, outcome="no_answer")
    call.refresh_from_db()
    assert call.kept_at == call.at + 10 * MINUTE


def test_the_talk_before_the_plan_does_not_keep_it(cast, dana):
    call = plan(dana, cast.bob, at=AT + MINUTE)
    assert call.kept_at is None
    assert clock(dana) is not None


def test_voiding_the_call_that_kept_it_opens_it_again(cast, dana):
    call = plan(dana, cast.bob)
    touch = log(dana, cast.bob, call.at)
    void_touch(touch_id=touch, by=cast.bob, at=call.at + MINUTE)
    call.refresh_from_db()
    assert call.kept_at is None


def test_a_missed_call_makes_the_client_late(cast, dana):
    call = plan(dana, cast.bob)
    log(dana, cast.bob, call.at + HOUR, channel="text", outcome="sent")
    dana.refresh_from_db()
    assert (dana.standing, dana.reason) == ("late", "promise")


def test_a_withdrawn_call_is_owed_no_more(cast, dana):
    call = plan(dana, cast.bob)
    withdraw_next_call(next_call_id=call.pk, by=cast.bob, at=AT + HOUR)
    call.refresh_from_db()
    assert call.withdrawn_at == AT + HOUR
    assert clock(dana) is None


@pytest.mark.parametrize("call_at", [AT, AT - HOUR])
def test_it_needs_a_time_to_come(cast, dana, call_at):
    with pytest.raises(Refusal, match="The next call needs a time still to come"):
        plan(dana, cast.bob, call_at)


def test_it_is_never_later_than_the_client_is_owed_a_call(cast, dana):
    latest = AT + 7 * DAY
    with pytest.raises(Refusal, match="later than this client is owed a call; agree an earlier time"):
        plan(dana, cast.bob, latest + MINUTE)
    assert not NextCall.objects.exists()
    assert plan(dana, cast.bob, latest).at == latest


def test_for_who_is_late_already_any_time_is_better_than_none(cast, dana):
    now = AT + 9 * DAY
    assert plan(dana, cast.bob, now + DAY, at=now).at == now + DAY


def test_for_who_is_paused_the_time_is_free(cast, dana):
    pause_client(client_id=dana.pk, until_at=None, reason="travels", by=cast.bob, at=AT)
    assert plan(dana, cast.bob, AT + 60 * DAY).at == AT + 60 * DAY


@pytest.mark.parametrize("who", ["lea", "max", "charlie"])
def test_who_may_not_see_the_client_plans_and_withdraws_nothing(cast, dana, who):
    call, member = plan(dana, cast.bob), getattr(cast, who)
    with pytest.raises(NotFound):
        plan(dana, member)
    with pytest.raises(NotFound):
        withdraw_next_call(next_call_id=call.pk, by=member, at=AT)
    call.refresh_from_db()
    assert (call.withdrawn_at, call.moved_at) == (None, None)
