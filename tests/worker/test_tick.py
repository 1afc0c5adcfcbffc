"""One tick: everything that is due, until nothing is."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session

from beforehand.actions import work
from beforehand.main import roof
from beforehand.records.models import CacheRow, Work
from beforehand.worker import tick
from beforehand.worker.handlers import HANDLERS
from tests.cast import AT, OPENED, Cast

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)


def run(at=AT):
    return tick.run_once(at, worker="ann", rng=random.Random(1))


def raising(*, at, **payload):
    raise LookupError("no such row")


def test_clients_whose_time_has_come_are_looked_at_and_then_wait_for_their_next():
    cast = Cast()
    dana = cast.client_of(cast.bob, "Dana Ortega", at=OPENED)
    assert (dana.standing, dana.look_at <= AT) == ("due", True)
    assert run() == {"looked": 1, "notices": [], "sent": 0, "failed": 0}
    dana.refresh_from_db()
    assert dana.standing == "late"
    assert run()["looked"] == 0


def test_work_that_work_puts_down_is_done_in_the_same_tick(monkeypatch):
    done = []

    def first(*, at, n):
        done.append((n, at))
        if n < 3:
            work.enqueue("chain", {"n": n + 1}, run_at=at)

    monkeypatch.setitem(HANDLERS, "chain", first)
    work.enqueue("chain", {"n": 1}, run_at=AT)
    assert run()["failed"] == 0
    assert done == [(1, AT), (2, AT), (3, AT)]


def test_a_piece_that_fails_is_counted_and_stops_no_other(monkeypatch):
    done = []
    monkeypatch.setitem(HANDLERS, "bad", raising)
    monkeypatch.setitem(HANDLERS, "good", lambda at: done.append(at))
    work.enqueue("bad", {}, run_at=AT - timedelta(hours=1))
    work.enqueue("good", {}, run_at=AT)
    assert run()["failed"] == 1
    assert done == [AT]
    assert Work.objects.get(name="bad").last_error == "LookupError: no such row"


def test_work_that_nobody_knows_fails_rather_than_vanishes():
    work.enqueue("from_the_future", {}, run_at=AT)
    assert run()["failed"] == 1
    assert Work.objects.get(name="from_the_future").last_error == "KeyError: 'from_the_future'"


def test_work_that_took_its_worker_with_it_every_time_is_given_up(monkeypatch):
    monkeypatch.setitem(HANDLERS, "bad", lambda at: pytest.fail("it would die again"))
    work.enqueue("bad", {}, run_at=AT)
    Work.objects.filter(name="bad").update(attempts=12, lease_until=AT, leased_by="dead")
    assert run()["failed"] == 1
    row = Work.objects.get(name="bad")
    assert (row.failed_at, row.last_error) == (AT, "WorkerDiedError: after 12 tries")


def test_a_duty_that_fails_is_counted_and_stops_neither_the_others_nor_the_work(monkeypatch):
    done = []
    monkeypatch.setitem(HANDLERS, "good", lambda at: done.append(at))
    monkeypatch.setattr(tick, "DUTIES", (("broken", lambda now: 1 // 0), *tick.DUTIES))
    work.enqueue("good", {}, run_at=AT)
    assert run() == {"looked": 0, "notices": [], "sent": 0, "failed": 1}
    assert done == [AT]
    assert Work.objects.filter(name="housekeeping").count() == 1


def test_housekeeping_is_put_down_once_for_the_coming_midnight_however_often_one_looks():
    for minutes in range(0, 500, 100):
        run(AT + timedelta(minutes=minutes))
    assert list(Work.objects.values_list("unique_key", "run_at")) == [("housekeeping:2026-11-25", MIDNIGHT)]
    run(MIDNIGHT)
    assert list(Work.objects.order_by("run_at").values_list("unique_key", "done_at")) == [
        ("housekeeping:2026-11-25", MIDNIGHT),
        ("housekeeping:2026-11-26", None),
    ]


def test_housekeeping_keeps_a_month_of_done_work_and_everything_given_up():
    month = timedelta(days=30)
    for name, marks in {
        "old": {"done_at": MIDNIGHT - month - timedelta(seconds=1)},
        "kept": {"done_at": MIDNIGHT - month},
        "given up": {"failed_at": MIDNIGHT - 3 * month},
        "waiting": {"run_at": MIDNIGHT + month},
    }.items():
        Work.objects.create(**({"name": name, "run_at": OPENED} | marks))
    run(AT)
    run(MIDNIGHT)
    names = set(Work.objects.exclude(name="housekeeping").values_list("name", flat=True))
    assert names == {"kept", "given up", "waiting"}


def test_housekeeping_ends_sessions_and_counts_that_have_expired():
    for key, expires in (
        ("past", MIDNIGHT - timedelta(seconds=1)),
        ("coming", MIDNIGHT + timedelta(seconds=1)),
    ):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
        CacheRow.objects.create(cache_key=key, value="", expires=expires)
    run(AT)
    run(MIDNIGHT)
    assert [row.session_key for row in Session.objects.all()] == ["coming"]
    assert [row.cache_key for row in CacheRow.objects.all()] == ["coming"]


def test_the_command_answers_in_json_alone():
    work.enqueue("nonsense", {}, run_at=AT)
    result = CliRunner().invoke(roof, ["tick", "--once", "--at", "2026-11-24T15:00:00Z", "--json"])
    assert (result.exit_code, json.loads(result.stdout)) == (
        0,
        {"looked": 0, "notices": [], "sent": 0, "failed": 1},
    )


def test_the_command_answers_a_person_in_a_sentence():
    result = CliRunner().invoke(roof, ["tick", "--once"])
    assert (result.exit_code, result.stdout) == (0, "Looked at 0 clients; 0 pieces of work failed.\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing option '--once'"),
        (["--once", "--at", "soon"], "'soon' is no instant; write it as 2027-01-31T09:00:00Z"),
        (["--once", "--at", "2026-11-24T15:00:00"], "has no offset; write it as 2027-01-31T09:00:00Z"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_right(arguments, told):
    result = CliRunner().invoke(roof, ["tick", *arguments])
    assert result.exit_code == 2
    assert told in result.stderr
    assert not Work.objects.exists()
