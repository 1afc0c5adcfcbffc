"""First calls: clients an office brings with it are spread over a week; nobody is late for the time before."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from beforehand.rules.cadence import InForce, Step, in_force
from beforehand.rules.facts import Responsible
from beforehand.rules.hours import open_hours, push

SPREAD = timedelta(days=7)


def spread(count: int, agent: Responsible, now: datetime) -> list[datetime]:
    """`count` instants inside the agent's hours of the next seven days, evenly apart in open time, earliest first."""
    end = now + SPREAD
    open_s = sum(int((until - start).total_seconds()) for start, until in open_hours(agent, now, end))
    if open_s < count:
        return [end] * count
    return [push(now, timedelta(seconds=open_s * (k + 1) // (count + 1)), agent)[0] for k in range(count)]


def spread_beside(
    taken: Collection[datetime], count: int, agent: Responsible, now: datetime
) -> list[datetime]:
    """`count` instants, earliest first, of those evenly apart for these and the `taken` ones together.

    Each taken instant uses up the one nearest to it, so none is given again while the week has hours.
    """
    slots = spread(count + len(taken), agent, now)
    for instant in sorted(taken):
        place = bisect_left(slots, instant)
        if place == len(slots) or (place and instant - slots[place - 1] <= slots[place] - instant):
            place -= 1
        del slots[place]
    return slots


def started(
    plan: Sequence[Step],
    *,
    since: datetime,
    first_call_at: datetime | None,
    spoke_at: datetime | None,
    heard_at: datetime | None,
    now: datetime,
) -> InForce:
    """The cadence in force for a client whose first call was planned for `first_call_at` when our care began.

    The plan holds while the history before our care would have the client called at once; the engine is then given
    the start from which the first call falls due at the planned time.
    """
    held = in_force(plan, since=since, spoke_at=spoke_at, heard_at=heard_at, now=now)
    if first_call_at is None or (spoke_at is not None and spoke_at >= since):
        return held
    every, first = held.cadence.speak_every, held.cadence.first_call_within
    if spoke_at is not None and every is not None and spoke_at + every >= since + first:
        return held
    return in_force(plan, since=first_call_at - first, spoke_at=spoke_at, heard_at=heard_at, now=now)
