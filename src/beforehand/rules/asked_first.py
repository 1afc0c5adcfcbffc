"""Who asked first: the client wanted news while nothing had been heard from us for a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from beforehand.rules.corrections import voided
from beforehand.rules.facts import Touch, heard_from_us

QUIET = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class AskedFirst:
    """The touch by which a client asked for news; `silent` is the time since our last word, None if there was none."""

    at: datetime
    touch: str
    silent: timedelta | None


def asked_first(touches: Iterable[Touch]) -> list[AskedFirst]:
    """Each inbound `update` with nothing heard from us, holding aside, in the 24 hours before it, oldest first.

    Several in one silence count once. Order and repetition of the touches change nothing; void, automated and
    failed ones do not count. A word exactly 24 hours before was in time.
    """
    known = {touch.id: touch for touch in touches}
    void = voided(known.values())
    found: list[AskedFirst] = []
    last: datetime | None = None
    is_counted = False
    # Of one instant our words come first: an ask is never before what was said in the same second.
    for touch in sorted(known.values(), key=lambda each: (each.at, _wants_news(each), each.id)):
        if touch.id in void:
            continue
        if _wants_news(touch) and not is_counted and (last is None or touch.at - last > QUIET):
            found.append(AskedFirst(touch.at, touch.id, None if last is None else touch.at - last))
            is_counted = True
        if heard_from_us(touch) and not touch.holding:
            last, is_counted = touch.at, False
    return found


def _wants_news(touch: Touch) -> bool:
    if touch.automated or touch.outcome == "failed" or touch.voids is not None:
        return False
    return touch.direction == "in" and touch.asks == "update"
