"""Everything that happens by the clock, listed on one page."""

import logging
import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import InterfaceError, OperationalError

from beforehand.actions import calendars
from beforehand.actions.captures.triage import match_waiting
from beforehand.actions.derivation import refresh_due
from beforehand.actions.mailboxes import plan_looks
from beforehand.actions.work import claim, enqueue
from beforehand.records.models import Client, Work
from beforehand.worker.handlers import perform

log = logging.getLogger("beforehand.worker")

LEASE = timedelta(seconds=60)


def refresh(now: datetime) -> int:
    """Derives again some of the clients whose time to look has come; how many."""
    due = Client.objects.filter(look_at__lte=now)
    return refresh_due(at=now, limit=200) if due.exists() else 0  # a look takes no write lock


def plan_housekeeping(now: datetime) -> int:
    """Puts down the coming midnight's housekeeping, once however many workers look."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=now.tzinfo)
    key = f"housekeeping:{midnight.date()}"
    if Work.objects.filter(unique_key=key, done_at__isnull=True, failed_at__isnull=True).exists():
        return 0
    enqueue("housekeeping", {}, unique_key=key, run_at=midnight)
    return 1


# A name, and what does a batch of it and says how much that was: 0 when nothing is due.
DUTIES: tuple[tuple[str, Callable[[datetime], int]], ...] = (
    ("refresh", refresh),
    ("housekeeping", plan_housekeeping),
    ("matching", match_waiting),
    ("mailboxes", plan_looks),
    ("calendars", calendars.plan_looks),
)


def do_duties(now: datetime) -> tuple[dict[str, int], int]:
    """Does a batch of each duty: how much of each, and how many failed, which stops no other."""
    done, failed = {}, 0
    for name, duty in DUTIES:
        try:
            done[name] = duty(now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("%s failed", name)
            failed += 1
    return done, failed


def run_once(at: datetime, *, worker: str, rng: random.Random) -> dict[str, object]:
    """Does everything that is due at `at`, until nothing is: what was looked at, and how much failed."""
    looked = failed = 0
    while True:
        done, failed_duties = do_duties(at)
        looked += done.get("refresh", 0)
        pieces = claim(worker, at=at, lease=LEASE, limit=1)
        failed += sum(not perform(work, worker=worker, at=at, clock=lambda: at, rng=rng) for work in pieces)
        if failed_duties or not (pieces or any(done.values())):
            break
    return {"looked": looked, "notices": [], "sent": 0, "failed": failed + failed_duties}
