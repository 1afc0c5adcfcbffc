"""Events come out at their true times, whoever wrote the calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.channels.calendar.events import Event, Guest
from beforehand.rules.captures import Unreadable
from tests.channels.calendar.files import (
    BOB,
    MARIA,
    calendar,
    event,
    everything,
    read,
    refused,
    starts,
)

OUTLOOK = "\r\n".join(
    [
        "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
        "BEGIN:STANDARD", "DTSTART:16010101T020000", "TZOFFSETFROM:-0300", "TZOFFSETTO:-0400",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0300",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
    ]
)  # fmt: skip


def test_an_event_is_read_whole():
    (found,) = read(event("SUMMARY:Walk through\\, 12 Elm", "LOCATION:12 Elm St", MARIA, BOB))

    assert found == Event(
        uid="walk-1",
        recurrence="",
        starts_at=datetime(2026, 11, 24, 15, tzinfo=UTC),
        ends_at=datetime(2026, 11, 24, 16, tzinfo=UTC),
        title="Walk through, 12 Elm",
        location="12 Elm St",
        channel="meeting",
        guests=(Guest("maria@lopez.example", "Maria Lopez"), Guest("bob@rivera.example", "Bob Ames")),
    )


def test_rooms_are_no_guests_and_an_address_may_stand_in_a_parameter():
    (found,) = read(
        event(
            "ATTENDEE;CUTYPE=ROOM;CN=Boardroom:mailto:boardroom@rivera.example",
            "ATTENDEE;CN=Maria;EMAIL=maria@lopez.example:/aMTA/principal/",
            "ATTENDEE;PARTSTAT=DECLINED;CN=joe@lopez.example:MAILTO:joe@lopez.example",
            "ATTENDEE;CN=Nobody:urn:uuid:1",
        )
    )

    assert found.guests == (Guest("maria@lopez.example", "Maria"), Guest("joe@lopez.example", "", True))


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        ("DTSTART:20261124T150000Z", "11-24 15:00"),
        ("DTSTART;TZID=America/New_York:20261124T150000", "11-24 20:00"),
        ("DTSTART;TZID=Eastern Standard Time:20261124T150000", "11-24 20:00"),
        ('DTSTART;TZID="Eastern Standard Time":20260724T150000', "07-24 19:00"),
        ("DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20260724T150000", "07-24 19:00"),
        ("DTSTART;TZID=US/Eastern:20260724T150000Z", "07-24 15:00"),
        ("DTSTART:20261124T090000", "11-24 15:00"),  # floating: Chicago
        ("DTSTART;VALUE=DATE:20261124", "11-24 06:00"),
        ("DTSTART;TZID=America/Chicago:20260308T023000", "03-08 08:30"),  # an hour that was left out
        ("DTSTART;TZID=America/Chicago:20261101T013000", "11-01 06:30"),  # an hour that came twice: the first
    ],
)
def test_times_are_those_of_their_zone(start, utc):
    (found,) = read(event(start=start))

    assert starts([found]) == [utc]
    assert found.is_all_day == ("VALUE=DATE" in start)


def test_times_without_a_zone_are_in_the_calendar_s_own_where_it_names_one():
    (found,) = read("X-WR-TIMEZONE:America/New_York", event(start="DTSTART:20261124T100000"))

    assert starts([found]) == ["11-24 15:00"]


def test_a_zone_that_the_file_defines_holds_for_that_file_only():
    west = OUTLOOK.replace("-0300", "-0700").replace("-0400", "-0800")
    at = "DTSTART;TZID=Customized Time Zone:20260724T120000"

    assert starts(read(OUTLOOK, event(start=at))) == ["07-24 15:00"]
    assert starts(read(event(start=at), west)) == ["07-24 19:00"]
    assert starts(read(OUTLOOK, event(start=at.replace("0724", "1224")))) == ["12-24 16:00"]


def test_a_weekly_call_keeps_its_hour_through_the_change_of_clocks():
    found = read(
        event(
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "EXDATE;TZID=America/Chicago:20261103T090000",
            start="DTSTART;TZID=Central Standard Time:20261027T090000",
        )
    )

    assert starts(found) == ["10-27 14:00", "11-10 15:00"]
    assert [each.recurrence for each in found] == ["20261027T140000Z", "20261110T150000Z"]
    assert len({each.external_id for each in found}) == 2


def test_an_instance_that_was_moved_or_called_off_keeps_its_name():
    weekly = event("SUMMARY:Weekly", "RRULE:FREQ=WEEKLY;COUNT=3", start="DTSTART:20261103T150000Z")
    moved = event("RECURRENCE-ID:20261110T150000Z", "SUMMARY:Later", start="DTSTART:20261111T180000Z")
    off = event("RECURRENCE-ID:20261117T150000Z", "STATUS:CANCELLED", start="DTSTART:20261117T150000Z")

    found = sorted(read(weekly, moved, off), key=lambda each: each.starts_at)

    assert [(each.recurrence, each.title, each.is_cancelled) for each in found] == [
        ("20261103T150000Z", "Weekly", False),
        ("20261110T150000Z", "Later", False),
        ("20261117T150000Z", "", True),
    ]
    assert starts(found) == ["11-03 15:00", "11-11 18:00", "11-17 15:00"]
    assert [each.recurrence for each in read(moved)] == ["20261110T150000Z"]


def test_a_change_of_this_and_all_that_follow_gives_each_its_own_name():
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=4", start="DTSTART:20261103T150000Z")
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261117T150000Z", start="DTSTART:20261117T170000Z")

    found = sorted(read(weekly, later), key=lambda each: each.starts_at)

    assert starts(found) == ["11-03 15:00", "11-10 15:00", "11-17 17:00", "11-24 17:00"]
    assert len({each.external_id for each in found}) == 4


def test_further_dates_and_the_edges_of_the_window():
    further = event("RDATE:20261125T150000Z,20261126T150000Z")

    assert starts(read(further)) == ["11-24 15:00", "11-25 15:00", "11-26 15:00"]
    until = datetime(2026, 11, 26, 15, tzinfo=UTC)
    assert starts(read(further, from_at=until - timedelta(days=1), until_at=until)) == ["11-25 15:00"]


def test_an_event_outside_of_the_window_is_not_even_read():
    torn = event("DTEND:nonsense", start="DTSTART:20251224T150000Z")

    assert read(torn) == []
    assert len(refused(torn.replace("20251224", "20261224"))) == 1


@pytest.mark.parametrize(
    ("lines", "is_cancelled"),
    [
        (["STATUS:CANCELLED"], True),
        (["STATUS:TENTATIVE"], False),
        (["SUMMARY:Canceled: Walk through"], True),
        (["SUMMARY:Cancelled event: Walk through"], True),
        (["SUMMARY:Cancelled flight: what now?"], False),
    ],
)
def test_what_was_called_off_says_so(lines, is_cancelled):
    assert [each.is_cancelled for each in read(event(*lines))] == [is_cancelled]


def test_a_message_that_calls_off_and_one_that_answers():
    assert [each.is_cancelled for each in read("METHOD:CANCEL", event())] == [True]
    assert read("METHOD:REPLY", event()) == []


def test_what_many_programs_get_wrong_is_mended():
    found = read(
        event("DTEND: 20261124T160000Z", "DURATION:PT9H", "EXDATE:", "RDATE:", "X-NONSENSE", uid="1"),
        event("RRULE:FREQ=WEEKLY;BYDAY=TU, TH;COUNT=2", start="DTSTART : 20261124T150000Z", uid="2"),
        event("BEGIN:VALARM", "TRIGGER:nonsense", "DTSTART:nonsense", "END:VALARM", uid="3"),
        event(
            "SEQUENCE:1", "ATTENDEE;CN=Maria Lopez\r\n ;PARTSTAT=ACCEPTED:mailto:maria@\r\n\tlopez.example"
        ),
    )

    assert starts(found) == ["11-24 15:00", "11-24 15:00", "11-26 15:00", "11-24 15:00", "11-24 15:00"]
    assert found[0].ends_at - found[0].starts_at == timedelta(hours=1)
    assert found[-1].guests == (Guest("maria@lopez.example", "Maria Lopez"),)


def test_letters_that_a_fold_tears_apart_and_other_encodings_are_read():
    torn = calendar(event("SUMMARY:Jos\N{LATIN SMALL LETTER E WITH ACUTE}")).replace(
        b"\xc3\xa9", b"\xc3\r\n \xa9"
    )
    latin = calendar(event("SUMMARY:José")).decode().encode("cp1252")
    wide = calendar(event("SUMMARY:José")).decode().encode("utf-16")

    assert [found.title for ics in (torn, latin, wide) for found in everything(ics)] == ["José"] * 3


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        (event("RRULE:FREQ=SECONDLY"), "It repeats more often than daily, as no meeting does; "),
        (event("RRULE:FREQ=MINUTELY;COUNT=3"), "It repeats more often than daily, as no meeting does; "),
        (event("RRULE:FREQ=DAILY;INTERVAL=0"), "It repeats in steps of nothing (INTERVAL=0); "),
        (event("RRULE:FREQ=OFTEN"), "Its RRULE is “FREQ=OFTEN”, which is none; "),
        (event("RRULE:FREQ=DAILY", "DURATION:P400D"), "It repeats and lasts longer than a month; "),
        (event("DTEND:20261124T140000Z"), "It ends before it starts; "),
        (event("DTEND:soon"), "Its DTEND is “soon”, which is none; "),
        (event(start="DTSTART:20261399T250000Z"), "Its DTSTART is “20261399T250000Z”, which is none; "),
        (event(start="X-START:20261124"), "It has no start (DTSTART); "),
        (
            event(start="DTSTART;TZID=Customized Time Zone:20261124T150000"),
            "Its times are in the zone “Customized Time Zone”, which the file does not define; ",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(part, problem):
    (found,) = refused(part)

    assert found.place == "line 4"
    assert found.problem == f"{problem}correct the event in its calendar."


def test_a_zone_that_changes_by_the_second_keeps_nobody_busy():
    bomb = OUTLOOK.replace("FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "FREQ=SECONDLY")

    (found,) = refused(bomb, event(start="DTSTART;TZID=Customized Time Zone:20261124T150000"))
    assert "which the file does not define" in found.problem


def test_one_broken_event_costs_that_one_only():
    found = everything(
        calendar(event("SUMMARY:Torn", "RRULE:FREQ=OFTEN", uid="1"), event("SUMMARY:Whole", uid="2"))
    )

    assert [getattr(each, "title", getattr(each, "place", "")) for each in found] == [
        "line 4, “Torn”",
        "Whole",
    ]


def test_a_file_that_ends_inside_an_event_gives_what_stands_before():
    whole = calendar(event(uid="1"), event(uid="2"))
    found = everything(whole[: whole.rindex(b"END:VEVENT")])

    assert isinstance(found[0], Event)
    assert [each.problem for each in found[1:]] == ["The file ends inside this event; fetch it again."]


def test_an_event_that_its_calendar_s_end_cuts_short_costs_that_one_only():
    torn = event("SUMMARY:Torn", uid="1").removesuffix("END:VEVENT") + "X-AFTER:1"
    found = everything(calendar(torn) + b"X-OUTSIDE:1\r\n" + calendar(event("SUMMARY:Whole", uid="2")))

    assert [getattr(each, "title", getattr(each, "problem", "")) for each in found] == [
        "The file ends inside this event; fetch it again.",
        "Whole",
    ]


@pytest.mark.parametrize("junk", [b"", b"\x00\xff", b"<html><body>Sign in</body></html>", b"UID:1\r\n"])
def test_what_is_no_calendar_is_refused(junk):
    with pytest.raises(Unreadable, match=r"^This is no calendar: .+ begins with BEGIN:VCALENDAR; choose"):
        everything(junk)


def test_what_repeats_without_end_takes_no_longer_than_it_may(monkeypatch):
    monkeypatch.setattr("beforehand.channels.calendar.reading._REPEATING_S", 0.0)
    daily = event("RRULE:FREQ=DAILY;COUNT=2", uid="1")

    found = everything(calendar(daily, event(uid="2")))

    assert [type(each).__name__ for each in found] == ["Problem", "Event"]
    assert found[0].problem == "The calendar repeats so much that this event was left out."


def test_what_no_database_takes_is_left_out_of_a_title():
    (found,) = read(event("SUMMARY:Walk \0through"))
    assert found.title == "Walk through"
