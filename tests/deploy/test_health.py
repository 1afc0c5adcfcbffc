"""What `/healthz` says to whoever watches over the processes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client as Browser

from beforehand.actions.heartbeat import beat

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
WELL = {"status": "ok", "database": "ok", "tables": "ok", "worker": "ok"}


@pytest.fixture
def ask(time_machine):
    def ask_at(at: datetime = AT, **headers: str):
        time_machine.move_to(at, tick=False)
        return Browser().get("/healthz", headers=headers)

    return ask_at


def test_all_is_well_up_to_a_minute_after_a_worker_was_alive(ask):
    beat(AT)
    for later in (0, 60):
        answer = ask(AT + timedelta(seconds=later))
        assert (answer.status_code, answer.json()) == (200, WELL)
    answer = ask(AT + timedelta(seconds=61))
    assert (answer.status_code, answer.json()) == (
        503,
        WELL | {"status": "failing", "worker": "silent for a minute"},
    )


def test_a_worker_writes_its_sign_of_life_every_quarter_minute_and_looks_in_between(
    django_assert_num_queries,
):
    beat(AT)
    with django_assert_num_queries(1):
        beat(AT + timedelta(seconds=14))
    with django_assert_num_queries(2):
        beat(AT + timedelta(seconds=15))


def test_tables_that_lack_a_migration_are_told(ask):
    beat(AT)
    MigrationRecorder(connection).record_unapplied("records", "0002_append_only")
    answer = ask()
    told = {"status": "failing", "tables": "not up to date", "worker": "unknown"}
    assert (answer.status_code, answer.json()) == (503, WELL | told)


def test_tables_of_a_newer_program_are_told(ask):
    beat(AT)
    MigrationRecorder(connection).record_applied("records", "9999_from_the_future")
    answer = ask()
    told = {"status": "failing", "tables": "of a newer Beforehand", "worker": "unknown"}
    assert (answer.status_code, answer.json()) == (503, WELL | told)


def test_a_database_that_does_not_answer_is_told_without_its_words_and_without_a_log(
    ask, monkeypatch, caplog
):
    def broken() -> bool:
        raise DatabaseError("password of ann at 10.0.0.7")

    monkeypatch.setattr("beforehand.queries.health.is_up_to_date", broken)
    monkeypatch.setattr("beforehand.queries.health.connection.close", lambda: None)
    answer = ask()
    told = {"status": "failing", "database": "does not answer", "tables": "unknown", "worker": "unknown"}
    assert (answer.status_code, answer.json()) == (503, WELL | told)
    assert caplog.records == []


def test_it_takes_three_statements_no_session_and_any_name_of_the_host(ask, django_assert_num_queries):
    beat(AT)
    with django_assert_num_queries(3):
        answer = ask(host="10.1.2.3:8000")
    assert (answer.status_code, answer.cookies.keys(), answer["Cache-Control"]) == (
        200,
        {}.keys(),
        "no-store",
    )
    assert ask(host="10.1.2.3:8000", cookie="sessionid=made-up").json() == WELL


def test_it_is_for_reading_only():
    assert Browser().post("/healthz").status_code == 405
