"""Which function does which work. Work is done at least once, so every handler is idempotent.

A worker that dies after the deed and before its mark leaves the piece to be done again: a handler reads what
is true now and brings about what is wanted, rather than adding to it.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime

from beforehand.actions.housekeeping import keep_house
from beforehand.actions.work import TRIES, fail, finish
from beforehand.intake import calendars, importing, mailboxes
from beforehand.records.models import Work

log = logging.getLogger("beforehand.worker")


class WorkerDiedError(Exception):
    """Every try of a piece ended without a word, as when it takes its process down with it."""


# A name, and what is called with the payload's keys and `at`.
HANDLERS: dict[str, Callable[..., object]] = {
    "import": importing.run,
    "housekeeping": keep_house,
    "mailbox": mailboxes.look,
    "calendar": calendars.look,
}
# What waits for other people's servers: done in threads of its own, so that nothing else waits for them.
ABROAD = ("mailbox", "calendar")


def perform(
    work: Work, *, worker: str, at: datetime, clock: Callable[[], datetime], rng: random.Random
) -> bool:
    """Does one claimed piece as of `at` and marks it; False if it failed."""
    try:
        if work.attempts > TRIES:
            raise WorkerDiedError(f"after {TRIES} tries")
        HANDLERS[work.name](**work.payload, at=at)
    except Exception as fault:  # noqa: BLE001 whatever a handler raises is kept and tried again
        fail(work, fault, worker=worker, at=clock(), rng=rng)
        log.warning("%s %s failed at try %s: %s", work.name, work.pk, work.attempts, type(fault).__name__)
        return False
    finish(work, worker=worker, at=clock())
    return True
