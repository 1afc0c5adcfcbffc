"""What the reports of a call say happened."""

from datetime import UTC, datetime

import pytest

from beforehand.channels.telephony.calls import read_call
from beforehand.channels.telephony.reports import Line, Report
from beforehand.rules.call_lengths import Thresholds
from beforehand.rules.captures import Unreadable

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
OURS, DANA, BOB = "+15125550100", "+15125550142", "+15125550177"
LINE = Line(OURS, "US")


def read(**fields: str) -> Report | None:
    call = {"CallSid": "CA1", "From": DANA, "To": OURS, "Direction": "inbound"} | fields
    return read_call(call, line=LINE, thresholds=Thresholds(), at=AT)


def told(**fields: str) -> tuple[object, ...]:
    """Direction, outcome, what it asks, and whether only the member knows if they spoke."""
    report = read(**fields)
    assert report is not None
    each = report.captured
    return each.direction, each.outcome, each.asks, each.ask_if_reached


def test_a_call_that_was_answered_is_told_with_all_that_is_known_of_it() -> None:
    report = read(
        CallStatus="completed",
        CallDuration="240",
        CallerName=" ORTEGA DANA ",
        Timestamp="Tue, 24 Nov 2026 14:58:01 +0000",
    )
    assert report is not None
    captured = report.captured
    assert (captured.source, captured.external_id, captured.channel) == ("telephony", "CA1", "call")
    assert captured.at == datetime(2026, 11, 24, 14, 58, 1, tzinfo=UTC)
    assert captured.points == (("phone", DANA),)
    assert (captured.name, captured.ours, captured.seconds) == ("ORTEGA DANA", OURS, 240)
    assert report.outdoes == frozenset()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ("29", ("in", "no_answer", "none", True)),
        ("30", ("in", "spoke", "none", False)),
        ("0", ("in", "no_answer", "question", False)),
        ("", ("in", "no_answer", "question", False)),
    ],
)
def test_an_inbound_call_counts_by_its_length(seconds: str, expected: tuple) -> None:
    assert told(CallStatus="completed", CallDuration=seconds) == expected


@pytest.mark.parametrize("status", ["busy", "failed", "no-answer", "canceled"])
def test_an_inbound_call_that_nobody_answered_asks(status: str) -> None:
    assert told(CallStatus=status) == ("in", "no_answer", "question", False)


@pytest.mark.parametrize(
    ("status", "seconds", "expected"),
    [
        ("completed", "90", ("out", "spoke", "none", False)),
        ("completed", "89", ("out", "no_answer", "none", True)),
        ("completed", "29", ("out", "no_answer", "none", False)),
        ("busy", "", ("out", "no_answer", "none", False)),
        ("no-answer", "", ("out", "no_answer", "none", False)),
        ("canceled", "", ("out", "no_answer", "none", False)),
        ("failed", "", ("out", "failed", "none", False)),
    ],
)
@pytest.mark.parametrize("direction", ["outbound-api", "outbound-dial"])
def test_an_outbound_call_is_with_whom_we_called(
    direction: str, status: str, seconds: str, expected: tuple
) -> None:
    fields = {"From": OURS, "To": DANA, "Direction": direction}
    assert told(CallStatus=status, CallDuration=seconds, **fields) == expected


def test_a_machine_that_answers_is_nobody() -> None:
    fields = {"From": OURS, "To": DANA, "Direction": "outbound-api", "CallStatus": "completed"}
    assert told(CallDuration="120", AnsweredBy="machine_start", **fields) == (
        "out",
        "no_answer",
        "none",
        False,
    )
    assert told(CallDuration="120", AnsweredBy="human", **fields) == ("out", "spoke", "none", False)


@pytest.mark.parametrize("status", ["queued", "initiated", "ringing", "in-progress", "", "else"])
def test_a_call_that_has_not_ended_is_nothing_yet(status: str) -> None:
    assert read(CallStatus=status, CallDuration="50") is None


@pytest.mark.parametrize(
    ("dialled", "seconds", "expected"),
    [
        ("completed", "61", ("in", "spoke", "none", False)),
        ("answered", "61", ("in", "spoke", "none", False)),
        ("no-answer", "", ("in", "no_answer", "question", False)),
        ("busy", "", ("in", "no_answer", "question", False)),
    ],
)
def test_a_call_that_was_forwarded_is_what_became_of_forwarding_it(
    dialled: str, seconds: str, expected: tuple
) -> None:
    fields = {"DialCallStatus": dialled, "DialCallDuration": seconds, "RecordingUrl": "https://x"}
    assert told(CallStatus="in-progress", **fields) == expected


def test_the_leg_to_our_own_mobile_is_a_part_of_the_caller_s_call() -> None:
    leg = {"CallSid": "CA2", "ParentCallSid": "CA1", "To": BOB, "Direction": "outbound-dial"}
    report = read(CallStatus="completed", CallDuration="61", **leg)
    assert report is not None
    assert (report.captured.external_id, report.captured.direction) == ("CA1", "in")
    assert report.captured.points == (("phone", DANA),)
    assert report.outdoes == {"no_answer"}
    missed = read(CallStatus="no-answer", **leg)
    assert missed is not None
    assert (missed.captured.asks, missed.outdoes) == ("question", frozenset())


def test_a_voicemail_asks_and_its_words_outdo_all_that_was_known() -> None:
    left = read(CallStatus="completed", RecordingUrl="https://x/RE1", RecordingDuration="21")
    assert left is not None
    assert (left.captured.outcome, left.captured.asks, left.captured.seconds) == (
        "left_message",
        "question",
        21,
    )
    assert (left.captured.text, left.outdoes) == ("", {"no_answer"})

    words = read(CallStatus="completed", RecordingSid="RE1", TranscriptionText="Any news on the house?")
    assert words is not None
    assert words.captured.text == "Any news on the house?"
    assert words.outdoes == {"no_answer", "left_message", "spoke"}


@pytest.mark.parametrize("words", ["", "(blank)"])
def test_a_transcript_without_words_is_a_voicemail_without_words(words: str) -> None:
    report = read(RecordingSid="RE1", TranscriptionStatus="failed", TranscriptionText=words)
    assert report is not None
    assert (report.captured.text, report.captured.outcome) == ("", "left_message")


def test_the_recording_of_a_conversation_is_no_voicemail() -> None:
    assert read(RecordingUrl="https://x", RecordingSource="DialVerb") is None


@pytest.mark.parametrize(
    "caller",
    ["", "anonymous", "+266696687", "Restricted", "client:bob", "sip:bob@pbx.example", "22395", OURS],
)
def test_who_cannot_be_called_back_is_not_kept(caller: str) -> None:
    assert read(From=caller, CallStatus="no-answer") is None


def test_numbers_come_in_any_spelling() -> None:
    report = read(From="(512) 555-0142", CallStatus="no-answer")
    assert report is not None
    assert report.captured.points == (("phone", DANA),)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", AT),
        ("yesterday", AT),
        ("Tue, 24 Nov 2026 16:00:00 +0000", AT),  # a clock that runs ahead
        ("Tue, 24 Nov 2026 08:00:00 -0600", datetime(2026, 11, 24, 14, 0, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:00:00 -1200", AT),
    ],
)
def test_a_call_is_at_the_moment_it_says_or_else_now(said: str, expected: datetime) -> None:
    report = read(CallStatus="no-answer", Timestamp=said)
    assert report is not None
    assert report.captured.at == expected


def test_a_report_without_an_id_is_refused_with_its_reason() -> None:
    with pytest.raises(Unreadable, match="CallSid is missing"):
        read(CallSid="")
    with pytest.raises(Unreadable, match="CallSid: an id has 64 characters at most"):
        read(CallSid="C" * 65)
