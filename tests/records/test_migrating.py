"""Bringing the tables up to date, as every command does first."""

import json
import subprocess

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from beforehand.records.migrating import DatabaseNotReady, bring_up_to_date
from tests.served import COMMAND


@pytest.mark.slow
@pytest.mark.own_database
def test_commands_that_start_at_once_on_an_empty_database_take_turns(own_environment):
    started = [
        subprocess.Popen(
            [COMMAND, "tick", "--once", "--json"],
            env=own_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
        assert json.loads(out)["failed"] == 0


@pytest.mark.django_db
def test_a_database_that_lacks_nothing_is_found_so_in_two_statements(django_assert_num_queries):
    with django_assert_num_queries(2):
        bring_up_to_date()


@pytest.mark.django_db
def test_a_database_of_a_newer_program_is_left_alone():
    MigrationRecorder(connection).record_applied("records", "9999_from_the_future")
    with pytest.raises(DatabaseNotReady) as refused:
        bring_up_to_date()
    assert str(refused.value).endswith(
        "was brought up to date by a newer Beforehand (9999_from_the_future): install that one or a later one."
    )


@pytest.mark.django_db
def test_a_migration_that_another_app_no_longer_has_is_no_matter():
    recorder = MigrationRecorder(connection)
    recorder.record_applied("contenttypes", "9999_gone")
    before = recorder.applied_migrations().keys()
    bring_up_to_date()
    assert recorder.applied_migrations().keys() == before
