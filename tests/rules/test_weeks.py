"""A working week as people write it."""

import re

import pytest

from beforehand.rules.weeks import AGENT_WEEK, CALLING_WEEK, week


def test_an_agents_week_is_monday_to_friday_and_a_shorter_saturday():
    assert week(AGENT_WEEK) == (((540, 1080),),) * 5 + (((600, 960),), ())


def test_a_client_may_be_called_from_eight_to_nine_every_day():
    assert week(CALLING_WEEK) == (((480, 1260),),) * 7


def test_a_day_may_have_several_ranges_and_end_at_midnight():
    assert week({"wed": [["09:00", "12:00"], ["13:30", "24:00"]]})[2] == ((540, 720), (810, 1440))


@pytest.mark.parametrize(
    ("pair", "fault"),
    [
        (["18:00", "09:00"], "fri: 18:00 to 09:00 ends before it starts"),
        (["09:00", "09:00"], "fri: 09:00 to 09:00 ends before it starts"),
        (["9:00", "18:00"], "fri: “9:00” is no time of day; write one like 09:30"),
        (["09:00", "24:01"], "fri: “24:01” is no time of day; write one like 09:30"),
        (["09:60", "18:00"], "fri: “09:60” is no time of day; write one like 09:30"),
        (["nine", "18:00"], "fri: “nine” is no time of day; write one like 09:30"),
    ],
)
def test_what_is_no_range_names_its_day(pair, fault):
    with pytest.raises(ValueError, match=f"^{re.escape(fault)}$"):
        week({"fri": [pair]})
