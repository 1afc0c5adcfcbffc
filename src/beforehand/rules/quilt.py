"""The quilt of days: how each day stood against the weekly promise, and what happened on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from beforehand.rules.facts import Touch, heard_from_us, spoke

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Patch:
    """One local day: `tone` kept, soon, late or plain (before our care), `mark` spoke, wrote, ask, missed or empty."""

    day: date
    tone: str
    mark: str


def quilt(
    touches: Sequence[Touch],
    *,
    since: datetime,
    every: Callable[[datetime], timedelta | None],
    days: int,
    now: datetime,
    zone: str,
) -> list[Patch]:
    """The last `days` local days, oldest first, the touches being those that are not void.

    A day is judged at its end by the cadence that held then, `every`: late where the silence was longer, soon within
    a day of it.
    """
    tz = ZoneInfo(zone)
    today = now.astimezone(tz).date()
    spoken = sorted(touch.at for touch in touches if spoke(touch))
    marks: dict[date, str] = {}
    for touch in sorted(touches, key=lambda touch: _weight(_mark(touch))):
        marks[touch.at.astimezone(tz).date()] = _mark(touch)
    patches = []
    for back in range(days - 1, -1, -1):
        day = today - back * _DAY
        end = min(now, datetime.combine(day + _DAY, time(), tz))
        patches.append(Patch(day, _tone(spoken, since, every(end), end), marks.get(day, "")))
    return patches


def _tone(spoken: Sequence[datetime], since: datetime, every: timedelta | None, end: datetime) -> str:
    last = max((at for at in spoken if at <= end), default=None)
    start = since if last is None else last
    if every is None or (last is None and end < since):
        return "plain"
    silence = end - start
    if silence > every:
        return "late"
    return "soon" if silence > every - _DAY else "kept"


def _mark(touch: Touch) -> str:
    if touch.asks != "none":
        return "ask"
    if spoke(touch):
        return "spoke"
    return "wrote" if heard_from_us(touch) else "missed"


def _weight(mark: str) -> int:
    return ("missed", "wrote", "spoke", "ask").index(mark)
