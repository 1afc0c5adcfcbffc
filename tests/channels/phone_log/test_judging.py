"""What a line of a phone log means for the client."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.channels.phone_log.judging import Judged, Thresholds, judge
from beforehand.channels.phone_log.records import PhoneRecord

AT = datetime(2026, 6, 11, 16, 0, tzinfo=UTC)


def judged(
    kind: str, direction: str, seconds: int = 0, thresholds: Thresholds | None = None, **more
) -> Judged:
    record = PhoneRecord(
        row=1,
        external_id="1",
        kind=kind,
        direction=direction,
        at=AT,
        ended_at=AT + timedelta(seconds=seconds),
        seconds=seconds,
        number="+15125550142",
        **more,
    )
    return judge(record, thresholds or Thresholds())


@pytest.mark.parametrize(("direction", "seconds"), [("in", 30), ("in", 3600), ("out", 90), ("out", 3600)])
def test_a_long_enough_call_is_spoken(direction, seconds):
    assert judged("call", direction, seconds) == Judged(direction, "call", "spoke")


@pytest.mark.parametrize("seconds", [30, 89])
def test_an_outbound_call_as_long_as_a_greeting_asks_whether_they_were_reached(seconds):
    assert judged("call", "out", seconds) == Judged("out", "call", "no_answer", ask_if_reached=True)


@pytest.mark.parametrize("seconds", [0, 29])
def test_a_shorter_outbound_call_was_not_answered(seconds):
    assert judged("call", "out", seconds) == Judged("out", "call", "no_answer")


@pytest.mark.parametrize("seconds", [0, 29])
def test_a_short_inbound_call_asks_whether_they_were_reached(seconds):
    assert judged("call", "in", seconds) == Judged("in", "call", "no_answer", ask_if_reached=True)


@pytest.mark.parametrize("seconds", [0, 45])
def test_a_missed_call_asks_a_question_however_long_it_rang(seconds):
    assert judged("call", "in", seconds, missed=True) == Judged("in", "call", "no_answer", asks="question")


def test_a_voicemail_from_the_client_asks_a_question():
    assert judged("voicemail", "in", 40, missed=True) == Judged("in", "call", "left_message", asks="question")


def test_messages_are_received_sent_or_failed():
    assert judged("text", "in") == Judged("in", "text", "received")
    assert judged("text", "out") == Judged("out", "text", "sent")
    assert judged("text", "out", failed=True) == Judged("out", "text", "failed")


def test_an_office_may_set_its_own_thresholds():
    office = Thresholds(inbound_spoken_s=10, outbound_spoken_s=60, outbound_maybe_s=20)

    assert judged("call", "in", 10, office) == Judged("in", "call", "spoke")
    assert judged("call", "out", 60, office) == Judged("out", "call", "spoke")
    assert judged("call", "out", 20, office) == Judged("out", "call", "no_answer", ask_if_reached=True)
    assert judged("call", "out", 19, office) == Judged("out", "call", "no_answer")
