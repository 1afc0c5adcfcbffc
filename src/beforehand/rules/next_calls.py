"""Whether a next call was kept: the plan is on record before the call, and so is what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from beforehand.rules.facts import VOICE, Touch, spoke

GRACE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class NextCall:
    """A call planned at `made_at` for `at`."""

    made_at: datetime
    at: datetime


def kept_at(call: NextCall, touches: Iterable[Touch]) -> datetime | None:
    """When the call was made: we spoke after it was planned, or tried by voice within half an hour of its time.

    The touches are those that are not void and lie in the past. A call after the half hour counts too, as late.
    """
    return min((touch.at for touch in touches if _keeps(call, touch)), default=None)


def is_missed(call: NextCall, kept: datetime | None, now: datetime) -> bool:
    """Whether its time passed, with half an hour's grace, before anybody called."""
    return (kept or now) > call.at + GRACE


def _keeps(call: NextCall, touch: Touch) -> bool:
    if touch.at <= call.made_at or touch.automated or touch.voids is not None:
        return False
    if spoke(touch):
        return True
    tried = touch.direction == "out" and touch.channel in VOICE and touch.outcome != "failed"
    return tried and abs(touch.at - call.at) <= GRACE
