"""Who had to ask: found by the one definition, however long the silence, and for those who may see it."""

from datetime import timedelta

import pytest
from django.db import connection

from beforehand.actions.touches import Deed, correct_label, log_touch
from beforehand.queries.asked_first import had_to_ask
from tests.cast import AT, OPENED

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def log(client, at, *, by=None, **given):
    words = {"channel": "text", "outcome": "sent"} | given
    deed = Deed(happened_at=at, **words)
    return log_touch(
        client_id=client.pk, deed=deed, by=by or client.agent, at=AT, source="email", external_id=None
    ).touch_id


def ask(client, at, asks="update"):
    return log(client, at, direction="in", outcome="received", asks=asks)


def told(member, now=AT):
    return [(each.client, each.at, each.silent) for each in had_to_ask(member, now=now)]


@pytest.fixture
def dana(cast):
    return cast.client_of(cast.bob, "Dana Ortega", at=OPENED)


def test_who_asked_a_day_after_our_last_word_had_to_ask(cast, dana):
    log(dana, AT - 4 * DAY)
    ask(dana, AT - 2 * DAY)
    (found,) = had_to_ask(cast.bob, now=AT)
    assert (found.client_id, found.client, found.agent) == (dana.pk, "Dana Ortega", "Bob Ames")
    assert (found.at, found.silent) == (AT - 2 * DAY, 2 * DAY)


@pytest.mark.parametrize("asks", ["question", "complaint", "none"])
def test_nobody_who_wanted_something_else_had_to_ask(cast, dana, asks):
    ask(dana, AT - DAY, asks)
    assert told(cast.bob) == []


def test_who_had_heard_from_us_that_day_did_not_have_to(cast, dana):
    log(dana, AT - 3 * HOUR)
    ask(dana, AT - HOUR)
    assert told(cast.bob) == []


def test_several_asks_in_one_silence_are_one_and_those_of_two_are_two_newest_first(cast, dana):
    for at in (AT - 9 * DAY, AT - 8 * DAY, AT - 3 * DAY):
        ask(dana, at)
    log(dana, AT - 6 * DAY)
    assert told(cast.bob) == [("Dana Ortega", AT - 3 * DAY, 3 * DAY), ("Dana Ortega", AT - 9 * DAY, None)]


def test_an_ask_of_more_than_thirty_days_ago_is_no_longer_told(cast, dana):
    ask(dana, AT - 30 * DAY)
    assert told(cast.bob) == [("Dana Ortega", AT - 30 * DAY, None)]
    assert told(cast.bob, AT + HOUR) == []


def test_a_silence_of_many_months_is_told_whole_and_counts_once(cast, dana):
    log(dana, AT - 400 * DAY)
    ask(dana, AT - 5 * DAY)
    assert told(cast.bob) == [("Dana Ortega", AT - 5 * DAY, 395 * DAY)]
    ask(dana, AT - 200 * DAY)  # the same silence, of which somebody was told long ago
    assert told(cast.bob) == []


def test_a_corrected_label_is_counted_as_it_was_meant(cast, dana):
    wrong, right = ask(dana, AT - 9 * DAY), ask(dana, AT - 5 * DAY, "none")
    correct_label(touch_id=wrong, label="other", by=cast.bob, at=AT)
    assert told(cast.bob) == []
    correct_label(touch_id=right, label="ask_update", by=cast.bob, at=AT)
    assert told(cast.bob) == [("Dana Ortega", AT - 5 * DAY, None)]


@pytest.mark.parametrize(
    ("who", "count"), [("alice", 2), ("bob", 1), ("tia", 1), ("lea", 1), ("max", 1), ("charlie", 0)]
)
def test_everybody_is_told_of_the_clients_they_may_see(cast, dana, who, count):
    for client in (dana, cast.client_of(cast.max, "Lan Nguyen", at=OPENED)):
        ask(client, AT - DAY)
    assert len(told(getattr(cast, who))) == count


def test_it_takes_two_statements_or_three_however_many_asked(cast, dana, django_assert_num_queries):
    clients = [dana, *(cast.client_of(cast.bob, f"Client {n}", at=OPENED) for n in range(5))]
    for client in clients:
        log(client, AT - 40 * DAY)
        ask(client, AT - 2 * DAY)
    with django_assert_num_queries(2):
        assert len(told(cast.alice)) == 6
    ask(cast.client_of(cast.bob, "New Here", at=OPENED), AT - 2 * DAY)
    with django_assert_num_queries(3):
        assert len(told(cast.alice)) == 7


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite tells its plans so")
def test_the_asks_are_found_by_an_index_of_their_own(cast, dana):
    sql = "EXPLAIN QUERY PLAN SELECT client_id FROM records_touch WHERE office_id = %s AND asks = %s AND at >= %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [dana.office_id, "update", "2026-11-01"])
        assert "USING INDEX touch_asks_news (office_id=? AND at>?)" in cursor.fetchone()[3]
