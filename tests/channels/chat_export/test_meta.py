"""Threads of Messenger and Instagram, alone and in a whole download."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from beforehand.channels.chat_export.meta_threads import mended
from beforehand.channels.chat_export.reading import read, recognises, recognises_file
from beforehand.rules.captures import Captured, Problem, Unreadable
from tests.channels.chat_export.reading import all_of, captured

MS = 1_781_118_300_123  # 2026-06-10 19:05:00 UTC
AT = datetime(2026, 6, 10, 19, 5, tzinfo=UTC)
MARIA = (("handle", "messenger:maria nunez"),)


def mangled(text: str) -> str:
    """As Meta writes it: each byte of the UTF-8 as a character."""
    return text.encode().decode("latin-1")


def said(who: str, text: str | None, *, after_s: int = 0, **more: Any) -> dict[str, Any]:
    message = {"sender_name": mangled(who), "timestamp_ms": MS + after_s * 1000, **more}
    return message if text is None else message | {"content": mangled(text)}


def thread(
    *messages: dict[str, Any], names: tuple[str, ...] = ("María Núñez", "Kim"), title: str = "María Núñez"
) -> bytes:
    people = [{"name": mangled(name)} for name in names]
    content = {"participants": people, "messages": list(reversed(messages)), "title": mangled(title)}
    return json.dumps(content).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_thread_is_read_from_its_oldest_message_with_its_letters_mended() -> None:
    raw = thread(said("María Núñez", "¿Alguna novedad? 🏠"), said("Kim", "Mañana", after_s=60))
    assert recognises("message_1.json", raw[:64])
    first, second = captured(raw, "message_1.json")
    assert (first.source, first.at, first.direction, first.channel, first.outcome) == (
        "messenger", AT, "in", "chat", "received",
    )  # fmt: skip
    assert (first.points, first.name, first.ours, first.text) == (
        MARIA,
        "María Núñez",
        "Kim",
        "¿Alguna novedad? 🏠",
    )
    assert (second.direction, second.outcome, second.points, second.text) == ("out", "sent", MARIA, "Mañana")


@pytest.mark.parametrize("text", ["plain", "é", "Ünïcödé – ok", "naïve café", "Ã", "emoji 🏠 and é"])
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("text", ["José", "它", "🏠🏡", "a “quoted” word", "İstanbul"])
def test_text_that_was_mangled_is_mended(text: str) -> None:
    assert mended(mangled(text)) == text


@pytest.mark.parametrize(
    ("who", "more", "outcome", "asks", "ask_if_reached", "seconds"),
    [
        ("María Núñez", {"call_duration": 125}, "spoke", "none", False, 125),
        ("María Núñez", {"call_duration": 10, "type": "Call"}, "no_answer", "none", True, 10),
        ("María Núñez", {"call_duration": 0}, "no_answer", "question", False, 0),
        (
            "María Núñez",
            {"call_duration": 0, "missed": True, "type": "Call"},
            "no_answer",
            "question",
            False,
            0,
        ),
        ("Kim", {"call_duration": 0}, "no_answer", "none", False, 0),
        ("Kim", {"call_duration": 89}, "no_answer", "none", True, 89),
        ("Kim", {"call_duration": 90}, "spoke", "none", False, 90),
    ],
)
def test_calls(
    who: str, more: dict[str, Any], outcome: str, asks: str, ask_if_reached: bool, seconds: int
) -> None:
    (found,) = captured(thread(said(who, "called you.", **more)), "message_1.json")
    assert (found.channel, found.outcome, found.asks, found.ask_if_reached, found.seconds, found.text) == (
        "call", outcome, asks, ask_if_reached, seconds, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    "message",
    [
        said("María Núñez", "gone", is_unsent=True),
        said("María Núñez", "María added Bo.", type="Subscribe"),
        said("María Núñez", "Liked a message"),
        said("María Núñez", "Reacted ❤️ to your message "),
        {"timestamp_ms": MS, "content": "nobody's"},
    ],
)
def test_what_is_no_contact_is_left_out(message: dict[str, Any]) -> None:
    assert all_of(thread(message), "message_1.json") == []


def test_a_photo_without_words_is_a_contact() -> None:
    (found,) = captured(thread(said("Kim", None, photos=[{"uri": "x.jpg"}])), "message_1.json")
    assert (found.outcome, found.text) == ("sent", "")


def test_a_time_that_is_none_is_named() -> None:
    (problem,) = all_of(thread(said("Kim", "hi") | {"timestamp_ms": 12}), "message_1.json")
    assert problem == Problem(
        "message_1.json, message 1",
        "timestamp_ms is not a time in milliseconds since 1970 (between 2000 and 2099); enter this one by hand.",
    )


def test_people_who_left_are_nobody() -> None:
    raw = thread(said("Facebook user", "hi"), names=("Facebook user", "Kim"), title="Facebook user")
    assert captured(raw, "message_1.json")[0].points == ()


def test_who_we_are_is_told_by_the_title_where_our_name_is_another() -> None:
    raw = thread(said("María Núñez", "hi"), said("K. Lee", "ho", after_s=1), names=("María Núñez", "K. Lee"))
    assert [each.direction for each in captured(raw, "message_1.json", ours=[])] == ["in", "out"]


def test_a_thread_that_does_not_say_who_we_are_asks() -> None:
    raw = thread(said("Bo", "hi"), names=("Bo", "Lu", "Ann"), title="Alder Ct")
    with pytest.raises(Unreadable) as refused:
        all_of(raw, "message_1.json", ours=["Kim"])
    assert refused.value.problem.startswith("This chat of Bo, Lu, Ann does not say who you are")


def test_the_newer_threads_of_messenger_are_read_too() -> None:
    content = {
        "participants": ["José Núñez", "Kim"],
        "threadName": "José Núñez_3",
        "messages": [
            {
                "isUnsent": False,
                "senderName": "José Núñez",
                "text": "any news?",
                "timestamp": MS,
                "type": "text",
            },
            {"isUnsent": True, "senderName": "José Núñez", "text": "", "timestamp": MS + 1, "type": "text"},
        ],
    }
    (found,) = captured(json.dumps(content, ensure_ascii=False).encode(), "José Núñez_3.json")
    assert (found.points, found.text, found.at) == ((("handle", "messenger:jose nunez"),), "any news?", AT)


class TestADownload:
    OLD = thread(said("María Núñez", "first"))
    NEW = thread(said("María Núñez", "second", after_s=9))
    OTHER = thread(
        said("Bo Ek", "hello", after_s=20),
        said("K. Lee", "ho", after_s=30),
        names=("Bo Ek", "K. Lee"),
        title="Bo Ek",
    )

    def test_is_read_thread_by_thread_each_from_its_oldest_file(self) -> None:
        raw = zipped(
            {
                "your_facebook_activity/messages/inbox/maria_1/message_1.json": self.NEW,
                "your_facebook_activity/messages/inbox/maria_1/message_2.json": self.OLD,
                "your_facebook_activity/messages/filtered_threads/spam_9/message_1.json": self.OTHER,
                "your_facebook_activity/messages/inbox/maria_1/photos/1.jpg": b"\xff\xd8",
                "personal_information/profile.json": b"{}",
            }
        )
        assert recognises("facebook-kim.zip", raw[:100])
        assert [each.text for each in captured(raw, "facebook-kim.zip")] == ["first", "second"]

    def test_of_instagram_is_social(self) -> None:
        raw = zipped({"your_instagram_activity/messages/inbox/bo_1/message_1.json": self.OTHER})
        first, _ = captured(raw, "download.zip")
        assert (first.source, first.channel, first.points) == (
            "instagram", "social", (("handle", "instagram:bo ek"),),
        )  # fmt: skip

    def test_tells_its_owner_who_is_in_all_threads(self) -> None:
        maria = thread(said("K. Lee", "hi"), names=("K. Lee", "María Núñez"), title="Deal 7")
        raw = zipped(
            {"messages/inbox/m/message_1.json": maria, "messages/inbox/b/message_1.json": self.OTHER}
        )
        assert [(each.direction, each.name) for each in captured(raw, "x.zip", ours=["Somebody"])] == [
            ("in", "Bo Ek"), ("out", "Bo Ek"), ("out", "María Núñez"),
        ]  # fmt: skip

    def test_loses_only_the_thread_that_is_broken(self) -> None:
        raw = zipped(
            {"messages/inbox/a/message_1.json": b"{ broken", "messages/inbox/m/message_1.json": self.OLD}
        )
        problem, found = all_of(raw, "x.zip")
        assert problem == Problem(
            "messages/inbox/a/message_1.json",
            "messages/inbox/a/message_1.json is damaged or not copied whole; download it again.",
        )
        assert isinstance(found, Captured)

    def test_in_html_is_refused_with_the_remedy(self) -> None:
        raw = zipped({"messages/inbox/a/message_1.html": b"<html>"})
        with pytest.raises(Unreadable) as refused:
            all_of(raw, "x.zip")
        assert refused.value.problem == "x.zip is a download in HTML; ask for it again in JSON."

    def test_again_has_the_same_ids(self) -> None:
        once = captured(thread(said("Kim", "hi"), said("Kim", "ho", after_s=5)), "message_1.json")
        again = captured(
            thread(said("Kim", "ho", after_s=5), said("Kim", "new", after_s=7)), "message_1.json"
        )
        assert again[0].external_id == once[1].external_id
        assert len({each.external_id for each in [*once, *again]}) == 3


def test_a_thread_of_instagram_is_known_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "instagram-kim-2026" / "messages" / "inbox" / "bo_1"
    folder.mkdir(parents=True)
    file = folder / "message_1.json"
    file.write_bytes(TestADownload.OTHER)
    assert recognises_file(file)
    assert not recognises_file(tmp_path)
    found = [
        each
        for each in read(file, "message_1.json", ours=["K. Lee"], zone="UTC")
        if isinstance(each, Captured)
    ]
    assert {each.source for each in found} == {"instagram"}


def test_what_no_database_takes_is_left_out_of_names_and_words() -> None:
    who = "Ma\0ria Nunez \ud800"
    message = {"sender_name": who, "timestamp_ms": MS, "content": "Any\0 news? \ud800"}
    text = json.dumps({"participants": [{"name": who}, {"name": "Kim"}], "messages": [message], "title": who})
    (found,) = captured(text, "message_1.json")
    assert (found.points, found.text) == ((("handle", "messenger:maria nunez ?"),), "Any news? ?")
