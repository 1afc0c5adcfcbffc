"""Times as people say them, in the listener's zone."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.rules.spoken_time import ago, day, hour, moment, span_days

CHICAGO = "America/Chicago"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # Tuesday, 9:00 in Chicago


@pytest.mark.parametrize(
    ("utc", "said"),
    [("06:00", "12 am"), ("15:00", "9 am"), ("17:15", "11:15 am"), ("18:00", "12 pm"), ("23:05", "5:05 pm")],
)
def test_an_hour_is_told_in_the_listeners_zone(utc, said):
    at = datetime.fromisoformat(f"2026-11-24T{utc}:00+00:00")
    assert hour(at, CHICAGO) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "Thursday"),
        (6, "Monday"),
        (7, "Tue 1 Dec"),
        (-2, "Sun 22 Nov"),
        (60, "Sat 23 Jan 2027"),
    ],
)
def test_a_day_is_told_from_today(days, said):
    assert day(NOW + timedelta(days=days), NOW, CHICAGO) == said


def test_the_day_is_the_listeners_not_utcs():
    late_evening = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert moment(late_evening, NOW, CHICAGO) == "today, 9 pm"
    assert moment(late_evening, NOW, "Europe/Berlin") == "tomorrow, 4 am"


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=40), "40 min ago"),
        (timedelta(minutes=60), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6, hours=5), "6 days ago"),
    ],
)
def test_how_long_ago_is_told_in_one_unit(gone, said):
    assert ago(NOW - gone, NOW) == said


def test_a_span_counts_whole_days():
    assert span_days(timedelta(hours=23)) == "less than a day"
    assert span_days(timedelta(hours=47)) == "1 day"
    assert span_days(timedelta(days=9)) == "9 days"
