"""Bugs that users of other deadline engines reported, each a story here with its right end.

The names in brackets say where: the project and its issue or pull request.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from beforehand.rules.clock import derive
from beforehand.rules.hours import pull_back, push
from tests.rules.cast import (
    ALWAYS,
    NEVER,
    NEW_YORK,
    WEEKLY,
    Calendar,
    Responsible,
    answer,
    asked,
    clocks,
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

HEARING = replace(WEEKLY, hear_every=timedelta(days=4))
ACKNOWLEDGING = replace(WEEKLY, acknowledge_within=timedelta(hours=2))


def pushed(start, amount, calendar):
    return push(utc(start), amount, Responsible(calendar))


def pulled(base, late, length, calendar):
    return pull_back(utc(base), utc(late), length, Responsible(calendar))


def test_a_day_open_until_midnight_has_no_closed_minute_before_it():
    """[zammad 3180]"""
    open_days = every_day(ranges=((0, 1440),))
    assert pulled("2026-03-09T00:00", "2026-03-10T04:10", minutes(30), open_days) == (
        utc("2026-03-10T04:10"),
        False,
    )


def test_an_answered_question_does_not_escalate():
    """[zammad 3140]"""
    talk = touch("t1", "2026-03-09T15:00", "out email sent")
    assert "answer t0" not in clocks("2026-03-10T15:00", asked("t0", "2026-03-09T14:00"), talk)


def test_a_holding_reply_acknowledges_and_leaves_the_answer_owed():
    """[zammad 3551]"""
    holding = touch("t1", "2026-03-09T14:30", "out email sent", holding=True)
    running = clocks("2026-03-09T15:00", asked("t0", "2026-03-09T14:00"), holding, cadence=ACKNOWLEDGING)
    assert set(running) == {"answer t0", "speak"}


def test_the_first_reply_already_moves_the_clock():
    """[zammad 2082]"""
    first = touch("t1", "2026-03-09T14:30", "out email sent")
    assert clocks("2026-03-09T15:00", first, cadence=HEARING)["hear"].late_at == utc("2026-03-13T14:30")


def test_a_changed_calendar_counts_at_once():
    """[zammad 534]"""
    ask = asked("t0", "2026-03-09T14:00")
    assert clocks("2026-03-09T15:00", ask, agent=workdays())["answer t0"].due_at == utc("2026-03-09T18:00")
    closed = workdays(closed=["2026-03-09"])
    assert clocks("2026-03-09T15:00", ask, agent=closed)["answer t0"].due_at == utc("2026-03-10T17:00")


def test_a_cadence_switched_off_leaves_no_clock():
    """[zammad 4353]"""
    talk = touch("t0", "2026-03-01T14:00")
    assert clocks("2026-03-09T15:00", talk, cadence=replace(WEEKLY, speak_every=None)) == {}


def test_a_question_asked_again_after_its_answer_has_a_clock_of_its_own():
    """[zammad 188]"""
    history = (
        asked("t0", "2026-03-09T14:00"),
        touch("t1", "2026-03-09T15:00", "out email sent"),
        asked("t2", "2026-03-09T16:00"),
    )
    running = clocks("2026-03-09T17:00", *history)
    assert running["answer t2"].due_at == utc("2026-03-09T20:00")
    assert "answer t0" not in running


@pytest.mark.parametrize("kind", ["page received", "letter received", "social received", "meeting received"])
def test_a_question_starts_its_clock_whatever_way_it_came(kind):
    """[zammad 1322]"""
    assert "answer t0" in clocks("2026-03-09T15:00", asked("t0", "2026-03-09T14:00", kind=f"in {kind}"))


def test_a_periodic_clock_does_not_overrule_the_first_reply():
    """[zammad 5177]"""
    talk = touch("t0", "2026-03-09T13:00")
    cadence = replace(ACKNOWLEDGING, speak_every=hours(30), hear_every=hours(30))
    running = clocks("2026-03-09T14:30", talk, asked("t1", "2026-03-09T14:00"), cadence=cadence)
    assert running["acknowledge t1"].late_at == utc("2026-03-09T16:00")
    assert running["hear"].late_at == utc("2026-03-10T19:00")


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Asia/Tokyo", "2026-12-24T14:59", "2026-12-25T15:01"),
        ("America/Los_Angeles", "2026-12-25T07:59", "2026-12-26T08:01"),
        ("Pacific/Kiritimati", "2026-12-24T09:59", "2026-12-25T10:01"),
    ],
)
def test_a_holiday_closes_its_own_local_day_and_no_other(zone, before, after):
    """[zammad 3706]"""
    calendar = every_day(zone, ((0, 1440),), ["2026-12-25"])
    assert pushed(before, minutes(2), calendar) == (utc(after), False)


def test_a_mail_of_saturday_midnight_is_answered_on_monday():
    """[zammad 4432]"""
    ask = asked("t0", "2026-03-14T04:00")
    assert clocks("2026-03-14T05:00", ask, agent=workdays())["answer t0"].due_at == utc("2026-03-16T17:00")


def test_a_later_change_of_facts_leaves_yesterdays_answer_as_it_was():
    """[zammad lib/escalation.rb: it does not keep track of previous update times]"""
    ask, reply = asked("t0", "2026-03-09T14:00"), touch("t1", "2026-03-10T15:00", "out email sent")
    known = facts(ask, reply)
    assert derive(known, utc("2026-03-10T14:59")) == derive(facts(ask), utc("2026-03-10T14:59"))


def test_hours_that_pass_on_a_holiday_are_not_counted():
    """[frappe helpdesk 2075]"""
    assert pushed("2026-12-24T21:00", hours(2), workdays(closed=["2026-12-25"])) == (
        utc("2026-12-28T15:00"),
        False,
    )


def test_a_clock_starts_again_when_a_pause_ends():
    """[frappe helpdesk 1675]"""
    talk = touch("t0", "2026-03-02T14:00")
    pause = paused("2026-03-03T00:00", "2026-03-20T00:00")
    assert clocks("2026-03-20T01:00", talk, paused=[pause])["speak"].late_at == utc("2026-03-21T00:00")


def test_a_pause_of_half_a_year_is_half_a_year_whatever_happened_in_it():
    """[frappe helpdesk 3776]"""
    history = (touch("t0", "2026-02-01T14:00"), touch("t1", "2026-05-01T14:00", "out email sent"))
    pause = paused("2026-02-10T00:00", "2026-08-10T00:00")
    during = answer("2026-07-01T00:00", *history, since="2026-01-01T00:00", paused=[pause])
    after = clocks("2026-08-10T00:00", *history, since="2026-01-01T00:00", paused=[pause])
    assert (during.standing, during.clocks) == ("paused", ())
    assert after["speak"].late_at == utc("2026-08-11T00:00")


def test_an_agent_in_another_zone_has_deadlines_in_that_zone():
    """[frappe helpdesk 3776: two and a half hours off]"""
    assert pushed("2026-03-09T00:00", hours(1), workdays("Asia/Kolkata")) == (utc("2026-03-09T04:30"), False)


def test_the_zone_of_the_client_decides_when_a_call_is_welcome():
    """[frappe helpdesk 2487]"""
    talk = touch("t0", "2026-03-03T06:00")
    running = clocks("2026-03-09T15:00", talk, client=every_day("America/Los_Angeles"))
    assert running["speak"].due_at == utc("2026-03-10T00:00")


def test_lunch_is_closed():
    """[frappe helpdesk 2212]"""
    lunch = workdays(ranges=((540, 720), (780, 1080)))
    assert pushed("2026-03-09T15:30", hours(1), lunch) == (utc("2026-03-09T17:30"), False)


def test_a_day_has_as_many_ranges_as_it_likes():
    """[chatwoot 14009]"""
    three = workdays(ranges=((540, 600), (660, 720), (780, 840)))
    assert pushed("2026-03-09T13:00", minutes(150), three) == (utc("2026-03-09T17:30"), False)


def test_a_week_without_working_days_ends_the_search():
    """[frappe helpdesk: while remaining]"""
    assert pushed("2026-03-09T13:00", hours(1), NEVER) == (utc("2026-04-09T13:00"), True)
    assert pulled("0001-02-01T00:00", "9999-11-01T00:00", minutes(5), NEVER) == (
        utc("9999-11-01T00:00"),
        True,
    )


def test_minutes_of_last_winter_are_counted_with_last_winters_offset():
    """[dbt_zendesk 25]"""
    assert pushed("2026-01-15T13:00", hours(1), workdays()) == (utc("2026-01-15T15:00"), False)
    assert pushed("2026-07-15T12:00", hours(1), workdays()) == (utc("2026-07-15T14:00"), False)


def test_there_is_a_clock_for_the_next_word_as_well_as_for_the_first_reply():
    """[dbt_zendesk 138]"""
    history = (touch("t0", "2026-03-09T13:00"), touch("t1", "2026-03-10T13:00", "out text sent"))
    running = clocks("2026-03-10T15:00", *history, cadence=HEARING)
    assert running["hear"].late_at == utc("2026-03-14T13:00")
    assert running["speak"].late_at == utc("2026-03-16T13:00")


def test_a_range_to_midnight_ends_at_midnight_on_the_day_of_a_clock_change():
    """[biz 37]"""
    evenings = every_day(ranges=((1200, 1440),))
    assert pushed("2026-03-08T12:00", hours(4), evenings) == (utc("2026-03-09T04:00"), False)
    assert pushed("2026-11-01T12:00", hours(4), evenings) == (utc("2026-11-02T05:00"), False)


def test_a_working_day_after_a_weekend_moment_forgets_its_time_of_day():
    """[biz 80]"""
    assert pushed("2026-03-14T19:00", hours(8), workdays()) == (utc("2026-03-16T21:00"), False)


def test_a_pause_stops_no_promise_no_question_and_no_news():
    """[zendesk: tickets parked as pending]"""
    running = clocks(
        "2026-03-09T15:00",
        asked("t0", "2026-03-09T14:00"),
        promises=[promise("p0", "2026-03-09T14:00", "2026-03-12T14:00")],
        milestones=[milestone("m0", "2026-03-09T14:30")],
        cadence=HEARING,
        paused=[paused("2026-03-01T00:00")],
    )
    assert list(running) == ["answer t0", "tell m0", "promise p0"]


def test_an_answer_is_owed_in_working_hours_not_on_the_wall_clock():
    """[chatwoot 13392]"""
    ask = asked("t0", "2026-03-09T20:30")
    assert clocks("2026-03-09T20:31", ask, agent=workdays())["answer t0"].late_at == utc("2026-03-10T16:30")


@pytest.mark.parametrize(("day", "opens"), [("2026-03-06", "14:00"), ("2026-03-09", "13:00")])
def test_opening_time_follows_the_zone_through_the_year(day, opens):
    """[chatwoot 2882]"""
    assert pushed(f"{day}T05:00", minutes(1), workdays()) == (utc(f"{day}T{opens}") + minutes(1), False)


def test_no_clock_runs_on_after_what_it_was_about_is_over():
    """[chatwoot 10178]"""
    over = {
        "promises": [
            promise("p0", "2026-03-09T10:00", "2026-03-12T10:00", kept_at="2026-03-09T12:00"),
            promise("p1", "2026-03-09T10:00", "2026-03-12T10:00", withdrawn_at="2026-03-09T12:00"),
        ],
        "milestones": [milestone("m0", "2026-03-09T11:00")],
    }
    history = (asked("t0", "2026-03-09T10:00"), touch("t1", "2026-03-09T12:00"))
    assert list(clocks("2026-03-09T12:00", *history, **over)) == ["speak"]


def test_a_deadline_keeps_its_seconds():
    """[glpi 22678: snapped to midnight]"""
    talk = touch("t0", "2026-03-02T14:07:31")
    assert clocks("2026-03-03T00:00", talk)["speak"].due_at == utc("2026-03-09T14:07:31")


def test_nobody_is_late_at_the_moment_our_care_begins():
    """[glpi 15429]"""
    at_once = answer("2026-03-09T15:00", since="2026-03-09T15:00")
    assert at_once.standing == "in_hand"
    assert at_once.clocks[0].late_at == utc("2026-03-10T15:00")


def test_a_week_may_have_one_working_day():
    """[osticket 6739]"""
    wednesdays = Calendar(NEW_YORK, ((), (), ((540, 1020),), (), (), (), ()))
    assert pushed("2026-03-09T12:00", hours(10), wednesdays) == (utc("2026-03-18T15:00"), False)


def test_an_hour_that_is_skipped_is_never_open():
    """[moment-business-time 58]"""
    nights = every_day(ranges=((60, 240),))
    assert pushed("2026-03-08T06:00", hours(2), nights) == (utc("2026-03-08T08:00"), False)
    skipped = every_day(ranges=((120, 180),))
    assert pushed("2026-03-08T06:00", minutes(1), skipped) == (utc("2026-03-09T06:01"), False)


def test_an_hour_that_is_repeated_is_open_both_times():
    """[working_hours 26]"""
    nights = every_day(ranges=((60, 120),))
    assert pushed("2026-11-01T05:00", hours(2), nights) == (utc("2026-11-01T07:00"), False)


def test_holidays_count_in_whatever_zone():
    """[business_time 36]"""
    for zone, opens in (("Europe/London", "09"), ("Asia/Tokyo", "00")):
        calendar = every_day(zone, closed=["2026-12-25"])
        assert pushed("2026-12-24T18:00", hours(1), calendar) == (
            utc(f"2026-12-26T{opens}:00") + hours(1),
            False,
        )


def test_a_week_is_168_hours_over_a_clock_change_too():
    """[healthchecks get_grace_start: durations are added in UTC]"""
    talk = touch("t0", "2026-03-04T15:00")
    assert clocks("2026-03-05T00:00", talk)["speak"].late_at == utc("2026-03-11T15:00")


def test_an_early_call_counts_and_the_next_week_starts_with_it():
    """[healthchecks 1160]"""
    history = (touch("t0", "2026-03-02T15:00"), touch("t1", "2026-03-03T15:00"))
    assert clocks("2026-03-04T00:00", *history)["speak"].late_at == utc("2026-03-10T15:00")


def test_a_backup_call_logged_twice_is_one_call():
    """[healthchecks 418]"""
    call = touch("t0", "2026-03-02T15:00")
    assert answer("2026-03-04T00:00", call, call) == answer("2026-03-04T00:00", call)


def test_today_ends_when_it_ends_for_the_agent():
    """[healthchecks 815]"""
    talk = touch("t0", "2026-03-03T02:00")
    far_east = answer("2026-03-09T12:00", talk, agent=every_day("Asia/Tokyo", ((0, 1440),)))
    far_west = answer("2026-03-09T12:00", talk, agent=every_day("Pacific/Honolulu", ((0, 1440),)))
    assert (far_east.standing, far_west.standing) == ("in_hand", "due")


def test_eight_hours_from_five_on_friday_are_five_on_monday():
    """[a published guide says nine on Monday]"""
    assert pushed("2026-06-12T21:00", hours(8), workdays()) == (utc("2026-06-15T21:00"), False)


def test_four_hours_from_four_on_friday_are_eleven_on_monday():
    """[a published manual says Tuesday]"""
    eight_to_five = workdays("UTC", ((480, 1020),))
    assert pushed("2026-06-12T16:00", hours(4), eight_to_five) == (utc("2026-06-15T11:00"), False)


def test_an_automated_message_is_no_contact():
    """[zendesk: periodic updates sent by a trigger]"""
    bulk = touch("t0", "2026-03-09T14:00", "out email sent", automated=True)
    assert answer("2026-03-09T15:00", bulk, agent=ALWAYS).last_heard is None
