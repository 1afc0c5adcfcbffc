"""Calendars that others wrote are read or refused with the true reason, damaged ones too."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.channels.calendar.events import Event
from beforehand.rules.captures import Problem, Unreadable
from tests.channels.calendar.files import SAMPLES, calendar, event, everything

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside this clone")
FILES = sorted(SAMPLES.rglob("*.ics"))
START, ZONE, TIME = (
    "It has no start",
    "the zone “Western/Central Europe”",
    "Its RDATE is a time without a day",
)
REFUSED = {
    "calendars/big_bad_calendar": [START],
    "calendars/broken_dtstart": ["Its DTSTART is “INVALID-DATE”"],
    "calendars/invalid_duration": ["Its DURATION is “P999999999999999999W”"],
    "calendars/issue_1050_multiple_calendars": [START, START],
    "calendars/issue_1081_invalid_rrule_freq": ["Its RRULE is “FREQ=INVALID_TYPE_CAUSES_ERROR”"],
    "calendars/issue_1081_invalid_start_and_end": ["Its DTSTART is “INVALID-DATE”"],
    "calendars/issue_1081_invalid_start_valid_end": ["Its DTSTART is “INVALID-DATE”"],
    "calendars/issue_1081_with_summary": [START],
    "calendars/issue_1549_binary_attachment": [START],
    "calendars/issue_322_expected_calendar": [START],
    "calendars/issue_526_calendar_with_different_events": [ZONE, ZONE],
    "calendars/issue_526_calendar_with_events": [ZONE, ZONE],
    "calendars/issue_722_missing_timezones": [START],
    "calendars/issue_798_related_to": [START],
    "calendars/multiple_timezones": [TIME, TIME, TIME],
    "calendars/pr_480_summary_with_colon": [START, START],
    "calendars/rfc_7529": ["(RSCALE), which is not read"] * 4,
    "calendars/rfc_7986_conferences": [START],
    "calendars/rfc_7986_image": [START, START],
    "calendars/rfc_9253_gap": [START, START],
    "calendars/rfc_9253_related_to": [START],
    "calendars/small_bad_calendar": [START],
    "events/event_with_escaped_character2": [START],
    "events/event_with_escaped_character3": [START],
    "events/event_with_escaped_characters": [START],
    "events/event_with_rsvp": [START],
    "events/issue_100_transformed_doctests_into_unittests": [START],
    "events/issue_355_url_escaping_empty_param": [START],
    "events/issue_464_invalid_rdate": ["Its RDATE is “19970101T180000Z"],
    "events/issue_64_event_with_ascii_summary": [START],
    "events/issue_64_event_with_non_ascii_summary": [START],
    "vobject/simple_test": [START],
}
COUNTED = {
    "ical_js/google_birthday": 6,
    "ical_js/recur_instances_finite": 5,
    "ical_js/rdate_exdate": 3,
    "calendars/issue_165_missing_event": 14,
    "calendars/issue_313_globally_unique_tzid": 3,
    "calendars/issue_722_missing_timezones": 2,
    "calendars/parsing_error": 20,
    "calendars/period_with_timezone": 9,
    "calendars/pacific_fiji": 1,
    "events/issue_156_RDATE_with_PERIOD_list": 3,
    "vobject/radicale-0827": 28,
    "vobject/vobject_0050": 1,
}


def name_of(path):
    return "/".join(path.with_suffix("").parts[-2:])


def all_years(ics):
    return everything(
        ics, from_at=datetime(1990, 1, 1, tzinfo=UTC), until_at=datetime(2027, 1, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_sample_is_read_or_refused_with_its_true_reason(path):
    found = all_years(path.read_bytes())
    problems = [item for item in found if isinstance(item, Problem)]
    events = [item for item in found if isinstance(item, Event)]

    for problem, reason in zip(problems, REFUSED.get(name_of(path), []), strict=True):
        assert reason in problem.problem
    assert len({each.external_id for each in events}) == len(events)
    if name_of(path) in COUNTED:
        assert len(events) == COUNTED[name_of(path)]
    elif b"BEGIN:VEVENT" in path.read_bytes():
        assert found


def test_no_sample_is_forgotten_here():
    names = {name_of(path) for path in FILES}
    assert len(names) == 140
    assert {*REFUSED, *COUNTED} - names == set()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_calendar_raises_nothing_but_unreadable(data):
    damaged = bytearray(data.draw(st.sampled_from(FILES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        cut = data.draw(st.sampled_from([0, 1, 1, 5, 300, len(damaged)]))
        damaged[start : start + cut] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b'"', b":", b";", b"9" * 9, b"\r\n ", b"-", b"TZID=", b"{"])
        )

    try:
        found = everything(bytes(damaged))
    except Unreadable as refused:
        found = [Problem("", refused.problem)]
    for item in found:
        if isinstance(item, Event):
            assert item.starts_at <= item.ends_at
        else:
            assert item.problem.endswith(".")


@settings(max_examples=150, deadline=None)
@given(junk=st.text(max_size=80))
def test_junk_in_an_event_leaves_the_next_one(junk):
    found = everything(calendar(event(junk, uid="1"), event("SUMMARY:Whole", uid="2")))

    assert [each.title for each in found if isinstance(each, Event)][-1:] == ["Whole"]
