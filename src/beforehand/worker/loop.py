"""The loop: duties and work until it is told to stop, through restarts of the database."""

import logging
import os
import random
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import InterfaceError, OperationalError, connection

from beforehand.actions.heartbeat import beat
from beforehand.actions.work import claim, extend, release
from beforehand.records.models import Work
from beforehand.worker import receiving, watching
from beforehand.worker.handlers import ABROAD, perform
from beforehand.worker.tick import LEASE, do_duties

log = logging.getLogger("beforehand.worker")

_BATCH = 10
_ABROAD = 2
_POLL_S = 1.0
_DUTIES_EVERY = timedelta(seconds=5)
_LONGEST_PAUSE_S = 30.0


def clock() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def new_name() -> str:
    """A name that no other worker has or had, so that none takes another's lease for its own."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{os.urandom(4).hex()}"


def run(stop: threading.Event, *, lease: timedelta = LEASE) -> None:
    """Works until `stop` is set and the pieces under way are done; idle, it costs a few indexed looks a second."""
    abroad = [
        threading.Thread(target=_work, args=(stop, lease), kwargs={"only": ABROAD}, name=f"abroad-{number}")
        for number in range(_ABROAD)
    ]
    abroad += [
        threading.Thread(target=each.run, args=(stop,), name=each.__name__) for each in (watching, receiving)
    ]
    for thread in abroad:
        thread.start()
    _work(stop, lease, but=ABROAD)
    for thread in abroad:
        thread.join()


def _work(
    stop: threading.Event, lease: timedelta, *, only: Sequence[str] = (), but: Sequence[str] = ()
) -> None:
    """One lane: what waits for other servers, or all the rest and the duties."""
    worker, rng = new_name(), random.Random()  # noqa: S311 spreads tries out, guards nothing
    next_duties, pause_s = clock(), 1.0
    while not stop.is_set():
        try:
            is_busy = False
            if not only and clock() >= next_duties:
                beat(clock())
                is_busy = any(do_duties(clock())[0].values())
                next_duties = clock() if is_busy else clock() + _DUTIES_EVERY
            pieces = claim(worker, at=clock(), lease=lease, limit=1 if only else _BATCH, only=only, but=but)
            if _do(pieces, worker, stop, lease=lease, rng=rng):
                is_busy = True
            pause_s = 1.0
            stop.wait(0 if is_busy else _POLL_S)
        except Exception as fault:  # noqa: BLE001 the loop outlives whatever happens in it
            _say_what_happened(fault, pause_s)
            connection.close()
            stop.wait(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
    connection.close()


def _do(
    waiting: list[Work], worker: str, stop: threading.Event, *, lease: timedelta, rng: random.Random
) -> int:
    """Does these pieces; how many they were. On `stop` it gives back what is not begun."""
    claimed = len(waiting)
    with _heartbeat(waiting, worker, lease):
        while waiting and not stop.is_set():
            perform(waiting[0], worker=worker, at=clock(), clock=clock, rng=rng)
            del waiting[0]
    release(waiting, worker=worker)
    return claimed


@contextmanager
def _heartbeat(pieces: Sequence[Work], worker: str, lease: timedelta) -> Iterator[None]:
    """Extends the leases of the pieces still in the list while the block runs, from a thread of its own."""
    if not pieces:
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(pieces, worker, lease, done), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(pieces: Sequence[Work], worker: str, lease: timedelta, done: threading.Event) -> None:
    while not done.wait(lease.total_seconds() / 4):
        try:
            beat(clock())
            extend(list(pieces), worker=worker, at=clock(), lease=lease)
        except (OperationalError, InterfaceError) as fault:
            log.warning("A lease could not be extended (%s).", type(fault).__name__)
            connection.close()
    connection.close()


def _say_what_happened(fault: Exception, pause_s: float) -> None:
    if isinstance(fault, OperationalError | InterfaceError):
        first_line = next(iter(str(fault).splitlines()), "")
        log.warning("The database does not answer (%s): trying again in %.0f s.", first_line, pause_s)
    else:
        log.error("The worker stumbled: trying again in %.0f s.", pause_s, exc_info=fault)
