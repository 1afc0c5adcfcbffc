"""What a phone tells, and what is wrong with it by the name of the field."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.channels.phone_capture.fields import FieldFault
from beforehand.channels.phone_capture.reading import Phone, read
from beforehand.rules.call_lengths import Thresholds
from beforehand.rules.captures import Captured

AT = datetime(2026, 11, 24, 15, 0, 30, tzinfo=UTC)
DANA = ("phone", "+15125550142")
PHONE = Phone("7", "America/Chicago", "US", Thresholds())


def told(*, now: datetime = AT, phone: Phone = PHONE, **fields: object) -> Captured:
    return read({"kind": "call", "direction": "out", "number": "512 555 0142"} | fields, phone=phone, at=now)


def fault(**fields: object) -> str:
    with pytest.raises(FieldFault) as refused:
        told(**fields)
    assert refused.value.problem.startswith(f"{refused.value.field}: ")
    return refused.value.problem


def test_a_call_is_told_with_all_that_is_known_of_it() -> None:
    captured = told(seconds=240, name="Dana", text="Walk through\non Friday", id="c-9")
    assert (captured.source, captured.channel, captured.direction) == ("phone_capture", "call", "out")
    assert (captured.at, captured.outcome, captured.seconds) == (AT, "spoke", 240)
    assert (captured.points, captured.name) == ((DANA,), "Dana")
    assert (captured.summary, captured.text) == (
        "Walk through on Friday",
        "",
    )  # our own note is no word of theirs


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"seconds": "90"}, ("out", "spoke", "none", False)),
        ({"seconds": 45.0}, ("out", "no_answer", "none", True)),
        ({"seconds": 5}, ("out", "no_answer", "none", False)),
        ({}, ("out", "no_answer", "none", True)),
        ({"spoke": "yes", "seconds": 5}, ("out", "spoke", "none", False)),
        ({"spoke": False, "seconds": 300}, ("out", "no_answer", "none", False)),
        ({"direction": "incoming", "seconds": 30}, ("in", "spoke", "none", False)),
        ({"direction": "Missed"}, ("in", "no_answer", "question", False)),
        ({"kind": "voicemail", "direction": ""}, ("in", "left_message", "question", False)),
        ({"kind": "voicemail"}, ("out", "left_message", "none", False)),
        ({"kind": "text", "text": "On my way"}, ("out", "sent", "none", False)),
        ({"kind": "SMS", "direction": "in", "text": "Hi"}, ("in", "received", "none", False)),
        ({"kind": "meeting", "direction": None}, ("out", "spoke", "none", False)),
        ({"kind": "meeting", "spoke": "no"}, ("out", "no_answer", "none", False)),
    ],
)
def test_each_kind_is_what_it_says(fields: dict, expected: tuple) -> None:
    each = told(**fields)
    assert (each.direction, each.outcome, each.asks, each.ask_if_reached) == expected


def test_what_they_wrote_or_said_is_heard() -> None:
    assert told(kind="text", direction="in", text="Any news?").text == "Any news?"
    assert told(kind="voicemail", direction="in", text="Call me").text == "Call me"


@pytest.mark.parametrize("written", ["+1 512 555 0142", "(512) 555-0142", 5125550142, "tel:+15125550142"])
def test_numbers_come_in_any_spelling(written: object) -> None:
    assert told(number=written).points == (DANA,)


def test_numbers_are_dialled_from_the_office_s_country() -> None:
    berlin = Phone("7", "Europe/Berlin", "DE", Thresholds())
    assert told(number="030 1234567", phone=berlin).points == (("phone", "+49301234567"),)


def test_a_name_alone_is_a_point_of_its_own() -> None:
    captured = told(number="", name="  José  Núñez ")
    assert (captured.points, captured.name) == ((("handle", "phone:jose nunez"),), "José  Núñez")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", AT),
        ("2026-11-24T08:30:00", datetime(2026, 11, 24, 14, 30, tzinfo=UTC)),  # in the member's zone
        ("2026-11-24T08:30:00-06:00", datetime(2026, 11, 24, 14, 30, tzinfo=UTC)),
        ("2026-11-24T14:30:00.250Z", datetime(2026, 11, 24, 14, 30, tzinfo=UTC)),
        (1795530600, datetime(2026, 11, 24, 14, 30, tzinfo=UTC)),
        ("1795530600250", datetime(2026, 11, 24, 14, 30, tzinfo=UTC)),
        ("2026-11-24T15:02:00Z", AT),  # a clock that runs ahead
    ],
)
def test_the_time_may_be_written_as_phones_do(written: object, expected: datetime) -> None:
    assert told(at=written).at == expected


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "kind: it is missing; send call, text, voicemail or meeting."),
        ({"kind": "fax"}, "kind: “fax” is not known; send call, text, voicemail or meeting."),
        ({"direction": ""}, "direction: it is missing; send in, out or missed."),
        ({"direction": "up"}, "direction: “up” is not known; send in, out or missed."),
        ({"kind": "text", "direction": "missed"}, "direction: only a call is missed; send in or out for a text."),
        ({"number": ""}, "number: who was it with? Send number, or name where the phone knows no number."),
        ({"number": "Dana"}, "number: “Dana” is no telephone number; a name alone is sent as name instead."),
        ({"number": ["512"]}, "number: send plain text or a number, not a list or a dictionary."),
        ({"name": "x" * 161}, "name: 161 characters are too many; send 160 at most."),
        ({"seconds": "4:05"}, "seconds: “4:05” is no length; send whole seconds, 86400 at most."),
        ({"seconds": -1}, "seconds: “-1” is no length; send whole seconds, 86400 at most."),
        ({"seconds": 86_401}, "seconds: “86401” is no length; send whole seconds, 86400 at most."),
        ({"spoke": "maybe"}, "spoke: “maybe” is neither yes nor no."),
        ({"text": "x" * 20_001}, "text: 20001 characters are too many; send 20000 at most."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_the_name_of_the_field(fields: dict, sentence: str) -> None:
    assert fault(**fields) == sentence


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("noon", "at: “noon” is no time; send one like 2026-11-24T09:30:00-06:00."),
        ("2026-11-24T15:03:00Z", "at: 2026-11-24T15:03:00Z is still to come; send a contact once it has happened."),
        ("2026-10-25T15:00:29Z", "at: 2026-10-25T15:00:29Z is more than 30 days ago; log it by hand instead."),
        ("0001-01-01T00:00+14:00", "at: “0001-01-01T00:00+14:00” is no time; send one like 2026-11-24T09:30:00-06:00."),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused(written: str, sentence: str) -> None:
    assert fault(at=written) == sentence


def test_an_automation_that_fires_twice_tells_of_one_event() -> None:
    assert told().external_id == told(now=AT + timedelta(seconds=20), number="+15125550142").external_id


@pytest.mark.parametrize(
    "other",
    [
        {"now": AT + timedelta(minutes=1)},
        {"number": "512 555 0143"},
        {"direction": "in"},
        {"id": "2"},
        {"phone": Phone("8", "America/Chicago", "US", Thresholds())},
    ],
)
def test_another_minute_number_direction_id_or_member_is_another_event(other: dict) -> None:
    assert told(**other).external_id != told().external_id


def test_two_texts_in_one_minute_are_two_and_the_phone_s_own_id_is_the_event_s() -> None:
    hi, news = (told(kind="text", text=words).external_id for words in ("Hi", "Any news?"))
    assert hi != news
    assert told(id="1").external_id == told(id="1", now=AT + timedelta(days=1), kind="text").external_id


NAMES = ("kind", "direction", "number", "name", "at", "seconds", "spoke", "text", "id")
WORDS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.just([]))


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), WORDS), st.sampled_from(["call", "text", "voicemail", "meeting"])
)
def test_whatever_is_sent_is_read_or_refused_by_the_name_of_a_field(fields: dict, kind: str) -> None:
    try:
        captured = told(**({"kind": kind, "direction": "in"} | fields))
    except FieldFault as refused:
        field = refused.field
    else:
        assert len(captured.external_id) == 64
        assert captured.at <= AT
        captured.text.encode()
        field = "kind"
    assert field in NAMES
