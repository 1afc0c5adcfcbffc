"""Calendars are chosen, looked at in time, and forget their password when they go."""

from datetime import timedelta

import pytest

from beforehand.actions.calendars import (
    LOOK_EVERY,
    answered,
    choose_calendar,
    connect_calendars,
    plan_looks,
    remove_calendar,
    unreachable,
)
from beforehand.actions.meetings import keep_meetings
from beforehand.queries.access import NotFound
from beforehand.queries.meetings import calendars
from beforehand.records.models import AuditEntry, Calendar, Meeting, Work
from tests.actions.test_meetings import invited
from tests.cast import AT

FOUND = [("https://calendar.example/bob/showings/", "Work"), ("https://calendar.example/bob/family/", "Home")]


def connect(member, found=FOUND, secret="secret"):
    return connect_calendars(kind="caldav", found=found, username="bob", secret=secret, by=member, at=AT)


def test_one_is_read_at_once_and_of_several_none_before_it_is_chosen(cast):
    (alone,) = connect(cast.bob, FOUND[:1])
    several = connect(cast.max)

    assert alone.look_at == AT
    assert [each.look_at for each in several] == [None, None]
    chosen = choose_calendar(calendar_id=several[0].pk, is_read=True, by=cast.max, at=AT)
    assert chosen.look_at == AT
    assert [(each.name, each.is_read) for each in calendars(cast.max)] == [("Home", False), ("Work", True)]


def test_the_same_again_mends_the_password_and_keeps_the_choice(cast):
    work, home = connect(cast.bob)
    choose_calendar(calendar_id=work.pk, is_read=True, by=cast.bob, at=AT)

    connect(cast.bob, secret="another")

    rows = Calendar.objects.order_by("pk")
    assert [(row.pk, row.secret, row.look_at) for row in rows] == [
        (work.pk, "another", AT),
        (home.pk, "another", None),
    ]


def test_addresses_and_passwords_are_not_in_the_database_in_the_clear(cast):
    from django.db import connection

    connect(cast.bob, FOUND[:1])

    with connection.cursor() as cursor:
        cursor.execute("SELECT url, secret FROM records_calendar")
        (row,) = cursor.fetchall()
    assert "calendar.example" not in row[0]
    assert "secret" not in row[1]


def test_a_look_is_put_down_once_when_its_time_has_come(cast):
    (calendar,) = connect(cast.bob, FOUND[:1])

    assert plan_looks(AT - timedelta(seconds=1)) == 0
    assert [plan_looks(AT), plan_looks(AT)] == [1, 0]
    work = Work.objects.get(name="calendar")
    assert work.payload == {"calendar_id": calendar.pk}
    calendar.refresh_from_db()
    assert calendar.look_at == AT + LOOK_EVERY


def test_a_server_that_fails_is_asked_less_and_less_often_until_it_answers(cast):
    (calendar,) = connect(cast.bob, FOUND[:1])
    apart = timedelta(seconds=calendar.pk * 37 % 120)
    waits = []
    for _ in range(8):
        unreachable(calendar_id=calendar.pk, problem="It does not answer.", is_permanent=False, at=AT)
        calendar.refresh_from_db()
        waits.append((calendar.look_at - AT - apart) // timedelta(minutes=1))

    assert waits == [10, 20, 40, 80, 160, 320, 360, 360]
    assert (calendar.faults, calendar.fault) == (8, "It does not answer.")
    answered(calendar_id=calendar.pk, state="s", left_out="", at=AT)
    calendar.refresh_from_db()
    assert (calendar.faults, calendar.fault, calendar.looked_at) == (0, "", AT)
    assert calendar.look_at == AT + LOOK_EVERY + apart
    unreachable(calendar_id=calendar.pk, problem="Wrong password.", is_permanent=True, at=AT)
    calendar.refresh_from_db()
    assert calendar.look_at == AT + timedelta(hours=6) + apart


def test_one_that_is_read_no_more_asks_nothing_and_is_not_looked_at(cast):
    (calendar,) = connect(cast.bob, FOUND[:1])
    dana = cast.client_of(cast.bob)
    keep_meetings(calendar=calendar, invited=[invited(dana)], from_at=AT - timedelta(days=14), at=AT)
    assert Meeting.objects.count() == 1

    choose_calendar(calendar_id=calendar.pk, is_read=False, by=cast.bob, at=AT)

    assert not Meeting.objects.exists()
    answered(calendar_id=calendar.pk, state="s", left_out="", at=AT)
    unreachable(calendar_id=calendar.pk, problem="It does not answer.", is_permanent=False, at=AT)
    keep_meetings(calendar=calendar, invited=[invited(dana)], from_at=AT - timedelta(days=14), at=AT)
    calendar.refresh_from_db()
    assert (calendar.look_at, calendar.fault) == (None, "")
    assert not Meeting.objects.exists()


def test_one_that_is_removed_keeps_neither_address_nor_password(cast):
    (calendar,) = connect(cast.bob, FOUND[:1])

    remove_calendar(calendar_id=calendar.pk, by=cast.bob, at=AT)

    calendar.refresh_from_db()
    assert (calendar.url, calendar.secret, calendar.look_at, calendar.removed_at) == ("", "", None, AT)
    assert calendars(cast.bob) == []
    assert list(AuditEntry.objects.filter(verb__startswith="calendar").values_list("verb", flat=True)) == [
        "calendar.connected",
        "calendar.removed",
    ]
    with pytest.raises(NotFound):
        remove_calendar(calendar_id=calendar.pk, by=cast.bob, at=AT)


def test_nobody_else_touches_a_member_s_calendar(cast):
    (calendar,) = connect(cast.bob, FOUND[:1])

    for by in (cast.alice, cast.tia, cast.charlie):
        with pytest.raises(NotFound):
            choose_calendar(calendar_id=calendar.pk, is_read=False, by=by, at=AT)
        with pytest.raises(NotFound):
            remove_calendar(calendar_id=calendar.pk, by=by, at=AT)


def test_after_the_key_was_lost_a_calendar_is_chosen_mended_and_removed(cast, settings):
    settings.SECRETS_KEYS = ["old"]
    work, home = connect(cast.bob)
    settings.SECRETS_KEYS = ["new"]

    choose_calendar(calendar_id=work.pk, is_read=True, by=cast.bob, at=AT)
    remove_calendar(calendar_id=home.pk, by=cast.bob, at=AT)
    connect(cast.bob, secret="another")

    assert [row.name for row in calendars(cast.bob)] == ["Home", "Work", "Work"]
    assert list(Calendar.objects.order_by("pk").values_list("removed_at", flat=True)) == [
        None,
        AT,
        None,
        None,
    ]
