"""Open hours at the places where calendars are odd, and the two operations on them."""

import pickle
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beforehand.rules.hours import open_hours, pull_back, push
from tests.rules.cast import (
    ALWAYS,
    NEVER,
    Responsible,
    away,
    every_day,
    hours,
    minutes,
    utc,
    workdays,
)


def opened(agent, from_at, until_at, client=None):
    responsible = agent if isinstance(agent, Responsible) else Responsible(agent)
    stretches = open_hours(responsible, utc(from_at), utc(until_at), client)
    return [f"{start:%dT%H:%M:%S}-{end:%dT%H:%M:%S}" for start, end in stretches]


NIGHT = ((0, 180), (1380, 1440))


@pytest.mark.parametrize(
    ("zone", "from_at", "until_at", "stretches"),
    [
        # 02:00 to 03:00 does not come.
        ("America/New_York", "2026-03-08T04:00", "2026-03-08T12:00", ["08T04:00:00-08T07:00:00"]),
        # 01:00 to 02:00 comes twice.
        ("America/New_York", "2026-11-01T03:00", "2026-11-01T12:00", ["01T03:00:00-01T08:00:00"]),
        # Half an hour is repeated, then skipped.
        ("Australia/Lord_Howe", "2026-04-04T11:00", "2026-04-04T20:00", ["04T12:00:00-04T16:30:00"]),
        ("Australia/Lord_Howe", "2026-10-03T11:00", "2026-10-03T20:00", ["03T12:30:00-03T16:00:00"]),
        # Midnight to one does not come; midnight to one comes twice.
        ("America/Havana", "2026-03-08T03:00", "2026-03-08T12:00", ["08T04:00:00-08T07:00:00"]),
        ("America/Havana", "2026-11-01T03:00", "2026-11-01T12:00", ["01T03:00:00-01T08:00:00"]),
        ("Africa/Cairo", "2026-04-23T20:00", "2026-04-24T12:00", ["23T21:00:00-24T00:00:00"]),
        # The hour before midnight comes twice.
        ("America/Sao_Paulo", "2018-02-17T23:00", "2018-02-18T12:00", ["18T01:00:00-18T06:00:00"]),
        # The 30th of December 2011 does not come at all.
        ("Pacific/Apia", "2011-12-30T08:00", "2011-12-30T20:00", ["30T09:00:00-30T13:00:00"]),
        ("Asia/Kathmandu", "2026-03-08T12:00", "2026-03-09T12:00", ["08T17:15:00-08T21:15:00"]),
    ],
)
def test_night_hours_around_a_clock_change(zone, from_at, until_at, stretches):
    assert opened(every_day(zone, NIGHT), from_at, until_at) == stretches


def test_a_closed_date_that_is_split_by_a_clock_change_is_closed_in_both_parts():
    closed = every_day("America/Sao_Paulo", NIGHT, ["2018-02-17"])
    assert opened(closed, "2018-02-17T23:00", "2018-02-18T12:00") == ["18T03:00:00-18T06:00:00"]


def test_ranges_that_overlap_or_touch_are_one_also_across_midnight_and_a_window_of_the_raster():
    calendar = every_day("UTC", ((1200, 1440), (0, 60), (30, 90), (90, 120)))
    everything = opened(calendar, "2025-12-31T00:00", "2026-12-31T00:00")
    assert len(everything) == 366
    assert everything[1:3] == ["31T20:00:00-01T02:00:00", "01T20:00:00-02T02:00:00"]
    assert opened(ALWAYS, "2020-01-01T00:00", "2026-12-31T00:00") == ["01T00:00:00-31T00:00:00"]


def test_a_cover_answers_with_its_own_zone_hours_and_closed_dates_alone():
    cover = every_day("Europe/London", closed=["2026-06-10"])
    agent = Responsible(
        workdays(closed=["2026-06-09"]), (away("2026-06-08T15:30", "2026-06-11T14:00", cover),)
    )
    assert opened(agent, "2026-06-08T00:00", "2026-06-12T00:00") == [
        "08T13:00:00-08T16:00:00",
        "09T08:00:00-09T16:00:00",
        "11T08:00:00-11T21:00:00",
    ]


def test_the_first_absence_that_holds_the_moment_decides():
    absences = (
        away("2026-06-08T15:00", "2026-06-08T16:00"),
        away("2026-06-08T14:00", "2026-06-08T18:00", ALWAYS),
        away("2026-06-08T00:00", "2026-06-09T00:00"),
    )
    agent = Responsible(workdays(), absences)
    assert opened(agent, "2026-06-08T00:00", "2026-06-09T12:00") == [
        "08T14:00:00-08T15:00:00",
        "08T16:00:00-08T18:00:00",
    ]


def test_an_absence_begins_and_ends_to_the_second():
    agent = Responsible(ALWAYS, (away("2026-06-08T14:00:01", "2026-06-08T14:00:59"),))
    assert opened(agent, "2026-06-08T14:00", "2026-06-08T14:01") == [
        "08T14:00:00-08T14:00:01",
        "08T14:00:59-08T14:01:00",
    ]


def test_call_hours_are_those_of_both():
    assert opened(workdays(), "2026-06-08T00:00", "2026-06-09T00:00", every_day("America/Los_Angeles")) == [
        "08T16:00:00-08T21:00:00"
    ]


def pulled(base, late, length, agent, client=None):
    responsible = agent if isinstance(agent, Responsible) else Responsible(agent)
    end, no_window = pull_back(utc(base), utc(late), length, responsible, client)
    return f"{end:%Y-%m-%dT%H:%M:%S}", no_window


def test_an_action_ends_at_the_deadline_when_that_is_open():
    assert pulled("2026-06-01T15:00", "2026-06-08T15:00", minutes(15), workdays()) == (
        "2026-06-08T15:00:00",
        False,
    )


def test_an_action_ends_by_closing_time_of_the_last_open_day():
    assert pulled("2026-06-01T15:00", "2026-06-08T13:05", minutes(15), workdays()) == (
        "2026-06-05T21:00:00",
        False,
    )


def test_an_action_may_fill_an_open_stretch_to_the_second_and_not_a_second_more():
    short = every_day("UTC", ((600, 620),))
    assert pulled("2026-06-01T10:00", "2026-06-01T23:00", minutes(20), short) == (
        "2026-06-01T10:20:00",
        False,
    )
    assert pulled("2026-06-01T10:00:01", "2026-06-01T23:00", minutes(20), short) == (
        "2026-06-01T23:00:00",
        True,
    )
    assert pulled("2026-06-01T00:00", "2026-06-02T10:19:59", minutes(20), short) == (
        "2026-06-01T10:20:00",
        False,
    )


def test_an_action_longer_than_the_time_there_is_has_no_window():
    assert pulled("2026-06-01T10:00", "2026-06-01T10:04", minutes(5), ALWAYS) == ("2026-06-01T10:04:00", True)
    assert pulled("2026-06-02T10:00", "2026-06-01T10:00", minutes(5), ALWAYS) == ("2026-06-01T10:00:00", True)
    assert pulled("2026-06-01T10:00", "2026-06-01T10:05", minutes(5), ALWAYS) == (
        "2026-06-01T10:05:00",
        False,
    )


def test_an_action_goes_on_over_a_hand_over():
    cover = every_day("UTC", ((720, 1440),))
    agent = Responsible(every_day("UTC", ((0, 720),)), (away("2026-06-01T12:00", "2026-06-02T00:00", cover),))
    assert pulled("2026-06-01T00:00", "2026-06-02T11:00", hours(35), agent) == ("2026-06-02T11:00:00", False)


def test_a_call_may_begin_at_the_very_start():
    asked_at, noon = "2026-06-01T11:45", "2026-06-01T12:00"
    for client in (None, ALWAYS, every_day("UTC", ((600, 720),))):
        assert pulled(asked_at, "2026-06-01T15:00", minutes(15), every_day("UTC", ((540, 720),)), client) == (
            f"{noon}:00",
            False,
        )


def test_two_calendars_that_never_meet_have_no_window():
    mornings, evenings = every_day("UTC", ((540, 720),)), every_day("UTC", ((1080, 1200),))
    assert pulled("2026-05-01T00:00", "2026-06-01T00:00", minutes(5), mornings, evenings) == (
        "2026-06-01T00:00:00",
        True,
    )


def test_the_one_open_stretch_of_many_years_is_found():
    agent = Responsible(ALWAYS, (away("2011-05-03T10:20", "2026-06-01T00:00"),))
    for length in (minutes(20), timedelta(days=100)):
        assert pulled("2001-01-01T00:00", "2026-06-01T00:00", length, agent) == ("2011-05-03T10:20:00", False)


def test_years_without_a_fitting_stretch_are_searched_in_no_time():
    began = time.perf_counter()
    short = every_day("America/New_York", ((600, 620),))
    assert pulled("1996-01-01T00:00", "2026-06-01T00:00", minutes(30), short, short)[1]
    assert time.perf_counter() - began < 2


def test_an_action_of_many_weeks_fits_where_it_is_always_open():
    assert pulled("2020-01-01T00:00", "2026-06-01T00:00", timedelta(days=800), ALWAYS) == (
        "2026-06-01T00:00:00",
        False,
    )


def pushed(start, amount, agent):
    responsible = agent if isinstance(agent, Responsible) else Responsible(agent)
    end, no_window = push(utc(start), amount, responsible)
    return f"{end:%Y-%m-%dT%H:%M:%S}", no_window


def test_a_push_ends_at_closing_time_not_at_the_next_opening():
    assert pushed("2026-06-08T20:00", hours(1), workdays()) == ("2026-06-08T21:00:00", False)
    assert pushed("2026-06-08T20:00:01", hours(1), workdays()) == ("2026-06-09T13:00:01", False)


def test_a_push_may_take_the_744_hours_whole_and_no_more():
    assert pushed("2026-06-01T00:00", hours(744), ALWAYS) == ("2026-07-02T00:00:00", False)
    assert pushed("2026-06-01T00:00", hours(744) + minutes(1), ALWAYS) == ("2026-07-02T00:00:00", True)
    almost = Responsible(ALWAYS, (away("2026-06-05T00:00", "2026-06-05T00:01"),))
    assert pushed("2026-06-01T00:00", hours(744), almost) == ("2026-07-02T00:00:00", True)


def test_a_push_waits_for_the_end_of_an_absence():
    agent = Responsible(workdays(), (away("2026-06-08T00:00", "2026-06-11T15:00"),))
    assert pushed("2026-06-08T14:00", minutes(30), agent) == ("2026-06-11T15:30:00", False)


def test_nobody_there_for_a_month_is_no_window():
    agent = Responsible(ALWAYS, (away("2026-06-08T00:00", "2026-08-11T15:00"),))
    assert pushed("2026-06-08T14:00", minutes(30), agent) == ("2026-07-09T14:00:00", True)
    assert pushed("2026-06-08T14:00", minutes(30), NEVER) == ("2026-07-09T14:00:00", True)


def test_equal_calendars_are_one_key_and_unequal_ones_are_not():
    assert {workdays(): 1}[workdays()] == 1
    assert Responsible(workdays()) == Responsible(workdays())
    assert workdays() != workdays(closed=["2026-06-08"])
    assert hash(Responsible(workdays())) == hash(Responsible(workdays()))


def test_a_calendar_from_another_process_is_the_same_key_here():
    """The hash of text differs from process to process, so it must not travel with the calendar."""
    program = (
        "import pickle, sys; from tests.rules.cast import workdays, Responsible, away;"
        "sys.stdout.buffer.write(pickle.dumps(Responsible(workdays(), (away('2026-06-08', '2026-06-09'),))))"
    )
    sent = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "12345"},
    ).stdout
    here = Responsible(workdays(), (away("2026-06-08", "2026-06-09"),))
    assert {pickle.loads(sent): "known"}[here] == "known"


def test_threads_get_the_answers_that_one_would():
    starts = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=9 * number) for number in range(60)]
    weeks = [((number, 1000 + number),) for number in range(8)]

    def answers(zone, each):
        agents = [Responsible(every_day(zone, week)) for week in weeks]
        return list(
            each(lambda ask: push(ask[0], hours(30), ask[1]), [(s, a) for s in starts for a in agents])
        )

    with ThreadPoolExecutor(8) as pool:
        # Toronto keeps New York's time, but nothing of it has been worked out yet.
        assert answers("America/Toronto", pool.map) == answers("America/New_York", map)
