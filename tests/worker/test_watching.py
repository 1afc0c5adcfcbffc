"""New mail is read within seconds, without a look every few of them."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dovecot import PASSWORD, USER, running
from tests.letters import letter

_ROOT = Path(__file__).parents[2]
_PLAY = """
import sys
from datetime import UTC, datetime, timedelta
import django; django.setup()
from beforehand.records.migrating import bring_up_to_date
bring_up_to_date()
from tests.cast import Cast
from beforehand.actions.mailboxes import connect_mailbox
at = datetime.now(UTC).replace(microsecond=0)
cast = Cast(at)
cast.client_of(cast.bob, email="dana@example.com")
connect_mailbox(address="{user}", host="127.0.0.1", port={port}, security="none", username="", auth="password",
                secret="{password}", since=at.date() - timedelta(days=9), by=cast.bob, at=at)
"""
_COUNT = """
import django; django.setup()
from beforehand.records.models import Touch
print(Touch.objects.count())
"""
_WATCHED = """
import django; django.setup()
from beforehand.records.models import Mailbox
print(Mailbox.objects.get().watched_until is not None)
"""


def _until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.3)


@pytest.mark.slow
@pytest.mark.own_database
def test_a_letter_is_in_the_ledger_within_seconds(own_environment: dict[str, str]) -> None:
    def play(words: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", words],
            env=own_environment,
            cwd=_ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    with running() as dovecot:
        play(_PLAY.format(user=USER, port=dovecot.port, password=PASSWORD))
        worker = subprocess.Popen(
            [sys.executable, "-c", "from beforehand.main import main; main()", "worker"],
            env=own_environment, cwd=_ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _until(lambda: play(_WATCHED).strip() == "True", 150)
            time.sleep(1)  # until it waits at the server
            dovecot.deliver(letter("Thank you!", at=datetime.now(UTC) - timedelta(minutes=1)))
            # The regular look would come after two minutes, and comes sooner than that only by luck.
            _until(lambda: play(_COUNT).strip() == "1", 60)
        finally:
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(30) == 0
