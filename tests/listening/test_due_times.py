from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beforehand.listening.due_times import due

ZONE = "America/New_York"
WEDNESDAY = "2026-11-18 14:00"  # local; Thanksgiving week is the next, clocks went back on 1 November


def said(text: str, now: str = WEDNESDAY, zone: str = ZONE) -> str | None:
    at = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    moment = due(text, at=at, zone=zone)
    assert moment is None or moment.tzinfo is UTC
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a day alone: the end of its working day
        ("I'll send it by Friday", "2026-11-20 17:00"),
        ("I'll send the disclosures on Friday.", "2026-11-20 17:00"),
        ("will do it fri", "2026-11-20 17:00"),
        ("will do it by fri", "2026-11-20 17:00"),
        ("I'll have it to you Thursday", "2026-11-19 17:00"),
        ("you'll have it Monday", "2026-11-23 17:00"),
        ("I will call you tomorrow", "2026-11-19 17:00"),
        ("will call tmrw", "2026-11-19 17:00"),
        ("I'll call you tommorow", "2026-11-19 17:00"),
        ("I'll get it done today", "2026-11-18 17:00"),
        ("I'll look at it later today", "2026-11-18 17:00"),
        ("We'll have it the day after tomorrow", "2026-11-20 17:00"),
        ("I'll do it by the next business day", "2026-11-19 17:00"),
        ("I'll get back to you Monday or Tuesday", "2026-11-24 17:00"),
        ("I'll call you tomorrow or Friday", "2026-11-20 17:00"),
        ("Saturday I'll swing by and check", "2026-11-21 17:00"),
        # the weekday that is today means the next one, unless "this" is said
        ("I'll send it by Wednesday", "2026-11-25 17:00"),
        ("I'll send it this Wednesday", "2026-11-18 17:00"),
        ("I'll drop it off next Wednesday", "2026-11-25 17:00"),
        # weeks begin on Monday
        ("I'll call next Tuesday", "2026-11-24 17:00"),
        ("I'll call you next Friday", "2026-11-27 17:00"),
        ("I'll call you Friday next week", "2026-11-27 17:00"),
        ("We'll send the draft next week", "2026-11-27 17:00"),
        ("We'll send the draft early next week", "2026-11-24 17:00"),
        ("I will have it mid next week", "2026-11-25 17:00"),
        ("You'll have it by the end of next week", "2026-11-27 17:00"),
        ("I'll get it to you this week", "2026-11-20 17:00"),
        ("I'll get it over by the end of the week", "2026-11-20 17:00"),
        ("will send by EOW", "2026-11-20 17:00"),
        ("I'll work on it this weekend", "2026-11-22 17:00"),
        ("I'll read it over the weekend", "2026-11-22 17:00"),
        ("You'll have it before the weekend", "2026-11-20 17:00"),
        # end of day, close of business
        ("I'll get you the numbers by end of day", "2026-11-18 17:00"),
        ("will send EOD", "2026-11-18 17:00"),
        ("I'll send it by COB", "2026-11-18 17:00"),
        ("I'll send it by close of business Friday", "2026-11-20 17:00"),
        ("I'll get it to you by EOD tomorrow", "2026-11-19 17:00"),
        ("I'll send it by the end of the day on Monday", "2026-11-23 17:00"),
        # parts of the day
        ("I'll call you tomorrow morning", "2026-11-19 12:00"),
        ("I'll call you tomorrow afternoon", "2026-11-19 17:00"),
        ("I'll call tomorrow evening", "2026-11-19 20:00"),
        ("I'll call you this afternoon", "2026-11-18 17:00"),
        ("I'll email it tonight", "2026-11-18 21:00"),
        ("I'll email it this evening", "2026-11-18 20:00"),
        ("I'll call you in the morning", "2026-11-19 12:00"),
        ("I'll call first thing Monday", "2026-11-23 09:00"),
        ("I'll call first thing tomorrow", "2026-11-19 09:00"),
        ("I'll do it first thing in the morning", "2026-11-19 09:00"),
        ("I'll send it Friday morning", "2026-11-20 12:00"),
        ("We'll have it by lunchtime tomorrow", "2026-11-19 12:00"),
        ("I left you a message this morning", None),
        # clock times
        ("I'll call you at 3", "2026-11-18 15:00"),
        ("I'll call you at 3pm", "2026-11-18 15:00"),
        ("I'll call at 3:30", "2026-11-18 15:30"),
        ("I'll call around 4 p.m.", "2026-11-18 16:00"),
        ("I'll ring you at 16:45", "2026-11-18 16:45"),
        ("will call by 5", "2026-11-18 17:00"),
        ("I'll call you at 9", "2026-11-19 09:00"),
        ("I'll call you at 1", "2026-11-19 13:00"),
        ("I'll have it by noon", "2026-11-19 12:00"),
        ("I'll have it by noon tomorrow", "2026-11-19 12:00"),
        ("I'll call you at 10 tomorrow", "2026-11-19 10:00"),
        ("I'll call you tomorrow at 10:15am", "2026-11-19 10:15"),
        ("I'll call Friday at 2", "2026-11-20 14:00"),
        ("I'll call at 8 tonight", "2026-11-18 20:00"),
        ("I'll call you today at 9", "2026-11-18 21:00"),
        ("I'll call you today at 9am", None),
        ("I'll call after 3 tomorrow", "2026-11-19 17:00"),
        ("I'll call after 5pm", "2026-11-18 21:00"),
        ("I'll call you tomorrow at 3pm Pacific", "2026-11-19 18:00"),
        ("I'll send it by 12 CT tomorrow", "2026-11-19 13:00"),
        ("I'll be there at 12 Main Street to let them in", None),
        ("I'll get you the 5% figure", None),
        # from now on
        ("I'll call you in an hour", "2026-11-18 15:00"),
        ("I'll call you in half an hour", "2026-11-18 14:30"),
        ("I'll call back in 20 minutes", "2026-11-18 14:20"),
        ("give me a minute, I'll call in 5 mins", "2026-11-18 14:05"),
        ("I'll be back to you within the hour", "2026-11-18 15:00"),
        ("We'll respond within 24 hours", "2026-11-19 14:00"),
        ("We will reply within 24-48 hours", "2026-11-20 14:00"),
        ("I'll call in an hour or two", "2026-11-18 16:00"),
        ("I'll have an answer in a couple of hours", "2026-11-18 16:00"),
        ("I'll check back in two days", "2026-11-20 17:00"),
        ("I'll get back to you in a day or two", "2026-11-20 17:00"),
        ("We'll respond within 3 business days", "2026-11-23 17:00"),
        ("You will hear from us in 1-2 weeks", "2026-12-02 17:00"),
        ("I'll follow up in a few days", "2026-11-21 17:00"),
        ("I will circle back in two weeks", "2026-12-02 17:00"),
        ("I'll check in within the next three days", "2026-11-21 17:00"),
        ("I'll call you a week from Monday", "2026-11-30 17:00"),
        ("We'll review in a month", "2026-12-18 17:00"),
        # dates
        ("I'll send it by the 5th", "2026-12-05 17:00"),
        ("I'll send it by the 20th", "2026-11-20 17:00"),
        ("You will have the report on the 30th at 10am", "2026-11-30 10:00"),
        ("I'll send the 1st draft", None),
        ("I'll file it by Nov 30", "2026-11-30 17:00"),
        ("I'll file it by November 30th", "2026-11-30 17:00"),
        ("I'll file it on 3 December", "2026-12-03 17:00"),
        ("I will file by January 4, 2027", "2027-01-04 17:00"),
        ("I'll file it by Jan. 4", "2027-01-04 17:00"),
        ("I'll have it by 11/30", "2026-11-30 17:00"),
        ("I'll have it by 12/1/26", "2026-12-01 17:00"),
        ("I'll have it by 2026-12-02", "2026-12-02 17:00"),
        ("I'll have it by 25/11", "2026-11-25 17:00"),
        ("I'll send the report for 11/2", None),
        ("You'll have it by the end of the month", "2026-11-30 17:00"),
        ("I'll get it done next month", "2026-12-31 17:00"),
        ("I'll call on Friday, November 27 at 3:00 PM", "2026-11-27 15:00"),
        ("I'll call Monday the 30th by noon", "2026-11-30 12:00"),
        ("I'll call Thursday 12/3", "2026-12-03 17:00"),
        ("we'll come by tomorrow between 2 and 4 pm", "2026-11-19 16:00"),
        ("will call 2-3pm fri", "2026-11-20 15:00"),
        ("I sat down with him and will reply", None),
        ("I'll call Mon at 10", "2026-11-23 10:00"),
        ("I'll text you when I'm there in 10", "2026-11-18 14:10"),
        ("I'll have it in 48hrs", "2026-11-20 14:00"),
        ("We'll be in touch over the next few days", "2026-11-21 17:00"),
        # before a day: the working day before it
        ("I'll call you before Friday", "2026-11-19 17:00"),
        ("I'll have it before Thursday", "2026-11-18 17:00"),
        ("I'll call before 3pm Friday", "2026-11-20 15:00"),
        # not when it was promised for
        ("I'll answer your mail from Monday tomorrow", "2026-11-19 17:00"),
        ("I saw it last Friday and will fix it by Monday", "2026-11-23 17:00"),
        ("I spoke with the lender this morning and will send it tomorrow", "2026-11-19 17:00"),
        ("Good morning, I'll send it tomorrow", "2026-11-19 17:00"),
        ("I'll send it out Friday", "2026-11-20 17:00"),
        ("I'm out Friday, so I'll send it Monday", "2026-11-23 17:00"),
        ("I'll send it no later than Friday", "2026-11-20 17:00"),
        ("I'll have it by end of Friday", "2026-11-20 17:00"),
        ("Give me until Friday and I'll have it", "2026-11-20 17:00"),
        ("I'll get it to you before the closing", None),
        ("I'll let you know as soon as I hear", None),
        ("I'll get back to you shortly", None),
        ("I'll pay the 24/7 hotline a visit", None),
        ("", None),
    ],
)
def test_the_words_of_a_promise_name_this_moment(text: str, expected: str | None) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("I'll do it today", "2026-11-18 18:30", "2026-11-18 23:59"),
        ("by end of day", "2026-11-18 18:30", "2026-11-18 23:59"),
        ("by Friday", "2026-11-20 09:00", "2026-11-27 17:00"),
        ("by the end of the week", "2026-11-20 18:00", "2026-11-20 23:59"),
        ("this week", "2026-11-21 10:00", "2026-11-27 17:00"),
        ("next week", "2026-11-22 10:00", "2026-11-27 17:00"),
        ("next Tuesday", "2026-11-22 10:00", "2026-11-24 17:00"),
        ("next Tuesday", "2026-11-23 10:00", "2026-12-01 17:00"),
        ("this weekend", "2026-11-22 10:00", "2026-11-22 17:00"),
        ("in the morning", "2026-11-18 06:00", "2026-11-18 12:00"),
        ("at 9", "2026-11-18 08:00", "2026-11-18 09:00"),
        ("by the 31st", "2026-11-18 08:00", "2026-12-31 17:00"),
        ("by the 30th", "2026-01-31 08:00", "2026-03-30 17:00"),
        ("in a month", "2026-01-31 08:00", "2026-02-28 17:00"),
        ("by Jan 2", "2026-12-30 08:00", "2027-01-02 17:00"),
        ("tomorrow", "2026-12-31 08:00", "2027-01-01 17:00"),
        ("within 2 business days", "2026-11-20 08:00", "2026-11-24 17:00"),
        ("tomorrow at 9am", "2026-03-07 12:00", "2026-03-08 09:00"),
        ("within 24 hours", "2026-03-07 12:00", "2026-03-08 13:00"),
        ("tomorrow", "2026-10-31 12:00", "2026-11-01 17:00"),
        ("within 24 hours", "2026-10-31 12:00", "2026-11-01 11:00"),
        ("at 2:30am", "2026-03-07 22:00", "2026-03-08 03:30"),
        ("before Friday", "2026-11-19 18:00", "2026-11-20 09:00"),
    ],
)
def test_it_depends_on_when_it_was_said(text: str, now: str, expected: str) -> None:
    assert said(f"I'll send it {text}", now) == expected


def test_the_writers_zone_decides_what_tomorrow_is() -> None:
    at = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)
    assert due("I'll call tomorrow", at=at, zone="Europe/London") == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert due("I'll call tomorrow", at=at, zone="America/Los_Angeles") == datetime(
        2026, 11, 20, 1, 0, tzinfo=UTC
    )


WORDS = st.sampled_from(
    ["i'll", "by", "at", "in", "on", "the", "next", "this", "3", "9pm", "24", "hours", "friday", "tomorrow", "end of",
     "day", "week", "nov", "31", "2/30", "morning", "noon", "before"]
)  # fmt: skip
MIN, MAX = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01")


@given(
    st.one_of(st.text(), st.lists(WORDS).map(" ".join)),
    st.datetimes(MIN, MAX),
)
def test_whatever_is_said_is_due_later_or_never(text: str, at: datetime) -> None:
    moment = due(text, at=at.replace(tzinfo=UTC), zone=ZONE)
    assert moment is None or moment > at.replace(tzinfo=UTC)


def test_a_message_without_end_is_read_in_no_time() -> None:
    at = datetime(2026, 11, 18, tzinfo=UTC)
    assert due("I'll " + "in 1 or 2 " * 100_000, at=at, zone=ZONE) is None
    assert due("by Friday " * 100_000, at=at, zone=ZONE) == datetime(
        2026, 11, 20, 22, tzinfo=UTC
    ) + timedelta(0)
