"""What the facts of a client say of it now, and when to look again."""

from datetime import UTC, date, datetime, timedelta

from beforehand.actions.clients import end_client, pause_client, set_client_hours
from beforehand.actions.deals import change_deal
from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.promises import make_promise
from beforehand.actions.touches import Deed, log_touch
from beforehand.queries.derivation import derived
from beforehand.queries.facts import gather
from tests.cast import AT

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)


def told(client, now=AT):
    (facts,) = gather([client.pk], now=now)
    return derived(facts, now)


def log(client, by, ago=HOUR, **given):
    words = {"channel": "call", "outcome": "spoke", "happened_at": AT - ago} | given
    return log_touch(client_id=client.pk, deed=Deed(**words), by=by, at=AT, source="tap").touch_id


def test_after_a_talk_the_next_call_is_owed_in_a_week(cast):
    dana = cast.client_of(cast.bob)
    log(dana, cast.bob, ago=-2 * MINUTE)
    now = AT + HOUR
    found = told(dana, now)
    spoke = AT + 2 * MINUTE
    assert (found.last_spoke_at, found.last_heard_at, found.standing, found.reason) == (
        spoke,
        spoke,
        "in_hand",
        "speak",
    )
    monday_evening = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    assert (found.due_at, found.late_at) == (monday_evening, spoke + 7 * DAY)
    assert found.clocks == [
        {
            "kind": "speak",
            "ref": None,
            "late_at": (spoke + 7 * DAY).isoformat(),
            "due_at": monday_evening.isoformat(),
        }
    ]


def test_it_is_time_to_look_when_the_day_of_the_deadline_begins_and_when_it_has_passed(cast):
    dana = cast.client_of(cast.bob, at=AT - DAY)
    log(dana, cast.bob, ago=0 * HOUR)
    found = told(dana)
    assert found.look_at == datetime(2026, 11, 30, 6, 0, tzinfo=UTC)  # midnight of that Monday in Chicago
    assert told(dana, found.look_at).standing == "due"
    assert told(dana, found.look_at - SECOND).standing == "in_hand"
    again = told(dana, found.look_at).look_at
    assert again == found.late_at + SECOND
    assert told(dana, again).standing == "late"
    assert told(dana, again - SECOND).standing == "due"


def test_between_two_looks_time_alone_changes_no_clock(cast):
    dana = cast.client_of(cast.bob, at=AT - DAY)
    log(dana, cast.bob, ago=0 * HOUR)
    change_deal(
        deal_id=dana.deals.get().pk,
        stage="under_contract",
        address="",
        closing_on=date(2026, 12, 10),
        by=cast.bob,
        at=AT + HOUR,
    )
    end = AT + 20 * DAY
    for hours in range(1, 24 * 19, 5):
        here = told(dana, AT + hours * HOUR)
        just_before = told(dana, (here.look_at or end) - SECOND)
        assert (just_before.clocks, just_before.standing) == (here.clocks, here.standing)


def test_the_end_of_the_opening_week_is_a_time_to_look(cast):
    dana = cast.client_of(cast.bob, stage="under_contract")
    log(dana, cast.bob, ago=0 * HOUR)
    looks, now = [], AT
    while (at := told(dana, now).look_at) and at <= AT + 7 * DAY:
        looks.append(at)
        now = at
    assert looks[-1] == AT + 7 * DAY


def test_an_ask_is_stored_with_its_words(cast):
    dana = cast.client_of(cast.bob)
    ask = log(
        dana, cast.bob, channel="text", outcome="received", direction="in", asks="update", words="Any news?"
    )
    found = told(dana)
    assert (found.standing, found.reason) == ("asked", "answer")
    answer = next(clock for clock in found.clocks if clock["kind"] == "answer")
    assert answer == {
        "kind": "answer",
        "ref": str(ask),
        "late_at": "2026-11-24T19:00:00+00:00",
        "due_at": "2026-11-24T19:00:00+00:00",
        "at": (AT - HOUR).isoformat(),
        "channel": "text",
        "outcome": "received",
        "asks": "update",
        "words": "Any news?",
    }
    assert found.requests[dana.requests.get().pk].answered_at is None


def test_a_complaint_is_marked(cast):
    dana = cast.client_of(cast.bob)
    log(dana, cast.bob, channel="email", outcome="received", direction="in", asks="complaint")
    found = told(dana)
    assert found.standing == "complaint"
    assert [clock["kind"] for clock in found.clocks if clock.get("complaint")] == ["acknowledge", "answer"]


def test_a_promise_is_stored_with_its_words(cast):
    dana = cast.client_of(cast.bob)
    promise = make_promise(client_id=dana.pk, text="the survey", due_at=AT + 3 * HOUR, by=cast.bob, at=AT)
    clock = told(dana).clocks[0]
    assert (clock["kind"], clock["ref"], clock["words"]) == ("promise", str(promise.pk), "the survey")


def test_an_agreed_call_is_owed_like_a_promise_and_a_plan_of_ours_is_not(cast):
    dana, lan = cast.client_of(cast.bob), cast.client_of(cast.bob, "Lan Nguyen")
    call = plan_next_call(client_id=dana.pk, call_at=AT + 5 * HOUR, is_agreed=True, by=cast.bob, at=AT)
    plan_next_call(client_id=lan.pk, call_at=AT + 5 * HOUR, is_agreed=False, by=cast.bob, at=AT)
    assert [clock["ref"] for clock in told(dana).clocks] == [f"call-{call.pk}", None]
    assert [clock["ref"] for clock in told(lan).clocks] == [None]


def test_who_is_not_under_our_care_has_no_clock_but_keeps_the_last_talk(cast):
    dana = cast.client_of(cast.bob)
    log(dana, cast.bob)
    end_client(client_id=dana.pk, reason="lost", words="", by=cast.bob, at=AT)
    found = told(dana)
    assert (found.last_spoke_at, found.standing, found.clocks, found.due_at, found.look_at) == (
        AT - HOUR,
        "",
        [],
        None,
        None,
    )


def test_a_pause_stops_the_weekly_call_until_it_ends(cast):
    dana = cast.client_of(cast.bob)
    log(dana, cast.bob)
    pause_client(client_id=dana.pk, until_at=AT + 20 * DAY, reason="travels", by=cast.bob, at=AT)
    found = told(dana)
    assert (found.standing, found.clocks, found.due_at) == ("paused", [], None)
    assert found.look_at == AT + 20 * DAY
    after = told(dana, AT + 20 * DAY)
    assert after.late_at == AT + 21 * DAY


def test_an_ask_goes_on_through_a_pause(cast):
    dana = cast.client_of(cast.bob)
    pause_client(client_id=dana.pk, until_at=None, reason="travels", by=cast.bob, at=AT - 2 * HOUR)
    log(dana, cast.bob, channel="text", outcome="received", direction="in", asks="question")
    assert told(dana).standing == "asked"


def test_the_clients_own_hours_pull_the_deadline(cast):
    dana = cast.client_of(cast.bob)
    log(dana, cast.bob, ago=0 * HOUR)
    week = {"fri": [["12:00", "13:00"]]}
    set_client_hours(client_id=dana.pk, zone="America/Chicago", week=week, by=cast.bob, at=AT)
    # Friday the 27th is a holiday in Texas, so that no hour is left.
    assert told(dana).clocks[0]["no_window"] is True
    week = {"sat": [["12:00", "13:00"]]}
    set_client_hours(client_id=dana.pk, zone="America/Chicago", week=week, by=cast.bob, at=AT + SECOND)
    assert told(dana, AT + SECOND).due_at == datetime(2026, 11, 28, 19, 0, tzinfo=UTC)


def test_a_contact_dated_a_little_ahead_is_seen_when_its_time_comes(cast):
    dana = cast.client_of(cast.bob)
    log(dana, cast.bob, ago=-MINUTE)
    assert told(dana).last_spoke_at is None
    assert told(dana).look_at == AT + MINUTE
    assert told(dana, AT + MINUTE).last_spoke_at == AT + MINUTE


def test_words_that_a_channel_heard_are_stored_as_heard(cast):
    dana = cast.client_of(cast.bob)
    deed = Deed("email", "received", AT - HOUR, direction="in", asks="update", words="any news?")
    log_touch(client_id=dana.pk, deed=deed, by=cast.bob, at=AT, source="email")
    answer = next(clock for clock in told(dana).clocks if clock["kind"] == "answer")
    assert (answer["words"], answer["heard"]) == ("any news?", True)
