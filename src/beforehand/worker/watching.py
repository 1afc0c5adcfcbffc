"""Waits at the servers of mailboxes (IMAP IDLE), so that new mail is read in seconds.

Waiting only brings the next look forward: when it fails, or there are more mailboxes than threads, the regular looks
find everything a little later.
"""

import logging
import threading
from datetime import UTC, datetime, timedelta

from django.db import connection

from beforehand.actions import mailboxes
from beforehand.channels.mailbox import fetching, watching
from beforehand.channels.mailbox.connecting import UnreachableError, connected
from beforehand.intake.mailboxes import login_of
from beforehand.records.models import Mailbox

log = logging.getLogger("beforehand.worker")

MOST = 50  # connections held at once by one process
_TURN = timedelta(minutes=4)  # a line is held so long, then made anew; servers and routers drop older ones
_ROUND_S = 10.0


def run(stop: threading.Event, *, round_s: float = _ROUND_S) -> None:
    """Keeps a thread waiting at each live mailbox that answers, up to MOST, until `stop` is set."""
    threads: list[threading.Thread] = []
    while not stop.is_set():
        threads = [thread for thread in threads if thread.is_alive()]
        try:
            for mailbox_id in _unwatched(MOST - len(threads)):
                thread = threading.Thread(
                    target=_wait_at, args=(mailbox_id, stop), name=f"mailbox-{mailbox_id}"
                )
                thread.start()
                threads.append(thread)
        except Exception as fault:  # noqa: BLE001 the database may be away; the next round tries again
            log.warning("Mailboxes cannot be watched (%s): trying again.", type(fault).__name__)
            connection.close()
        stop.wait(round_s)
    for thread in threads:
        thread.join()
    connection.close()


def _unwatched(room: int) -> list[int]:
    if room <= 0:
        return []
    now = datetime.now(UTC)
    # One that has not answered yet, or not the last time, is left to the regular looks.
    live = Mailbox.objects.filter(
        removed_at__isnull=True, member__left_at__isnull=True, looked_at__isnull=False, faults=0
    )
    return list(live.exclude(watched_until__gt=now).values_list("pk", flat=True)[:room])


def _wait_at(mailbox_id: int, stop: threading.Event) -> None:
    try:
        _take_a_turn(mailbox_id, stop)
    except UnreachableError as fault:
        log.info("Mailbox %s cannot be watched: %s", mailbox_id, fault.problem)
    except Exception:
        log.exception("Watching mailbox %s failed", mailbox_id)
    finally:
        connection.close()


def _take_a_turn(mailbox_id: int, stop: threading.Event) -> None:
    now = datetime.now(UTC)
    if not mailboxes.watch(mailbox_id=mailbox_id, until=now + _TURN + timedelta(seconds=30), at=now):
        return
    mailbox = Mailbox.objects.get(pk=mailbox_id)
    with connected(login_of(mailbox, now)) as box:
        if not watching.can_wait(box):
            return  # not asked again before the turn is over
        fetching.open_folder(box, "INBOX")
        connection.close()  # nothing is asked of the database while waiting
        while (left := (now + _TURN - datetime.now(UTC)).total_seconds()) > 0 and not stop.is_set():
            if watching.wait(box, stop, longest_s=left):
                mailboxes.look_soon(mailbox_id=mailbox_id, at=datetime.now(UTC))
    mailboxes.unwatch(mailbox_id=mailbox_id)
