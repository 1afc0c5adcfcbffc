"""Leased work as its callers see it, at moments they set."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from beforehand.actions import work
from beforehand.records.models import Work

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LEASE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def put(name="letter", *, key=None, run_at=AT, **payload):
    work.enqueue(name, payload, unique_key=key, run_at=run_at)


def claim(worker="ann", *, at=AT, limit=10):
    return work.claim(worker, at=at, lease=LEASE, limit=limit)


def only():
    return Work.objects.get()


def test_due_work_is_claimed_oldest_first_and_up_to_the_limit():
    put(n=2, run_at=AT - timedelta(hours=1))
    put(n=3)
    put(n=1, run_at=AT - timedelta(hours=2))
    put(n=4, run_at=AT + timedelta(seconds=1))
    assert [piece.payload["n"] for piece in claim(limit=2)] == [1, 2]
    assert [piece.payload["n"] for piece in claim("ben")] == [3]
    assert claim("ben") == []


def test_a_claim_counts_a_try_and_holds_the_piece_for_the_lease():
    put()
    (piece,) = claim()
    assert (piece.leased_by, piece.lease_until, piece.attempts) == ("ann", AT + LEASE, 1)
    assert claim("ben", at=AT + LEASE - timedelta(microseconds=1)) == []


def test_a_lease_that_ran_out_is_taken_over():
    put()
    claim()
    (piece,) = claim("ben", at=AT + LEASE)
    assert (piece.leased_by, piece.attempts) == ("ben", 2)


def test_a_late_loser_changes_nothing():
    put()
    (lost,) = claim()
    claim("ben", at=AT + LEASE)
    later = AT + LEASE + timedelta(seconds=1)
    assert not work.finish(lost, worker="ann", at=later)
    assert not work.fail(lost, ValueError("late"), worker="ann", at=later, rng=random.Random(1))
    assert work.extend([lost], worker="ann", at=later, lease=LEASE) == 0
    work.release([lost], worker="ann")
    row = only()
    assert (row.leased_by, row.lease_until, row.attempts) == ("ben", AT + LEASE * 2, 2)
    assert (row.done_at, row.failed_at, row.last_error) == (None, None, "")


def test_an_earlier_try_of_the_same_worker_is_a_late_loser_too():
    put()
    (first,) = claim()
    (second,) = claim(at=AT + LEASE)
    assert not work.finish(first, worker="ann", at=AT + LEASE)
    assert work.finish(second, worker="ann", at=AT + LEASE)


def test_an_extended_lease_holds_longer():
    put()
    piece = claim()
    assert work.extend(piece, worker="ann", at=AT + timedelta(seconds=45), lease=LEASE) == 1
    assert claim("ben", at=AT + LEASE) == []
    assert len(claim("ben", at=AT + timedelta(seconds=105))) == 1


def test_done_work_is_never_claimed_again():
    put()
    (piece,) = claim()
    assert work.finish(piece, worker="ann", at=AT)
    assert only().done_at == AT
    assert claim(at=AT + timedelta(days=1)) == []


def test_released_work_is_free_at_once_and_has_used_no_try():
    put()
    work.release(claim(), worker="ann")
    (piece,) = claim("ben")
    assert piece.attempts == 1


def test_a_live_key_stands_for_both_and_spoils_no_transaction():
    with transaction.atomic():
        put(key="import:7", n=1)
        put(key="import:7", n=2)
        put(key="import:8")
        assert Work.objects.count() == 2
    assert Work.objects.get(unique_key="import:7").payload == {"n": 1}


def test_a_key_is_free_again_when_its_work_is_done_or_given_up():
    put(key="import:7")
    (piece,) = claim()
    work.finish(piece, worker="ann", at=AT)
    put(key="import:7")
    Work.objects.filter(done_at=None).update(failed_at=AT)
    put(key="import:7")
    assert Work.objects.filter(unique_key="import:7").count() == 3


def test_work_without_a_key_may_be_put_down_twice():
    put()
    put()
    assert Work.objects.count() == 2


def test_work_is_put_down_only_if_the_transaction_commits():
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not Work.objects.exists()


def test_tries_are_put_off_twice_as_long_each_time_up_to_an_hour_less_up_to_a_half():
    rng = random.Random(4)
    longest = [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    for attempts, seconds in enumerate(longest, start=1):
        waits = [work.wait(attempts, rng).total_seconds() for _ in range(200)]
        assert seconds / 2 <= min(waits) < seconds * 0.55
        assert seconds * 0.95 < max(waits) <= seconds


def test_a_failed_piece_waits_and_keeps_its_fault():
    put()
    (piece,) = claim()
    assert work.fail(piece, KeyError("zone"), worker="ann", at=AT, rng=random.Random(1))
    row = only()
    assert AT + timedelta(seconds=5) <= row.run_at <= AT + timedelta(seconds=10)
    assert (row.last_error, row.leased_by, row.lease_until, row.failed_at) == (
        "KeyError: 'zone'",
        "",
        None,
        None,
    )
    assert claim(at=AT + timedelta(seconds=4)) == []


def test_after_twelve_tries_it_is_given_up_with_its_fault():
    put()
    at = AT
    for _ in range(12):
        assert only().failed_at is None
        (piece,) = claim(at=at)
        work.fail(piece, OSError("no route"), worker="ann", at=at, rng=random.Random(1))
        at += timedelta(hours=1)
    row = only()
    assert (row.attempts, row.failed_at, row.last_error) == (12, at - timedelta(hours=1), "OSError: no route")
    assert claim(at=at + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (ValueError("bad row\nJane Doe, 12 Elm St"), "ValueError: bad row"),
        (
            ValueError("no such number: +1 (512) 555-0143 of jane@doe.example"),
            "ValueError: no such number: … of …",
        ),
        (ValueError(), "ValueError: "),
        (ValueError("x" * 1000), "ValueError: " + "x" * 288),
    ],
)
def test_a_kept_fault_is_its_type_and_first_line_without_anybody_s_address(fault, told):
    put()
    (piece,) = claim()
    work.fail(piece, fault, worker="ann", at=AT, rng=random.Random(1))
    assert only().last_error == told


def test_a_look_when_nothing_is_due_is_one_statement(django_assert_num_queries):
    put(run_at=AT + timedelta(days=1))
    with django_assert_num_queries(1):
        assert claim() == []
