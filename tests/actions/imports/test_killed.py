"""An archive whose worker is killed while it comes in, on SQLite and on PostgreSQL."""

import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


def test_mail_comes_in_once_however_often_its_worker_dies(own_environment):
    played = subprocess.run(
        [sys.executable, "-m", "tests.actions.imports.killed"],
        env=own_environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert played.returncode == 0, played.stderr
    told = json.loads(played.stdout)
    assert told == {
        "deaths": 4,
        "state": "done",
        "read": 1500,
        "new": 2250,
        "known": 0,
        "in_the_ledger": 2250,
        "asked": 10,
        "after_the_mailbox": [2250, 10],
    }
