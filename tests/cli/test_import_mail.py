"""Mail archives on the command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from beforehand.records.models import Touch
from tests.cast import AT, Cast
from tests.cli.test_import import NONE, answer, brought
from tests.letters import BOB, DANA, letter

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def cast(db: None) -> Cast:
    cast = Cast()
    cast.client_of(cast.bob, email="dana@example.com")
    return cast


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Mail of more than a year ago, and a newsletter."""
    folder = tmp_path / "mail"
    folder.mkdir()
    for n, (sender, to) in enumerate([(DANA, BOB), (BOB, DANA), ("bob@old.example", DANA)]):
        (folder / f"{n}.eml").write_bytes(letter("Hello", at=AT - (400 - n) * DAY, sender=sender, to=to))
    news = letter("Rates!", at=AT - 390 * DAY, List_Unsubscribe="<mailto:off@news.example>")
    (folder / "news.eml").write_bytes(news)
    return folder


def touches(**counts: int) -> dict:
    return NONE | {"touches": NONE["touches"] | counts}


def test_a_folder_of_mail_comes_in_and_adds_nothing_twice(folder: Path, cast: Cast) -> None:
    agent = ("--agent", cast.bob.user.email)
    assert answer(folder, *agent) == touches(new=2, unmatched=1)
    assert answer(folder, *agent, "--as", "mail_archive") == touches(known=2, unmatched=1)
    assert list(Touch.objects.order_by("at").values_list("direction", "source")) == [
        ("in", "email"), ("out", "email"),
    ]  # fmt: skip


def test_what_was_written_from_another_address_comes_in_if_told(folder: Path, cast: Cast) -> None:
    agent = ("--agent", cast.bob.user.email)
    assert answer(folder, *agent, "--me", "Bob@Old.example") == touches(new=3)
    assert Touch.objects.filter(direction="out", member=cast.bob).count() == 2
    refused = brought(folder, *agent, "--me", "old.example")
    assert refused.exit_code == 2
    assert "--me: “old.example” is no e-mail address." in refused.output


def test_a_dry_run_tells_what_would_come_in_for_people(folder: Path, cast: Cast) -> None:
    words = brought(folder, "--agent", cast.bob.user.email, "--dry-run").output
    assert (
        "Calls and messages: 2 new, 0 known already, 1 with nobody you know (not in the ledger), 0 refused."
        in words
    )
    assert "Newsletters, mail among yourselves and from machines: 1 left out." in words
    assert not Touch.objects.exists()


def test_a_message_that_cannot_be_read_is_named_by_its_place(folder: Path, cast: Cast) -> None:
    (folder / "9.eml").write_bytes(b"From: dana@example.com\nSubject: Hi\n\nHello\n")
    words = brought(folder, "--agent", cast.bob.user.email)
    assert words.exit_code == 1
    assert "mail, 9.eml: This message has neither a Date nor a Received line that can be read" in words.output


def test_a_folder_without_anything_to_bring_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    words = brought(tmp_path / "notes")
    assert words.exit_code == 1
    assert (
        "notes is a folder without mail or pages of Google Voice; name the files in it one by one."
        in words.output
    )
