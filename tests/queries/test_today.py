"""Today: whom an agent calls, in which order, and what is in hand."""

from datetime import timedelta

import pytest

from beforehand.actions.clients import pause_client
from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.promises import make_promise
from beforehand.actions.touches import Deed, log_touch, void_touch
from beforehand.queries.due import due_now
from beforehand.queries.today import today
from beforehand.records.models import Client
from tests.cast import AT

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Day:
    """Bob's clients, by when he last spoke to them."""

    def __init__(self, cast):
        self.cast = cast

    def client(self, name, *, spoke=3 * DAY, agent=None, **given):
        agent = agent or self.cast.bob
        found = self.cast.client_of(agent, name, **{"at": AT - 20 * DAY} | given)
        if spoke is not None:
            self.log(found, ago=spoke)
        return found

    def log(self, client, *, ago=HOUR, **given):
        deed = Deed(**{"channel": "call", "outcome": "spoke", "happened_at": AT - ago} | given)
        by = client.agent
        return log_touch(client_id=client.pk, deed=deed, by=by, at=AT - ago, source="test").touch_id

    def ask(self, client, asks="update", ago=HOUR):
        return self.log(client, ago=ago, channel="text", outcome="received", direction="in", asks=asks)

    def today(self, member=None, agent=None, now=AT):
        agent = agent or self.cast.bob
        return today(member or agent, agent, now=now, call_minutes=10)


@pytest.fixture
def day(cast):
    return Day(cast)


def names(cards):
    return [card.name for card in cards]


def test_who_asked_comes_first_then_who_is_late_then_who_is_due(day):
    day.client("Dee Due", spoke=7 * DAY - 3 * HOUR)
    day.client("Abe Late", spoke=8 * DAY - 2 * HOUR)
    promised = day.client("Zoe Promised")
    make_promise(client_id=promised.pk, text="a", due_at=AT - HOUR, by=day.cast.bob, at=AT - 2 * DAY)
    day.ask(day.client("Asa Asks"))
    day.ask(day.client("Cora Complains"), "complaint")
    found = day.today()
    assert names(found.first) == ["Cora Complains", "Asa Asks"]
    assert names(found.calls) == ["Zoe Promised", "Abe Late", "Dee Due"]
    assert (found.count, found.minutes) == (5, 50)


def test_of_two_who_are_due_at_once_the_name_decides(day):
    for name in ("bea", "Abe", "Carl"):
        day.client(name, spoke=7 * DAY - 3 * HOUR)
    assert names(day.today().calls) == ["Abe", "bea", "Carl"]


def test_past_clients_stand_apart_and_are_counted(day):
    past = day.client("Pat Past", spoke=None, stage="past")
    found = day.today(now=AT + 11 * DAY)
    assert (names(found.past), found.calls, found.count) == (["Pat Past"], [], 1)
    assert found.past[0].is_past
    assert found.past[0].due.kind == "hear"
    assert past.care == Client.Care.PAST


def test_in_hand_shows_the_next_three_and_counts_all(day):
    for days in range(1, 6):
        day.client(f"{days} days ago", spoke=days * DAY - 2 * HOUR)
    found = day.today()
    assert names(found.in_hand) == ["4 days ago", "5 days ago", "3 days ago"]
    assert (found.in_hand_count, found.paused_count, found.count) == (5, 0, 0)
    assert found.next_due_at == found.in_hand[0].due.due_at


def test_who_is_paused_is_counted_apart(day):
    paused = day.client("Pia Paused")
    pause_client(client_id=paused.pk, until_at=None, reason="travels", by=day.cast.bob, at=AT - DAY)
    day.client("Ina Hand")
    found = day.today()
    assert (found.in_hand_count, found.paused_count, found.count) == (1, 1, 0)


def test_nobody_is_left_out(day):
    day.client("Dee Due", spoke=7 * DAY - 3 * HOUR)
    day.client("Pat Past", stage="past")
    day.client("New", spoke=None, at=AT)
    paused = day.client("Pia Paused")
    pause_client(client_id=paused.pk, until_at=None, reason="travels", by=day.cast.bob, at=AT - DAY)
    found = day.today()
    assert found.count + found.in_hand_count + found.paused_count == 4


def test_a_call_we_planned_for_today_is_shown_with_its_time(day):
    ina = day.client("Ina Hand")
    plan_next_call(client_id=ina.pk, call_at=AT + 5 * HOUR, is_agreed=False, by=day.cast.bob, at=AT)
    found = day.today()
    assert [(card.name, card.planned_at) for card in found.planned] == [("Ina Hand", AT + 5 * HOUR)]
    assert names(found.in_hand) == []
    assert found.in_hand_count == 1


def test_a_short_call_asks_whether_they_were_reached_until_somebody_says(day):
    dee = day.client("Dee Due", spoke=7 * DAY - 3 * HOUR)
    touch = day.log(dee, ago=40 * MINUTE, outcome="no_answer", ask_if_reached=True)
    asked = day.today().calls[0].short_call
    assert (asked.touch_id, asked.at) == (touch, AT - 40 * MINUTE)
    void_touch(touch_id=touch, by=day.cast.bob, at=AT)
    assert day.today().calls[0].short_call is None


def test_a_card_has_the_side_the_phone_and_the_ring(day):
    day.client("Dee Due", spoke=6 * DAY + 21 * HOUR, phone="(512) 555-0112", side="seller", stage="listed")
    (card,) = day.today().calls
    assert (card.side, card.phone, card.agent_id) == ("seller", "+15125550112", day.cast.bob.pk)
    assert (card.due.ring.label, card.due.ring.tone, card.due.ring.parts) == ("0", "soon", 1)
    assert card.due.reason == "6 days since you spoke. Call by today, 12 pm."


def test_it_is_four_statements_however_many_clients(day, django_assert_num_queries):
    for n in range(12):
        day.client(f"Client {n}", spoke=n * DAY)
    with django_assert_num_queries(4):
        day.today()


def test_it_is_the_agents_own_day_whoever_looks(day):
    day.client("Dee Due", spoke=7 * DAY - 3 * HOUR)
    day.client("Max’s Late", agent=day.cast.max, spoke=9 * DAY)
    cast = day.cast
    for member in (cast.bob, cast.tia, cast.alice):
        assert names(day.today(member).calls) == ["Dee Due"]
    for member in (cast.max, cast.lea, cast.alice):
        assert names(day.today(member, cast.max).calls) == ["Max’s Late"]


def test_who_may_not_see_a_client_sees_none(day):
    day.client("Dee Due", spoke=7 * DAY - 3 * HOUR)
    for member in (day.cast.max, day.cast.lea, day.cast.charlie):
        found = day.today(member)
        assert (found.count, found.in_hand_count, found.paused_count) == (0, 0, 0)


def test_the_terminal_tells_the_same_rows(day):
    day.client("Dee Due", spoke=7 * DAY - 3 * HOUR)
    day.ask(day.client("Asa Asks"))
    day.client("Pat Past", stage="past")
    day.client("Ina Hand")
    found = day.today()
    rows = due_now(day.cast.bob.office, day.cast.bob, now=AT, with_rest=False)
    assert [row.name for row in rows] == ["Asa Asks", "Dee Due"]
    assert {row.client_id: row.due for row in rows} == {
        card.id: card.due for card in (*found.first, *found.calls)
    }
