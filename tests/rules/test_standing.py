"""Where a client stands and why, from clocks alone; and when a local day ends."""

import random
from dataclasses import replace

import pytest

from beforehand.rules.clock import Clock, derive
from beforehand.rules.standing import STANDINGS, in_order, leading, next_day, standing
from tests.rules.cast import (
    NEW_YORK,
    WEEKLY,
    asked,
    away,
    every_day,
    facts,
    hours,
    milestone,
    minutes,
    paused,
    promise,
    touch,
    utc,
    workdays,
)

NOW = utc("2026-06-10T15:00")
DAY_END = utc("2026-06-11T04:00")


def clock(kind="speak", late=24, due=None, ref=None, complaint=False):
    """A clock that is late after so many hours from now, and due then or earlier."""
    due_at = NOW + hours(late if due is None else due)
    return Clock(kind, ref, NOW + hours(late), due_at, no_window=False, complaint=complaint)


def stands(*clocks, is_paused=False):
    return standing(clocks, day_end=DAY_END, paused=is_paused, now=NOW)


COMPLAINT = clock("answer", 4, ref="t1", complaint=True)
ASK = clock("answer", 3, ref="t2")
LATE = clock(late=-1)
DUE = clock("promise", 2, ref="p1")
LATER = clock("hear", 40)


def test_each_standing_goes_before_the_next():
    everything = [LATER, DUE, LATE, ASK, COMPLAINT]
    named = [stands(*everything[:count], is_paused=True) for count in (5, 4, 3, 2, 1)]
    assert named == list(STANDINGS[:5])
    assert stands(LATER) == "in_hand"
    assert stands() == "in_hand"
    assert stands(is_paused=True) == "paused"


def test_a_complaint_that_only_wants_acknowledging_is_no_complaint_standing():
    assert stands(clock("acknowledge", 30, ref="t1", complaint=True)) == "in_hand"


def test_late_is_after_the_instant_and_due_is_before_the_end_of_the_day():
    assert stands(clock(late=0)) == "due"
    assert stands(replace(clock(), late_at=NOW - minutes(1), due_at=NOW - hours(9))) == "late"
    assert stands(replace(clock(), due_at=DAY_END)) == "in_hand"
    assert stands(replace(clock(), due_at=DAY_END - minutes(1))) == "due"
    assert stands(clock(late=48, due=-48)) == "due"


def test_stored_clocks_tell_a_later_standing_without_the_touches():
    known = facts(
        touch("t0", "2026-06-04T15:00"),
        agent=workdays(),
        promises=[promise("p0", "2026-06-09T15:00", "2026-06-12T15:00")],
        since="2026-06-01T00:00",
    )
    stored = derive(known, NOW).clocks
    for later in range(0, 24 * 6, 7):
        now = NOW + hours(later)
        told = standing(stored, day_end=next_day(now, NEW_YORK), paused=False, now=now)
        assert told == derive(known, now).standing


def test_the_clock_that_leads_is_the_reason_for_the_standing():
    late_promise = clock("promise", -1, due=-1, ref="p2")
    early_complaint = clock("answer", 2, ref="t9", complaint=True)
    clocks = [LATER, DUE, LATE, clock("hear", -30), late_promise, ASK, COMPLAINT, early_complaint]
    random.Random(3).shuffle(clocks)
    assert leading(clocks, "complaint", NOW) == early_complaint
    assert leading(clocks, "asked", NOW) == ASK
    assert leading(clocks, "late", NOW) == late_promise
    assert leading([DUE, LATE, LATER], "late", NOW) == LATE
    assert leading([LATER, DUE], "due", NOW) == DUE
    assert leading([LATER], "in_hand", NOW) == LATER
    assert leading([], "in_hand", NOW) is None


def test_clocks_of_one_moment_are_ordered_by_kind_and_then_by_ref_as_text():
    kinds = ("acknowledge", "answer", "promise", "tell", "speak", "hear")
    clocks = [clock(kind, ref=None if kind in ("speak", "hear") else "x") for kind in kinds]
    clocks[2:3] = [clock("promise", ref=ref) for ref in ("P9", "p10", "p9")]
    shuffled = random.Random(3).sample(clocks, len(clocks))
    assert sorted(shuffled, key=in_order) == clocks


@pytest.mark.parametrize(
    ("zone", "now", "ends"),
    [
        ("UTC", "2026-06-10T00:00", "2026-06-11T00:00"),
        ("UTC", "2026-06-10T23:59:59", "2026-06-11T00:00"),
        ("America/New_York", "2026-06-10T03:59:59", "2026-06-10T04:00"),
        ("America/New_York", "2026-06-10T04:00", "2026-06-11T04:00"),
        ("America/New_York", "2026-11-01T12:00", "2026-11-02T05:00"),
        ("Asia/Kathmandu", "2026-06-10T18:14:59", "2026-06-10T18:15"),
        # Midnight is skipped: the day begins at one.
        ("America/Havana", "2026-03-07T20:00", "2026-03-08T05:00"),
        ("Africa/Cairo", "2026-04-23T20:00", "2026-04-23T22:00"),
        ("Asia/Beirut", "2026-03-28T20:00", "2026-03-28T22:00"),
        ("America/Toronto", "1919-03-30T20:00", "1919-03-31T04:30"),
        # Midnight comes twice: the first one counts.
        ("America/Havana", "2026-10-31T20:00", "2026-11-01T04:00"),
        ("America/St_Johns", "2006-10-28T20:00", "2006-10-29T02:30"),
        # The hour before midnight comes twice: the day is an hour longer.
        ("America/Sao_Paulo", "2018-02-17T20:00", "2018-02-18T03:00"),
        ("America/Sao_Paulo", "2018-02-18T02:30", "2018-02-18T03:00"),
        # A whole date is skipped.
        ("Pacific/Apia", "2011-12-30T08:00", "2011-12-30T10:00"),
        ("Pacific/Kwajalein", "1993-08-21T10:00", "1993-08-21T12:00"),
    ],
)
def test_the_next_local_day_begins_at_its_first_instant(zone, now, ends):
    assert next_day(utc(now), zone) == utc(ends)


def test_due_is_asked_in_the_agents_own_zone_even_while_away():
    cover = every_day("Asia/Tokyo", ((0, 1440),))
    before, talk = utc("2026-06-10T14:00"), touch("t0", "2026-06-04T02:00")
    at_home = facts(talk, agent=every_day(NEW_YORK, ((0, 1440),)))
    gone = replace(at_home, agent=replace(at_home.agent, away=(away("2026-06-01", "2026-07-01", cover),)))
    assert [derive(each, before).standing for each in (at_home, gone)] == ["due", "due"]
    in_tokyo = replace(at_home, agent=replace(at_home.agent, calendar=cover))
    assert derive(in_tokyo, before).standing == "in_hand"


def test_a_talk_before_the_start_is_no_excuse_and_no_fault():
    old = touch("t0", "2026-01-01T15:00")
    fresh = derive(facts(old, since="2026-06-10T12:00"), NOW)
    assert fresh.last_spoke == old.at
    assert fresh.clocks[0].late_at == utc("2026-06-11T12:00")


def test_a_talk_shortly_before_the_start_keeps_its_week():
    recent = touch("t0", "2026-06-08T15:00")
    assert derive(facts(recent, since="2026-06-10T12:00"), NOW).clocks[0].late_at == utc("2026-06-15T15:00")


def test_a_talk_at_the_very_start_counts_from_itself():
    known = facts(touch("t0", "2026-06-10T12:00"), since="2026-06-10T12:00")
    hourly = replace(known, cadence=replace(known.cadence, speak_every=hours(1)))
    assert derive(hourly, NOW).clocks[0].late_at == utc("2026-06-10T13:00")


def test_the_hear_clock_may_have_a_start_of_its_own():
    known = facts(touch("t0", "2026-06-01T15:00"))
    known = replace(known, cadence=replace(known.cadence, hear_every=hours(48)))
    tightened = replace(known, client=replace(known.client, hear_since=utc("2026-06-10T14:00")))
    by_kind = {clock.kind: clock.late_at for clock in derive(tightened, NOW).clocks}
    assert by_kind == {"speak": utc("2026-06-08T15:00"), "hear": utc("2026-06-11T14:00")}


def test_a_pause_includes_its_first_instant_and_not_its_last():
    pause = paused("2026-06-10T15:00", "2026-06-12T15:00")

    def is_paused(now):
        return derive(facts(since="2026-06-01T00:00", paused=[pause]), utc(now)).paused

    assert [is_paused(now) for now in ("2026-06-10T14:59:59", "2026-06-10T15:00")] == [False, True]
    assert [is_paused(now) for now in ("2026-06-12T14:59:59", "2026-06-12T15:00")] == [True, False]


def test_a_question_of_the_same_moment_as_the_answer_is_still_open():
    ask, reply = asked("t0", "2026-06-10T14:00"), touch("t1", "2026-06-10T14:00")
    known = facts(cadence=replace(WEEKLY, acknowledge_within=hours(2)))
    for touches in ((ask, reply), (reply, ask)):
        kinds = {clock.kind for clock in derive(replace(known, touches=touches), NOW).clocks}
        assert kinds == {"acknowledge", "answer", "speak"}
    assert derive(facts(ask, replace(reply, at=reply.at + minutes(1))), NOW).standing == "in_hand"


def test_facts_of_this_very_moment_are_seen():
    def kinds(**given):
        return [clock.kind for clock in derive(facts(touch("t0", "2026-06-09T15:00"), **given), NOW).clocks]

    moment = f"{NOW:%Y-%m-%dT%H:%M}"
    assert kinds(promises=[promise("p0", moment, "2026-06-11T15:00")]) == ["promise", "speak"]
    assert kinds(promises=[promise("p0", moment, "2026-06-11T15:00", kept_at=moment)]) == ["speak"]
    assert kinds(milestones=[milestone("m0", moment)]) == ["tell", "speak"]
    assert kinds(milestones=[milestone("m0", "2026-06-09T15:00")]) == ["speak"]


def test_a_question_within_a_talk_is_answered_there_and_a_complaint_is_not():
    def after(asks):
        return derive(facts(asked("t0", "2026-06-10T14:00", asks, "in call spoke")), NOW).standing

    assert [after(asks) for asks in ("update", "question", "complaint")] == [
        "in_hand",
        "in_hand",
        "complaint",
    ]


def test_a_complaint_is_answered_by_a_talk_alone():
    complaint = asked("t0", "2026-06-10T13:00", "complaint")
    letter = touch("t1", "2026-06-10T14:00", "out letter sent")
    holding = touch("t2", "2026-06-10T14:00", holding=True)
    talk = touch("t3", "2026-06-10T14:00")
    assert [derive(facts(complaint, reply), NOW).standing for reply in (letter, holding, talk)] == [
        "complaint",
        "complaint",
        "in_hand",
    ]
