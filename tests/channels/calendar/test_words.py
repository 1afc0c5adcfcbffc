"""A room, a screen or a telephone, told by the words of an event; and whom we meet."""

from datetime import UTC, datetime

import pytest

from beforehand.channels.calendar.events import captured, others
from beforehand.rules.captures import Captured
from tests.channels.calendar.files import BOB, MARIA, event, read

OURS = frozenset({"bob@rivera.example"})
MEET = "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij"


@pytest.mark.parametrize(
    ("lines", "channel"),
    [
        (["SUMMARY:Walk through", "LOCATION:12 Elm St"], "meeting"),
        (["SUMMARY:Walk through", "LOCATION:12 Elm St", MEET], "meeting"),
        (["SUMMARY:Catch up", MEET], "video"),
        (["SUMMARY:Meet Maria"], "meeting"),
        (["SUMMARY:Call Maria"], "call"),
        (["SUMMARY:Phone: closing costs", MEET], "call"),
        (["SUMMARY:Video call"], "video"),
        (["SUMMARY:Zoom with Maria", "LOCATION:Office"], "video"),
        (["SUMMARY:Offer", "LOCATION:https://us02web.zoom.us/j/123"], "video"),
        (["SUMMARY:Offer", "LOCATION:Microsoft Teams Meeting"], "video"),
        (["SUMMARY:Offer", "LOCATION:(512) 555-0142"], "call"),
        (["SUMMARY:Offer", "LOCATION:Phone"], "call"),
        (["SUMMARY:Offer", "DESCRIPTION:Join https://teams.microsoft.com/l/meetup"], "video"),
        (["SUMMARY:Recall the Callahans’ offer"], "meeting"),
    ],
)
def test_the_channel_is_what_the_event_says(lines, channel):
    assert [each.channel for each in read(event(*lines))] == [channel]


def test_a_past_meeting_is_captured_as_one_nobody_has_confirmed():
    (found,) = read(event("SUMMARY:Walk through", MARIA, BOB))

    assert captured(found, OURS) == Captured(
        source="calendar",
        external_id=found.external_id,
        at=datetime(2026, 11, 24, 16, tzinfo=UTC),
        direction="out",
        channel="meeting",
        outcome="no_answer",
        points=(("email", "maria@lopez.example"),),
        name="Maria Lopez",
        ours="bob@rivera.example",
        summary="Walk through",
        seconds=3600,
        ask_if_reached=True,
    )


@pytest.mark.parametrize(
    "lines",
    [
        [BOB],
        [BOB, MARIA, "STATUS:CANCELLED"],
        [BOB, MARIA.replace("ACCEPTED", "DECLINED")],
        [MARIA, "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@rivera.example"],
        [BOB, MARIA, "DTSTART;VALUE=DATE:20261124"],
    ],
)
def test_nobody_is_met_alone_or_where_it_is_off_or_all_day(lines):
    start = next((line for line in lines if line.startswith("DTSTART")), "DTSTART:20261124T150000Z")
    (found,) = read(event(*[line for line in lines if line != start], start=start))

    assert others(found, OURS) == ()
    assert captured(found, OURS) is None


def test_a_meeting_that_was_moved_is_the_same():
    (before,) = read(event(MARIA))
    (after,) = read(event(MARIA, start="DTSTART:20261125T150000Z"))

    assert before.external_id == after.external_id
