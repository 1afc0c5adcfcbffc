"""What is derived of clients is stored in the transaction that changes a fact, and looked at when its time comes."""

from datetime import date, timedelta

import pytest

from beforehand.actions.cadences import set_office_cadence
from beforehand.actions.derivation import lock, rederive, rederive_where, refresh_due
from beforehand.actions.members import set_hours, take_time_off, withdraw_time_off
from beforehand.actions.offices import close_day
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch
from beforehand.queries.check import check
from beforehand.records.models import Client, OfficeCadence
from tests.cast import AT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dana(cast):
    """Spoken to last Thursday at eleven, so that the next call is owed by this Wednesday: Thursday is a holiday."""
    found = cast.client_of(cast.bob, at=AT - 10 * DAY)
    spoke = AT - 5 * DAY + 2 * HOUR
    log_touch(client_id=found.pk, deed=Deed("call", "spoke", spoke), by=cast.bob, at=spoke, source="test")
    return refresh(found)


def refresh(client):
    client.refresh_from_db()
    return client


def due(client):
    return refresh(client).due_at.isoformat()[:16]


def in_order(cast, at=AT):
    found = check(cast.bob.office, now=at)
    return found.differences == [] and found.accounted == found.clients


def test_a_deadline_on_a_holiday_is_pulled_before_it(dana):
    assert dana.late_at == AT + 2 * DAY + 2 * HOUR
    assert due(dana) == "2026-11-26T00:00"


def test_clients_are_looked_at_when_their_time_has_come_and_not_before(cast, dana):
    look = dana.look_at
    assert refresh_due(at=look - timedelta(seconds=1)) == 0
    assert refresh_due(at=look) == 1
    assert refresh(dana).look_at > look
    assert refresh_due(at=look) == 0


def test_looking_stores_the_standing_of_that_moment(cast, dana):
    late = dana.late_at + timedelta(seconds=1)
    assert refresh_due(at=late) == 1
    assert (refresh(dana).standing, dana.reason) == ("late", "speak")
    assert in_order(cast, late)


def test_no_more_are_looked_at_than_asked_for_the_longest_waiting_first(cast):
    clients = [cast.client_of(cast.bob, f"Client {n}", at=AT - n * DAY) for n in range(3)]
    at = AT + 30 * DAY
    assert refresh_due(at=at, limit=2) == 2
    waiting = Client.objects.filter(look_at__lte=at)
    assert list(waiting) == [clients[0]]
    assert refresh_due(at=at, limit=2) == 1


def test_deriving_again_changes_nothing(cast, dana):
    before = Client.objects.filter(pk=dana.pk).values().get()
    found = rederive([dana.pk], at=AT)
    rederive_where(AT, office_id=dana.office_id)
    assert Client.objects.filter(pk=dana.pk).values().get() == before | {"look_at": found[dana.pk].look_at}


def test_nobody_to_derive_is_nothing_to_do(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rederive([], at=AT) == {}


def test_many_clients_are_derived_in_a_statement_to_read_and_one_to_write(cast, django_assert_num_queries):
    ids = [cast.client_of(cast.bob, f"Client {n}").pk for n in range(7)]
    with django_assert_num_queries(2):
        assert rederive(ids, at=AT).keys() == set(ids)


def test_clients_are_held_in_one_order_whoever_asks(cast):
    ids = [cast.client_of(cast.bob, f"Client {n}").pk for n in range(3)]
    assert lock([ids[2], ids[0], ids[1]]) == ids


def test_an_agents_new_hours_move_the_deadlines_of_their_clients_alone(cast, dana):
    lan = cast.client_of(cast.max, "Lan Nguyen")
    before = Client.objects.filter(pk=lan.pk).values().get()
    set_hours(member=cast.bob, zone="America/Chicago", week={"tue": [["09:00", "12:00"]]}, by=cast.bob, at=AT)
    assert due(dana) == "2026-11-24T18:00"
    assert Client.objects.filter(pk=lan.pk).values().get() == before
    assert in_order(cast)


def test_time_off_pulls_the_deadline_before_it_and_a_cover_lets_it_stand(cast, dana):
    away = {"member": cast.bob, "from_at": AT + 4 * HOUR, "until_at": AT + 9 * DAY, "by": cast.bob, "at": AT}
    absence = take_time_off(cover=None, **away)
    assert due(dana) == "2026-11-24T19:00"
    withdraw_time_off(absence=absence, by=cast.bob, at=AT)
    assert due(dana) == "2026-11-26T00:00"
    take_time_off(cover=cast.max, **away)
    assert due(dana) == "2026-11-26T00:00"
    assert in_order(cast)


def test_a_day_on_which_the_office_is_closed_pulls_the_deadline_before_it(cast, dana):
    close_day(day=date(2026, 11, 25), title="Moving", by=cast.alice, at=AT)
    assert due(dana) == "2026-11-25T00:00"
    assert in_order(cast)


def test_the_offices_new_cadence_holds_from_now_on_and_makes_nobody_late(cast, dana):
    set_office_cadence(
        stage="searching", speak_every=2 * DAY, hear_every=DAY, reason="", by=cast.alice, at=AT
    )
    refresh(dana)
    late = {clock["kind"]: clock["late_at"] for clock in dana.clocks}
    assert late == {"speak": (AT + DAY).isoformat(), "hear": (AT + DAY).isoformat()}
    assert dana.standing == "due"
    assert in_order(cast)


def test_a_cadence_set_twice_at_one_moment_is_the_last(cast, dana):
    for days in (6, 5):
        set_office_cadence(
            stage="searching", speak_every=days * DAY, hear_every=None, reason="", by=cast.alice, at=AT
        )
    assert refresh(dana).late_at == AT + DAY  # five days have passed, so a day from the change
    assert in_order(cast)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"stage": "dreaming"}, "Stage: “dreaming” is none of lead, searching,"),
        ({"speak_every": None}, "Days: an active client is owed a call; give a number of days."),
        (
            {"speak_every": 8 * DAY},
            "Reason: more than 7 days between calls needs a reason, which stays visible.",
        ),
        ({"stage": "past", "speak_every": None}, "Days: a past client is owed a call or a word;"),
    ],
)
def test_a_cadence_that_leaves_somebody_out_is_refused(cast, dana, given, sentence):
    words = {"stage": "searching", "speak_every": 5 * DAY, "hear_every": None, "reason": ""} | given
    with pytest.raises(Refusal) as refused:
        set_office_cadence(by=cast.alice, at=AT, **words)
    assert str(refused.value).startswith(sentence)
    assert not OfficeCadence.objects.filter(holds_from=AT).exists()


def test_only_a_broker_changes_the_offices_cadences(cast, dana):
    for member in (cast.bob, cast.lea, cast.tia):
        with pytest.raises(Refusal, match="Only a broker changes the office’s cadences"):
            set_office_cadence(
                stage="searching", speak_every=DAY, hear_every=None, reason="", by=member, at=AT
            )
    assert not OfficeCadence.objects.filter(holds_from=AT).exists()


def test_another_offices_cadence_is_its_own(cast, dana):
    before = Client.objects.filter(pk=dana.pk).values().get()
    set_office_cadence(stage="searching", speak_every=DAY, hear_every=None, reason="", by=cast.charlie, at=AT)
    assert Client.objects.filter(pk=dana.pk).values().get() == before
