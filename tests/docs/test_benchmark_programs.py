"""The programs that measure what comes in, run small."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from benchmarks import listening, report_intake
from benchmarks.mails import letters

from beforehand.mail import messages
from tests.postgres import cannot_run

UNTIL = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
OURS = "agent100@rivera.example"


def test_the_mail_is_the_same_each_time_and_each_message_is_another() -> None:
    one, two = (list(letters(60, clients=range(1, 9), ours=OURS, until=UNTIL)) for _ in range(2))
    assert one == two
    read = [messages.read(raw) for raw in one]
    assert len({each.external_id for each in read}) == 60
    assert all(OURS in {each.sender.email, *(to.email for to in each.to)} for each in read)
    assert all(each.at < UNTIL and each.text for each in read if each.at)
    of_clients = [
        each for each in read if each.sender.email.startswith("c") or each.to[0].email.startswith("c")
    ]
    assert 45 <= len(of_clients) <= 55


def test_listening_is_measured_in_a_process() -> None:
    figures = listening.measure(many=4)
    assert 0 < figures["file, MB"] < 30
    assert figures["a sentence, ms"] < figures["a letter, ms"]


def _run(name: str, *arguments: str, environment: dict[str, str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments],
        env=environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.own_database
def test_captures_and_the_back_fill_of_a_small_office(tmp_path: Path) -> None:
    if not shutil.which("dovecot"):
        cannot_run("no Dovecot: install dovecot-imapd")
    database = f"sqlite:///{tmp_path}/bench.sqlite3"
    environment = {**os.environ, "BEFOREHAND_DATA": str(tmp_path), "DATABASE_URL": database}
    told = tmp_path / "told.json"
    told.write_text(json.dumps(_run("seeding", "121", environment=environment)))

    captures = _run("captures", str(told), "40", environment=environment)
    backfill = _run("backfill", str(told), "40", environment=environment)

    assert sum(captures["became"].values()) == 40
    assert captures["became"]["logged"] > 25
    assert captures["statements"] <= 8
    assert captures["statements at most"] <= 10
    assert captures["record"] > captures["parse"] > 0
    assert (backfill["messages"], backfill["looks"]) == (40, 1)
    assert 30 < backfill["captures"] <= 40
    assert 0 < backfill["imap_share"] < 1
    _reported(captures, backfill)


def _reported(captures: dict[str, Any], backfill: dict[str, Any]) -> None:
    figures = {
        "databases": {"sqlite": {"121": {"captures": captures, "backfill": backfill}}},
        "listening": listening.measure(many=4),
    }
    page = "\n".join(report_intake.sections(figures))
    assert page.count("| SQLite, 121 |") == 2
    assert "The CPU in the largest office against that in the smallest: SQLite 1.00." in page
    assert "there were no raw messages here" in page
    assert [most for _, most, _, _ in report_intake.laws(figures)] == [10, 10, 1.2, 0.3, 0.2, 30]
