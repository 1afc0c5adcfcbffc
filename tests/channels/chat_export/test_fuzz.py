"""Whatever a file holds, it is read, or refused in a sentence; and what was written comes back."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.channels.chat_export.reading import read, recognises
from beforehand.rules.captures import Captured, Problem, Unreadable

PIECES = st.sampled_from(
    [
        "6/14/26", "14.06.2026", "2026-06-14", "[", "]", ", ", " - ", "2:05 PM", "14:05", ":11", "\u202f", "\u200e",
        "\u200f", "\ufeff", "Maria Stone", ": ", ":", "\n", "\r\n", "<Media omitted>", "Missed voice call", "Kim",
        "+1 512 555 0142", "\x00", "\u2028", "الساعة", "٢٠٢٦", "p. m.", '"', "“", "²", "௧", "99/99/9999", "00/00/00",
    ]
)  # fmt: skip
LOOSE = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    "sender_name",
    "timestamp_ms",
    "content",
    "call_duration",
    "type",
    "is_unsent",
    "missed",
    "senderName",
    "text",
)
MESSAGES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6) | VALUES
THREADS = st.fixed_dictionaries(
    {"participants": st.lists(st.fixed_dictionaries({"name": VALUES}) | VALUES, max_size=3)},
    optional={"messages": st.lists(MESSAGES, max_size=4) | VALUES, "title": VALUES},
)
WORDS = st.text("abc:-<>[]\u200e é🏠", min_size=1, max_size=20).map(str.strip)


def held(raw: bytes, name: str) -> None:
    recognises(name, raw)
    try:
        found = list(read(raw, name, ours=["Kim"], zone="America/New_York"))
    except Unreadable:
        return
    for each in found:
        assert isinstance(each, Problem) or (
            each.at.tzinfo is UTC and each.at.microsecond == 0 and len(each.external_id) == 64
        )


@settings(max_examples=50, deadline=None)
@given(
    LOOSE
    | st.lists(LOOSE, max_size=5).map(lambda lines: "".join(f"\n6/14/26, 2:05 PM - {line}" for line in lines))
)
def test_any_text_is_read_or_refused(text: str) -> None:
    held(text.encode("utf-8", "replace"), "chat.txt")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda rest: b"PK\x03\x04" + rest))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    held(raw, "chat.zip")


def test_a_member_of_an_archive_without_a_name_is_left_out() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("_chat.txt", "hello")
    with pytest.raises(Unreadable):
        list(read(file.getvalue().replace(b"_chat.txt", b"\0chat.txt"), "x.zip", ours=["Kim"], zone="UTC"))


@settings(max_examples=50, deadline=None)
@given(THREADS)
def test_any_thread_is_read_or_refused(content: object) -> None:
    held(json.dumps(content).encode(), "message_1.json")


@settings(max_examples=40, deadline=None)
@given(
    began=st.datetimes(datetime(2015, 1, 20), datetime(2030, 1, 1)),  # noqa: DTZ001 wall times of a phone
    gaps=st.lists(st.integers(0, 60 * 24 * 30), min_size=1, max_size=12),
    senders=st.data(),
)
def test_a_chat_that_is_written_comes_back(began: datetime, gaps: list[int], senders: st.DataObject) -> None:
    at, written, expected = began.replace(second=0, microsecond=0, day=20), [], []
    for gap in gaps:
        at += timedelta(minutes=gap)
        who = senders.draw(st.sampled_from(["Kim", "Maria Stone"]))
        said = senders.draw(WORDS.filter(lambda text: text and not text.startswith(("\u200e", "<", "["))))
        written.append(f"{at:%d/%m/%Y}, {at:%H:%M} - {who}: {said}\n")
        expected.append((at.replace(tzinfo=UTC), who == "Kim"))
    found = list(
        read("".join(written).encode(), "WhatsApp Chat with Maria Stone.txt", ours=["Kim"], zone="UTC")
    )
    kept = [each for each in found if isinstance(each, Captured)]
    assert [(each.at, each.direction == "out") for each in kept] == expected
    assert len({each.external_id for each in kept}) == len(kept)
