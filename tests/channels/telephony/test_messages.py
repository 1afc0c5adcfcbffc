"""What the reports of a text say happened."""

from datetime import UTC, datetime

import pytest

from beforehand.channels.telephony.messages import read_message
from beforehand.channels.telephony.reports import Line, Report
from beforehand.rules.captures import Captured, Unreadable

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
OURS, DANA = "+15125550100", "+15125550142"
LINE = Line(OURS, "US")


def read(**fields: str) -> Report | None:
    return read_message({"MessageSid": "SM1"} | fields, line=LINE, at=AT)


def test_a_text_that_came_in_is_received_with_its_words() -> None:
    report = read(From=DANA, To=OURS, Body="Any news?", NumMedia="0", SmsStatus="received")
    assert report == Report(
        Captured(
            source="telephony",
            external_id="SM1",
            at=AT,
            direction="in",
            channel="text",
            outcome="received",
            points=(("phone", DANA),),
            ours=OURS,
            text="Any news?",
        )
    )


@pytest.mark.parametrize(
    ("files", "body", "summary"),
    [("1", "", "1 picture or file"), ("3", " ", "3 pictures or files"), ("1", "See?", ""), ("", "", "")],
)
def test_pictures_without_words_are_counted(files: str, body: str, summary: str) -> None:
    report = read(From=DANA, To=OURS, Body=body, NumMedia=files)
    assert report is not None
    assert report.captured.summary == summary


@pytest.mark.parametrize(
    ("status", "outcome", "outdoes"),
    [
        ("sent", "sent", set()),
        ("delivered", "sent", set()),
        ("read", "sent", set()),
        ("undelivered", "failed", {"sent"}),
        ("failed", "failed", {"sent"}),
    ],
)
def test_a_text_of_ours_is_sent_or_failed(status: str, outcome: str, outdoes: set) -> None:
    report = read(From=OURS, To=DANA, MessageStatus=status)
    assert report is not None
    assert (report.captured.direction, report.captured.outcome) == ("out", outcome)
    assert (report.captured.points, report.outdoes) == ((("phone", DANA),), outdoes)


@pytest.mark.parametrize("status", ["accepted", "scheduled", "queued", "sending", "canceled", "else"])
def test_a_text_that_is_on_its_way_is_nothing_yet(status: str) -> None:
    assert read(From=OURS, To=DANA, MessageStatus=status) is None


def test_a_text_by_whatsapp_is_one_of_that_number() -> None:
    report = read(From=f"whatsapp:{DANA}", To=f"whatsapp:{OURS}", Body="Hi", ProfileName="Dana")
    assert report is not None
    assert (report.captured.points, report.captured.name) == ((("phone", DANA),), "Dana")


@pytest.mark.parametrize("sender", ["22395", "ACME", "messenger:1234567890", ""])
def test_short_codes_and_names_are_not_kept(sender: str) -> None:
    assert read(From=sender, To=OURS, Body="Your code is 1234") is None


def test_a_report_without_an_id_is_refused_with_its_reason() -> None:
    with pytest.raises(Unreadable, match="MessageSid is missing: this is no report"):
        read(MessageSid="", From=DANA, To=OURS)
