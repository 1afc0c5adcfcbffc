"""The shared chats, each line of them, as a person reads them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from beforehand.channels.chat_export.reading import read, recognises, recognises_file
from beforehand.rules.captures import Captured

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "fmt_whatsapp_txt"
MARIA = (("handle", "whatsapp:maria stone"),)
BOTH = (*MARIA, ("phone", "+15125550142"))

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside this repository")


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 6, 10, hour, minute, second, tzinfo=UTC)


def told(file_name: str, zone: str) -> list[tuple[object, ...]]:
    found = read(DATA / file_name, file_name, ours=["Agent Kim"], zone=zone)
    return [
        (each.at, each.direction, each.channel, each.outcome, each.points, each.name, each.text, each.asks)
        if isinstance(each, Captured)
        else (each.place, each.problem)
        for each in found
    ]


@pytest.mark.parametrize("name", ["android_us.txt", "android_eu.txt", "ios_us.txt"])
def test_each_is_recognised_by_its_first_line(name: str) -> None:
    assert recognises_file(DATA / name)
    assert recognises(name, (DATA / name).read_bytes()[:100])


def test_a_chat_of_an_american_android_phone() -> None:
    asked = "Hi! Any update on the inspection?\nsecond line: still me"
    assert told("android_us.txt", "America/Chicago") == [
        (at(19, 5), "in", "chat", "received", MARIA, "Maria Stone", asked, "none"),
        (at(19, 31), "out", "chat", "sent", MARIA, "Maria Stone", "", "none"),
        (at(19, 32), "out", "chat", "sent", MARIA, "Maria Stone", "Report attached.", "none"),
    ]


def test_a_chat_of_an_american_iphone_with_somebody_whose_name_is_not_known() -> None:
    asked, promised = "Hi! Any update on the inspection?", "I’ll send the report by Friday"
    number = "+1 (512) 555-0142"
    assert told("ios_us.txt", "America/Chicago") == [
        (at(19, 5, 40), "in", "chat", "received", MARIA, "Maria Stone", asked, "none"),
        (at(19, 31, 2), "out", "chat", "sent", BOTH, "", "", "none"),
        (at(19, 32), "out", "chat", "sent", BOTH, "", promised, "none"),
        (at(19, 40), "in", "call", "no_answer", (("phone", "+15125550142"),), number, "", "question"),
    ]


def test_a_chat_of_a_european_android_phone_in_two_ways_of_writing() -> None:
    assert told("android_eu.txt", "Europe/Madrid") == [
        (at(12, 5), "in", "chat", "received", MARIA, "Maria Stone", "Hola, alguna novedad?", "none"),
        (
            at(12, 5),
            "out",
            "chat",
            "sent",
            MARIA,
            "Maria Stone",
            "(German style date in another export)",
            "none",
        ),
    ]
