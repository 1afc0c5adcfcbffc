"""The list of an office: told from what is stored, and from the facts alone."""

from datetime import timedelta

from beforehand.actions.derivation import refresh_due
from beforehand.intake.sample import open_sample
from beforehand.queries.check import check
from beforehand.queries.due import due_as_of, due_now
from tests.cast import AT

HOUR = timedelta(hours=1)


def test_what_is_stored_and_what_the_facts_say_agree_at_every_hour_to_come(db):
    maya = open_sample(AT)
    for hours in (0, 1, 3, 5, 9, 20, 24, 30, 47, 70, 100, 169, 340, 900, 2400):
        now = AT + hours * HOUR
        stored = due_now(maya.office, None, now=now, with_rest=True)
        assert stored == due_as_of(maya.office, None, at=now, with_rest=True)
        assert len(stored) == 26


def test_looking_changes_nothing_of_what_is_told(db):
    maya = open_sample(AT)
    for hours in (2, 26, 190):
        now = AT + hours * HOUR
        before = due_now(maya.office, maya, now=now, with_rest=True)
        while refresh_due(at=now):
            continue
        assert due_now(maya.office, maya, now=now, with_rest=True) == before
        assert check(maya.office, now=now).differences == []


def test_the_list_takes_three_statements_when_somebody_has_looked(db, django_assert_num_queries):
    maya = open_sample(AT)
    with django_assert_num_queries(3):
        due_now(maya.office, maya, now=AT, with_rest=False)
