"""The silences of one client: the stretches of our care, and each wait in them from one word of ours to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from beforehand.rules.facts import Touch, heard_from_us

APART = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Care:
    """From the first contact to the last, or to the end of the archive where care was still going on."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """From our last word or the beginning of care to our next word; `is_open`: to the end of care, without one."""

    begins: datetime
    ends: datetime
    is_open: bool

    @property
    def length(self) -> timedelta:
        """How long nothing was heard from us."""
        return self.ends - self.begins


def cares(touches: Sequence[Touch], *, until: datetime, lapse: timedelta) -> list[Care]:
    """The stretches of care: contacts less than 180 days apart belong together, oldest first.

    The last stretch goes on until the end of the archive, `until`, if its last contact is at most `lapse` before.
    """
    found: list[Care] = []
    for touch in touches:
        if found and touch.at - found[-1].ends <= APART:
            found[-1] = Care(found[-1].begins, touch.at)
        else:
            found.append(Care(touch.at, touch.at))
    if found and until - found[-1].ends <= lapse:
        found[-1] = Care(found[-1].begins, until)
    return found


def silences(touches: Sequence[Touch], care: Care) -> Iterator[Silence]:
    """The silences of one stretch of care, one after the other from its beginning to its end."""
    heard = [touch.at for touch in touches if heard_from_us(touch) and care.begins <= touch.at <= care.ends]
    moments = [care.begins, *heard]
    for begins, ends in pairwise(moments):
        yield Silence(begins, ends, is_open=False)
    yield Silence(moments[-1], care.ends, is_open=True)


@dataclass(frozen=True, slots=True)
class Days:
    """Local days by their ordinals, both included, on which our last word was too old at the day's end; may be none."""

    first: int
    last: int


def late_days(silence: Silence, every: timedelta, zone: ZoneInfo) -> Days:
    """The days of this silence that were not within the cadence; the day that ends it is, unless care ends too."""
    late_at = silence.begins + every
    last = silence.ends.astimezone(zone).toordinal()
    if not (silence.is_open and silence.ends > late_at):
        last -= 1
    return Days(late_at.astimezone(zone).toordinal(), last)
