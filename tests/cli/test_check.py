"""`beforehand check`: is what is stored what the facts say?"""

from datetime import timedelta

import time_machine

from beforehand.actions.touches import Deed, log_touch
from beforehand.records.models import Client, Request
from tests.cast import AT

DAY = timedelta(days=1)


def test_an_empty_office_is_in_order(run, rivera, cast):
    done = run(*rivera("check", "--json"))
    assert (done.code, done.json) == (0, {"clients": 0, "accounted": 0, "differences": []})


def test_every_client_under_care_is_accounted_for(run, rivera, cast):
    cast.client_of(cast.bob)
    cast.client_of(cast.max, "Lan Nguyen", stage="past")
    cast.client_of(cast.charlie, "Hill’s Own")
    done = run(*rivera("check"))
    assert done.code == 0
    assert done.out == "no differences\nevery active client accounted for: 2 of 2\n"


def test_time_alone_makes_no_difference(run, rivera, cast):
    cast.client_of(cast.bob, stage="under_contract")
    for days in (1, 5, 9, 40):
        with time_machine.travel(AT + days * DAY, tick=False):
            assert run(*rivera("check", "--json")).json["differences"] == []


def test_a_stored_value_that_is_wrong_is_told_and_the_exit_code_is_one(run, rivera, cast):
    dana = cast.client_of(cast.bob)
    Client.objects.filter(pk=dana.pk).update(due_at=AT, last_spoke_at=AT)
    done = run(*rivera("check", "--json"))
    assert done.code == 1
    assert done.json == {
        "clients": 1,
        "accounted": 1,
        "differences": [
            {"client": dana.pk, "field": "last_spoke_at", "stored": "2026-11-24T15:00:00Z", "derived": None},
            {
                "client": dana.pk,
                "field": "due_at",
                "stored": "2026-11-24T15:00:00Z",
                "derived": "2026-11-25T00:00:00Z",
            },
        ],
    }


def test_people_read_a_difference_in_a_line(run, rivera, cast):
    dana = cast.client_of(cast.bob)
    Client.objects.filter(pk=dana.pk).update(last_spoke_at=AT)
    assert run(*rivera("check")).out.splitlines() == [
        f"client {dana.pk}: last_spoke_at is stored as 2026-11-24T15:00:00Z; the facts say nothing",
        "1 difference",
        "every active client accounted for: 1 of 1",
    ]


def test_who_fell_out_of_the_lists_is_not_accounted_for(run, rivera, cast):
    dana = cast.client_of(cast.bob)
    Client.objects.filter(pk=dana.pk).update(standing="", clocks=[], due_at=None, late_at=None, look_at=None)
    done = run(*rivera("check", "--json"))
    assert done.code == 1
    assert (done.json["clients"], done.json["accounted"]) == (1, 0)
    assert {each["field"] for each in done.json["differences"]} == {
        "standing", "reason", "due_at", "late_at", "speak due_at", "speak late_at",
    }  # fmt: skip


def test_a_request_that_was_answered_behind_our_back_is_told(run, rivera, cast):
    dana = cast.client_of(cast.bob, at=AT - DAY)
    ask = Deed("text", "received", AT - timedelta(hours=1), direction="in", asks="update")
    log_touch(client_id=dana.pk, deed=ask, by=cast.bob, at=AT, source="test")
    request = Request.objects.get()
    Request.objects.filter(pk=request.pk).update(answered_at=AT)
    assert run(*rivera("check", "--json")).json["differences"] == [
        {
            "client": dana.pk,
            "field": f"request {request.pk} answered_at",
            "stored": "2026-11-24T15:00:00Z",
            "derived": None,
        }
    ]


def test_a_clock_set_back_finds_no_differences(run, rivera, cast):
    cast.client_of(cast.bob)
    with time_machine.travel(AT - 5 * DAY, tick=False):
        assert run(*rivera("check", "--json")).json["differences"] == []


def test_checking_brings_nothing_of_another_office(run, cast):
    dana = cast.client_of(cast.bob)
    Client.objects.filter(pk=dana.pk).update(due_at=None)
    done = run("check", "--json", "--office", "Hill Realty")
    assert (done.code, done.json) == (0, {"clients": 0, "accounted": 0, "differences": []})
