"""Where a client stands, told from running clocks alone, so that stored clocks will do."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

KINDS = ("acknowledge", "answer", "promise", "tell", "speak", "hear")
STANDINGS = ("complaint", "asked", "late", "due", "paused", "in_hand")

_SECOND = timedelta(seconds=1)
_PLACE = {kind: place for place, kind in enumerate(KINDS)}


class Running(Protocol):
    """A clock as far as standings go; `complaint` marks the `answer` clock of a complaint."""

    @property
    def kind(self) -> str: ...
    @property
    def ref(self) -> str | None: ...
    @property
    def late_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def complaint(self) -> bool: ...


AnyClock = TypeVar("AnyClock", bound=Running)


def in_order(clock: Running) -> tuple[datetime, int, str]:
    """Sort key of the clocks of one client: by `due_at`, then kind, then `ref` as text."""
    return clock.due_at, _PLACE[clock.kind], clock.ref or ""


def standing(clocks: Iterable[Running], *, day_end: datetime, paused: bool, now: datetime) -> str:
    """Give the first of STANDINGS that holds; `day_end` is `next_day` of `now` in the agent's own zone."""
    late = due = asked = False
    for clock in clocks:
        if clock.kind == "answer":
            if clock.complaint:
                return "complaint"
            asked = True
        late = late or clock.late_at < now
        due = due or clock.due_at < day_end
    if asked:
        return "asked"
    if late:
        return "late"
    if due:
        return "due"
    return "paused" if paused else "in_hand"


def leading(clocks: Iterable[AnyClock], standing: str, now: datetime) -> AnyClock | None:
    """Give the clock that is the reason for the standing, if any clock runs.

    A complaint, or else the first ask; when late a promise goes before the rest; otherwise the first due.
    """
    ordered = sorted(clocks, key=in_order)
    if standing in {"complaint", "asked"}:
        reasons = [
            clock
            for clock in ordered
            if clock.kind == "answer" and clock.complaint == (standing == "complaint")
        ]
    elif standing == "late":
        late = [clock for clock in ordered if clock.late_at < now]
        reasons = [clock for clock in late if clock.kind == "promise"] or late
    else:
        reasons = ordered
    return reasons[0] if reasons else None


@lru_cache(maxsize=1024)
def next_day(now: datetime, zone: str) -> datetime:
    """Give the first instant (UTC) whose local date in `zone` is later than that of `now`."""
    tz = ZoneInfo(zone)
    midnight = datetime.combine(now.astimezone(tz).date() + timedelta(days=1), time(), tz)
    # Where a clock change skips midnight, its two readings lie on either side of the change.
    early, late = sorted(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if early.astimezone(tz).date() >= midnight.date():
        return early
    while late - early > _SECOND:
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle.astimezone(tz).date() >= midnight.date():
            late = middle
        else:
            early = middle
    return late
