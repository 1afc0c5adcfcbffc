"""Leased work: put down in the transaction that causes it, done at least once, by one worker at a time.

A worker holds a piece until its lease runs out, and whoever comes next takes it over. Payloads hold ids,
never secrets nor anything personal: they outlive the work by a month.
"""

import random
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from beforehand.records.models import Work

TRIES = 12
_FIRST_WAIT_S, _LONGEST_WAIT_S = 5, 3600
_LIVE = Q(done_at__isnull=True, failed_at__isnull=True)
_PERSONAL = re.compile(r"\S+@\S+|\+?\d[\d().\s-]{5,}\d")

_CLAIM = """
UPDATE records_work SET leased_by = %s, lease_until = %s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM records_work
    WHERE done_at IS NULL AND failed_at IS NULL
        AND run_at <= %s AND (lease_until IS NULL OR lease_until <= %s) {among}
    ORDER BY run_at, id LIMIT %s {lock}
)
RETURNING *"""


def enqueue(
    name: str,
    payload: dict[str, Any],
    *,
    office_id: int | None = None,
    unique_key: str | None = None,
    run_at: datetime,
) -> None:
    """Puts work down in the caller's transaction; a live piece of the same key stands for both."""
    work = Work(name=name, payload=payload, office_id=office_id, unique_key=unique_key, run_at=run_at)
    Work.objects.bulk_create([work], ignore_conflicts=unique_key is not None)


def claim(
    worker: str,
    *,
    at: datetime,
    lease: timedelta,
    limit: int,
    only: Sequence[str] = (),
    but: Sequence[str] = (),
) -> list[Work]:
    """Takes up to `limit` due pieces, oldest first, for one more try; held until `at + lease`.

    Of these names alone, or of all but these, where any are given.
    """
    due = _due(at).exclude(name__in=but)
    if not (due.filter(name__in=only) if only else due).exists():  # a look takes no write lock
        return []
    # PostgreSQL skips what another worker is taking at this moment; SQLite lets one write at a time.
    lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    names_of = (("IN", only), ("NOT IN", but))
    now, until = map(connection.ops.adapt_datetimefield_value, (at, at + lease))
    among = "".join(
        f"AND name {word} ({', '.join(['%s'] * len(names))}) " for word, names in names_of if names
    )
    sql = _CLAIM.format(lock=lock, among=among)
    claimed = Work.objects.raw(sql, [worker, until, now, now, *only, *but, limit])
    return sorted(claimed, key=lambda work: (work.run_at, work.pk))


def extend(pieces: Sequence[Work], *, worker: str, at: datetime, lease: timedelta) -> int:
    """Holds those of the pieces that are still this worker's until `at + lease`; how many they are."""
    held = Work.objects.filter(_LIVE, pk__in=[work.pk for work in pieces], leased_by=worker)
    return held.update(lease_until=at + lease)


def release(pieces: Sequence[Work], *, worker: str) -> None:
    """Gives back what was claimed and never begun; it counts as no try."""
    for work in pieces:
        _held(work, worker).update(leased_by="", lease_until=None, attempts=work.attempts - 1)


def finish(work: Work, *, worker: str, at: datetime) -> bool:
    """Marks the piece done; False, and nothing changes, if another has taken it over."""
    return _held(work, worker).update(done_at=at, lease_until=None) == 1


def fail(work: Work, fault: Exception, *, worker: str, at: datetime, rng: random.Random) -> bool:
    """Keeps the fault and puts the next try off, or gives up after the last; False as in `finish`."""
    outcome: dict[str, Any] = {"last_error": _told(fault), "leased_by": "", "lease_until": None}
    if work.attempts >= TRIES:
        outcome["failed_at"] = at
    else:
        outcome["run_at"] = at + wait(work.attempts, rng)
    return _held(work, worker).update(**outcome) == 1


def wait(attempts: int, rng: random.Random) -> timedelta:
    """How long to wait after that many tries: twice as long each time, an hour at most.

    Less up to a half, so that what failed together does not come back together.
    """
    longest = min(_FIRST_WAIT_S * 2**attempts, _LONGEST_WAIT_S)
    return timedelta(seconds=longest * rng.uniform(0.5, 1))


def _due(at: datetime) -> QuerySet[Work]:
    return Work.objects.filter(_LIVE & (Q(lease_until__isnull=True) | Q(lease_until__lte=at)), run_at__lte=at)


def _held(work: Work, worker: str) -> QuerySet[Work]:
    """The row while this try of this worker holds it; a late loser finds none."""
    return Work.objects.filter(_LIVE, pk=work.pk, leased_by=worker, attempts=work.attempts)


def _told(fault: Exception) -> str:
    """The fault's type and first line, without addresses and numbers that could be somebody's."""
    first_line = next(iter(str(fault).strip().splitlines()), "")
    return f"{type(fault).__name__}: {_PERSONAL.sub('…', first_line)}"[:300]
