"""Where a client stands at any moment, told from its stored clocks: the shared ground of every list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beforehand.rules.reasons import Contact, StoredClock, sentence
from beforehand.rules.ring import Ring, ring
from beforehand.rules.standing import STANDINGS, leading, next_day, standing

ABOVE_THE_LINE = frozenset({"complaint", "asked", "late", "due"})
_PERIODIC = {"speak", "hear"}


@dataclass(frozen=True, slots=True)
class HeardAsk:
    """An ask that is open and that listening heard, so that it may have been heard wrong."""

    touch_id: int
    asks: str


@dataclass(frozen=True, slots=True)
class Due:
    """A client as lists show it: its standing, the clock that is the reason, and the sentence that says so."""

    standing: str
    kind: str
    reason: str
    due_at: datetime | None
    late_at: datetime | None
    ring: Ring
    heard: HeardAsk | None = None


def clocks_of(stored: Sequence[Mapping[str, Any]]) -> list[StoredClock]:
    """The clocks as they are stored with a client."""
    return [StoredClock(**{key: _value(key, value) for key, value in row.items()}) for row in stored]


def standing_of(
    stored: Sequence[Mapping[str, Any]], contact: Contact, *, since: datetime, now: datetime, zone: str
) -> Due:
    """Where a client of an agent in `zone` stands at `now`."""
    clocks = clocks_of(stored)
    paused = not any(clock.kind in _PERIODIC for clock in clocks)
    day_end = next_day(now, zone)
    where = standing(clocks, day_end=day_end, paused=paused, now=now)
    lead = leading(clocks, where, now)
    speak = next((clock for clock in clocks if clock.kind == "speak"), None)
    return Due(
        standing=where,
        kind=lead.kind if lead else "",
        reason=sentence(lead, where, contact, now, zone),
        due_at=lead.due_at if lead else None,
        late_at=lead.late_at if lead else None,
        ring=ring(where, contact.spoke_at or since, speak.late_at if speak else None, now),
        heard=HeardAsk(int(lead.ref), lead.asks) if lead and lead.heard and lead.ref else None,
    )


def day_order(due: Due, name: str) -> tuple[int, bool, float, str]:
    """Sort key of a day: by standing, among the late those with a late promise first, then `due_at`, then name."""
    late_promise = due.standing == "late" and due.kind == "promise"
    due_at = due.due_at.timestamp() if due.due_at else float("inf")
    return STANDINGS.index(due.standing), not late_promise, due_at, name.casefold()


def _value(key: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if key in {"late_at", "due_at", "at"} and value else value
