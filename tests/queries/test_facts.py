"""All the facts of clients, in one statement."""

from datetime import UTC, date, datetime, timedelta

import pytest

from beforehand.actions.cadences import set_client_cadence, set_office_cadence
from beforehand.actions.clients import pause_client, set_client_hours
from beforehand.actions.deals import change_deal, open_deal
from beforehand.actions.members import set_hours, take_time_off, withdraw_time_off
from beforehand.actions.next_calls import plan_next_call, withdraw_next_call
from beforehand.actions.offices import close_day
from beforehand.actions.promises import keep_promise, make_promise, withdraw_promise
from beforehand.actions.touches import Deed, log_touch, void_touch
from beforehand.queries.facts import gather
from beforehand.rules.facts import Pause, Promise, Touch
from beforehand.rules.weeks import AGENT_WEEK, CALLING_WEEK, week
from tests.cast import AT, OPENED

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def facts_of(client, now=AT):
    (found,) = gather([client.pk], now=now)
    return found


def log(client, by, **given):
    words = {"channel": "call", "outcome": "spoke", "happened_at": AT - HOUR} | given
    return log_touch(client_id=client.pk, deed=Deed(**words), by=by, at=AT, source="test").touch_id


def test_many_clients_are_one_statement(cast, django_assert_num_queries):
    clients = [cast.client_of(cast.bob, f"Client {n}") for n in range(5)]
    with django_assert_num_queries(1):
        found = list(gather([client.pk for client in clients], now=AT))
    assert sorted(each.name for each in found) == [f"Client {n}" for n in range(5)]


def test_who_is_not_there_is_left_out_and_nobody_is_asked_for_nobody(cast, django_assert_num_queries):
    assert [each.name for each in gather([cast.client_of(cast.bob).pk, 999_999], now=AT)] == ["Dana Ortega"]
    with django_assert_num_queries(0):
        assert list(gather([], now=AT)) == []


def test_a_new_client_has_the_offices_zone_the_usual_hours_and_one_stage(cast):
    found = facts_of(cast.client_of(cast.bob))
    assert (found.name, found.care, found.since, found.first_call_at) == ("Dana Ortega", "active", AT, None)
    assert (found.agent_id, found.office_id) == (cast.bob.pk, cast.bob.office_id)
    assert (found.calendar.zone, found.calendar.week) == ("America/Chicago", week(CALLING_WEEK))
    (span,) = found.spans
    assert (span.side, span.stage, span.from_at, span.until_at, span.closes_at) == (
        "buyer",
        "searching",
        AT,
        None,
        None,
    )


def test_touches_and_requests_come_as_they_were_recorded(cast):
    dana = cast.client_of(cast.bob)
    ask = log(
        dana, cast.bob, channel="text", outcome="received", direction="in", asks="update", words="News?"
    )
    held = log(dana, cast.bob, channel="text", outcome="sent", holding=True, happened_at=AT)
    void = void_touch(touch_id=held, by=cast.bob, at=AT).touch_id
    found = facts_of(dana)
    assert set(found.touches) == {
        Touch(str(ask), AT - HOUR, "in", "text", "received", "update"),
        Touch(str(held), AT, "out", "text", "sent", holding=True),
        Touch(str(void), AT, "out", "text", "sent", voids=str(held)),
    }
    (request,) = found.requests
    assert (
        request.touch,
        request.words,
        request.acknowledged_at,
        request.answered_at,
        request.voided_at,
    ) == (
        str(ask),
        "News?",
        None,
        None,
        None,
    )


def test_promises_are_those_that_are_not_settled_by_then(cast):
    dana = cast.client_of(cast.bob, at=AT - 5 * DAY)

    def promise(text):
        return make_promise(client_id=dana.pk, text=text, due_at=AT, by=cast.bob, at=AT - 4 * DAY)

    owed, kept, withdrawn = promise("a"), promise("b"), promise("c")
    keep_promise(promise_id=kept.pk, by=cast.bob, at=AT - DAY)
    withdraw_promise(promise_id=withdrawn.pk, reason="not needed", by=cast.bob, at=AT - DAY)
    assert facts_of(dana).promises == (Promise(str(owed.pk), AT - 4 * DAY, AT),)
    assert facts_of(dana).promise_texts == {str(owed.pk): "a"}
    before = facts_of(dana, AT - 2 * DAY)
    assert set(before.promises) == {
        Promise(str(owed.pk), AT - 4 * DAY, AT),
        Promise(str(kept.pk), AT - 4 * DAY, AT, kept_at=AT - DAY),
        Promise(str(withdrawn.pk), AT - 4 * DAY, AT, withdrawn_at=AT - DAY),
    }


def test_next_calls_are_those_neither_moved_nor_withdrawn_by_then(cast):
    dana = cast.client_of(cast.bob, at=AT - 2 * HOUR)
    plan = {"client_id": dana.pk, "is_agreed": True, "by": cast.bob}
    first = plan_next_call(call_at=AT + HOUR, at=AT - HOUR, **plan)
    second = plan_next_call(call_at=AT + 2 * HOUR, at=AT, **plan)
    assert [call.id for call in facts_of(dana).next_calls] == [second.pk]
    assert first.pk in [call.id for call in facts_of(dana, AT - timedelta(minutes=1)).next_calls]
    withdraw_next_call(next_call_id=second.pk, by=cast.bob, at=AT + timedelta(minutes=5))
    assert [call.id for call in facts_of(dana, AT + HOUR).next_calls] == []


def test_pauses_and_own_cadences_come_with_their_times(cast):
    dana = cast.client_of(cast.bob)
    pause_client(client_id=dana.pk, until_at=AT + DAY, reason="travels", by=cast.bob, at=AT)
    set_client_cadence(
        client_id=dana.pk, speak_every=3 * DAY, hear_every=None, reason="", by=cast.bob, at=AT + HOUR
    )
    found = facts_of(dana)
    assert found.pauses == (Pause(AT, AT + DAY),)
    assert [(own.holds_from, own.speak_every, own.hear_every) for own in found.own] == [
        (AT + HOUR, 3 * 86400, None)
    ]


def test_each_stage_ends_where_the_next_begins_and_knows_when_it_was_entered(cast):
    dana = cast.client_of(cast.bob, at=AT - 9 * DAY)
    deal = dana.deals.get()

    def change(stage, closing_on, at):
        change_deal(deal_id=deal.pk, stage=stage, address="", closing_on=closing_on, by=cast.bob, at=at)

    change("under_contract", date(2026, 12, 20), AT - 5 * DAY)
    change("under_contract", date(2026, 12, 28), AT - DAY)
    sale = open_deal(client_id=dana.pk, side="seller", stage="listed", address="", by=cast.bob, at=AT)
    spans = sorted(facts_of(dana).spans, key=lambda span: span.from_at)
    told = [(span.stage, span.from_at, span.until_at, span.closes_at, span.entered_at) for span in spans]
    closes = [datetime(2026, 12, day, 6, 0, tzinfo=UTC) for day in (20, 28)]
    assert told == [
        ("searching", AT - 9 * DAY, AT - 5 * DAY, None, AT - 9 * DAY),
        ("under_contract", AT - 5 * DAY, AT - DAY, closes[0], AT - 5 * DAY),
        ("under_contract", AT - DAY, None, closes[1], AT - 5 * DAY),
        ("listed", AT, None, None, AT),
    ]
    assert sale.side == spans[-1].side == "seller"


def test_hours_are_those_that_hold_that_day_and_the_next_change_is_known(cast):
    dana = cast.client_of(cast.bob)
    evenings = {"mon": [["18:00", "20:00"]]}
    set_client_hours(client_id=dana.pk, zone="Asia/Tokyo", week=evenings, by=cast.bob, at=AT + 3 * DAY)
    assert facts_of(dana).calendar.zone == "America/Chicago"
    assert facts_of(dana).changes_at == AT + 3 * DAY
    then = facts_of(dana, AT + 3 * DAY)
    assert (then.calendar.zone, then.calendar.week, then.changes_at) == ("Asia/Tokyo", week(evenings), None)


def test_the_agents_week_has_public_holidays_and_the_offices_own_closed_days(cast):
    dana = cast.client_of(cast.bob)
    close_day(day=date(2026, 12, 9), title="Moving", by=cast.alice, at=AT)
    calendar = facts_of(dana).agent.calendar
    assert calendar.week == week(AGENT_WEEK)
    assert {date(2026, 11, 26), date(2026, 12, 9), date(2026, 12, 25), date(2026, 3, 2)} <= calendar.closed
    assert date(2026, 12, 10) not in calendar.closed
    across = facts_of(cast.client_of(cast.charlie)).agent.calendar
    assert date(2026, 12, 9) not in across.closed


def test_an_agent_who_is_away_is_covered_by_the_covers_own_hours(cast):
    dana = cast.client_of(cast.bob)
    mornings = {"tue": [["07:00", "11:00"]]}
    set_hours(member=cast.max, zone="America/Denver", week=mornings, by=cast.max, at=OPENED + HOUR)
    away = {"member": cast.bob, "by": cast.bob, "at": AT}
    covered = take_time_off(from_at=AT + DAY, until_at=AT + 2 * DAY, cover=cast.max, **away)
    take_time_off(from_at=AT + 3 * DAY, until_at=AT + 4 * DAY, cover=None, **away)
    first, second = facts_of(dana).agent.away
    assert (first.from_at, first.until_at) == (AT + DAY, AT + 2 * DAY)
    assert (first.cover.zone, first.cover.week) == ("America/Denver", week(mornings))
    assert (second.from_at, second.cover) == (AT + 3 * DAY, None)
    withdraw_time_off(absence=covered, by=cast.bob, at=AT)
    assert [absence.from_at for absence in facts_of(dana).agent.away] == [AT + 3 * DAY]


@pytest.mark.parametrize("covers", [("max", None), (None, "max")])
def test_the_same_days_off_taken_twice_are_still_days_off(cast, covers):
    dana = cast.client_of(cast.bob)
    for name in covers:
        take_time_off(
            member=cast.bob,
            from_at=AT,
            until_at=AT + DAY,
            cover=getattr(cast, name) if name else None,
            by=cast.bob,
            at=AT,
        )
    assert [absence.from_at for absence in facts_of(dana).agent.away] == [AT, AT]


def test_the_offices_table_comes_with_the_times_from_which_it_holds(cast):
    dana = cast.client_of(cast.bob)
    set_office_cadence(
        stage="searching", speak_every=5 * DAY, hear_every=None, reason="", by=cast.alice, at=AT
    )
    rows = [row for row in facts_of(dana).table if row.stage == "searching"]
    assert [(row.side, row.holds_from, row.terms.speak_every) for row in rows] == [
        ("*", OPENED, 7 * 86400),
        ("*", AT, 5 * 86400),
    ]
    assert rows[0].terms.call_length == rows[1].terms.call_length == 600


def test_what_is_stored_comes_along_to_be_compared(cast):
    dana = cast.client_of(cast.bob)
    log(dana, cast.bob)
    stored = facts_of(dana).stored
    dana.refresh_from_db()
    assert (stored.last_spoke_at, stored.last_heard_at) == (AT - HOUR, AT - HOUR)
    assert (stored.standing, stored.reason, stored.due_at, stored.late_at, stored.look_at, stored.clocks) == (
        dana.standing,
        dana.reason,
        dana.due_at,
        dana.late_at,
        dana.look_at,
        dana.clocks,
    )
