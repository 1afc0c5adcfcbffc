"""The measuring of the audit, on an archive small enough for a test."""

from pathlib import Path

import pytest
from benchmarks.audit import grow, measure

RAW = (
    b"From: someone@old.example\r\nTo: other@old.example,\r\n third@old.example\r\nSubject: One\r\n\r\nHello.\r\n",
    b"Subject: Two\nDate: never\nContent-Type: multipart/mixed; boundary=x\n\n"
    b"--x\nContent-Type: text/plain\n\nFrom here on.\n--x--\n",
)


def test_the_archive_is_the_same_each_time_and_each_message_has_ends_of_its_own(tmp_path: Path) -> None:
    one, two = tmp_path / "one.mbox", tmp_path / "two.mbox"
    assert grow(RAW, one, messages=9) == grow(RAW, two, messages=9) == 9
    assert one.read_bytes() == two.read_bytes()
    text = one.read_text("utf-8")
    assert text.count("\nFrom - ") == 8
    assert text.count("Message-ID: <") == len(set(text.split("Message-ID: <")[1:])) == 9
    assert "old.example" not in text
    assert "Date: never" not in text


def test_an_archive_grows_to_the_bytes_that_are_asked_for(tmp_path: Path) -> None:
    count = grow(RAW, tmp_path / "a.mbox", messages=1, least_bytes=50_000)
    assert 50_000 <= (tmp_path / "a.mbox").stat().st_size < 51_000
    assert count > 100


@pytest.mark.slow
def test_both_programs_read_every_message_and_the_audit_finds_the_clients(tmp_path: Path) -> None:
    figures = measure(RAW, tmp_path, messages=2000)
    assert (figures["messages"], figures["bare read"], figures["problems"]) == (2000, 2000, 0)
    assert 100 < figures["clients"] <= 400
    assert figures["audit, peak memory MiB"] < 300
    assert (tmp_path / "report.html").exists()
