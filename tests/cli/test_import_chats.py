"""Chats on the command line."""

from pathlib import Path

import pytest

from beforehand.records.models import Touch
from tests.cast import Cast
from tests.cli.test_import import NONE, answer, brought

CHAT = (
    "14.11.2026, 10:00 - Bob Ames: the inspector comes on Monday\n"
    "20.11.2026, 10:00 - Dana Ortega: Any news on the inspection?\n"
)


@pytest.fixture(autouse=True)
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "WhatsApp Chat with Dana Ortega.txt"
    path.write_text(CHAT)
    return path


def test_a_chat_of_nobody_you_know_is_counted(chat: Path, cast: Cast) -> None:
    assert answer(chat, "--agent", cast.bob.user.email) == NONE | {
        "touches": NONE["touches"] | {"unmatched": 2}
    }


def test_who_has_the_name_of_a_client_is_named_and_comes_in_by_name_only_if_told(
    chat: Path, cast: Cast
) -> None:
    cast.client_of(cast.bob, "Dana Ortega", phone="+15125550142")
    agent = ("--agent", cast.bob.user.email)
    told = answer(chat, *agent, code=1)
    assert told["touches"] == NONE["touches"] | {"unmatched": 2}
    assert [problem["problem"] for problem in told["problems"]] == [
        "“Dana Ortega” of this chat has the name of your client Dana Ortega: say whether it is them, in the preview "
        "or with --by-name"
    ]
    assert answer(chat, *agent, "--by-name") == NONE | {"touches": NONE["touches"] | {"new": 2}}
    assert answer(chat, *agent) == NONE | {"touches": NONE["touches"] | {"known": 2}}
    assert Touch.objects.count() == 2


def test_a_dry_run_by_name_writes_nothing(chat: Path, cast: Cast) -> None:
    cast.client_of(cast.bob, "Dana Ortega", phone="+15125550142")
    words = brought(chat, "--agent", cast.bob.user.email, "--by-name", "--dry-run").output
    assert "Calls and messages: 2 new" in words
    assert not Touch.objects.exists()
