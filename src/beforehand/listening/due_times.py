"""When something was promised for: the day and the time of day that a text names, as one moment in UTC.

A day alone means the end of its working day, 17:00; "morning" noon, "afternoon" 17:00, "evening" 20:00, "tonight"
21:00, "first thing" 9:00. What has passed already is not due: a time alone then means tomorrow's.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from beforehand.listening.due_clock import DAY_ENDS, WORK_ENDS, Clock, clock
from beforehand.listening.due_days import COUNT, COUNT_OR, WITHIN, Day, counted, day

_LONGEST = 1000  # characters that are read
_SPAN = re.compile(
    WITHIN
    + r"(?:the )?(?:(?P<half>half an?\s|1/2\s)|"
    + COUNT
    + COUNT_OR
    + r"\s?(?P<plus>and a half\s)?)?\s?"
    r"(?P<unit>min(?:ute)?s?|hours?|hrs?|h)\b(?:\s(?P<tail>or two|and a half))?"
)
_IN_FIVE = re.compile(r"\bin (5|10|15|20|30|45)(?=\s*(?:[.,!;)]|\Z))")
_IN_PART = re.compile(r"\b(?:in|this|later this|by|before|over|at|around|after|during)(?: the| my)?\s?\Z")
_LATER_TODAY = re.compile(
    r"\b(?:later (?:on )?today|today|tonight|tonite|this (?:morning|afternoon|evening))\b"
)
_PAST_PART = re.compile(r"\b(?:earlier|already|last night|yesterday)\b")


def due(text: str, *, at: datetime, zone: str) -> datetime | None:
    """When the promise in the text falls due, in UTC, or None if it does not say or the moment has passed.

    `at` (aware) is when it was written, `zone` the IANA zone in which its writer thinks.
    """
    text = " ".join(text[:_LONGEST].lower().replace("’", "'").split())
    span = _span(text)
    if span:
        return at.astimezone(UTC) + span
    here = at.astimezone(ZoneInfo(zone))
    said_day, said_clock = day(text, here.date()), clock(text)
    if said_day is None and said_clock is None:
        return None
    local = _joined(text, said_day, said_clock, here.replace(tzinfo=None))
    if local is None:
        return None
    named = ZoneInfo(said_clock.zone) if said_clock and said_clock.zone else here.tzinfo
    moment = local.replace(tzinfo=named).astimezone(UTC)
    return moment if moment > at else None


def _span(text: str) -> timedelta | None:
    """ "in an hour", "within 24 hours", "in 30 to 45 minutes": the longest of what is said."""
    found = _SPAN.search(text)
    if not found:
        minutes = _IN_FIVE.search(text)
        return timedelta(minutes=int(minutes[1])) if minutes else None
    hours = found["unit"].startswith("h")
    count = counted(found["most"] or found["count"] or "one")
    if found["count"] in ("few", "several") and not hours:
        count *= 5
    unit = timedelta(hours=1) if hours else timedelta(minutes=1)
    if found["half"]:
        return unit / 2
    extra = {"or two": 1.0, "and a half": 0.5}.get((found["tail"] or "").strip(), 0.0)
    return unit * (count + extra + (0.5 if found["plus"] else 0))


def _joined(text: str, said_day: Day | None, said_clock: Clock | None, now: datetime) -> datetime | None:
    if said_day is None:
        return _clock_alone(text, said_clock, now) if said_clock else None
    if said_clock and said_clock.exact:
        return _exactly(said_day.on, said_clock, now)
    if said_day.before:
        return _day_before(said_day.on, now)
    if said_clock is None or said_clock.ends_work or _apart(said_day.where, said_clock.where) > 15:
        return _day_ends(said_day.on, now)
    return datetime.combine(said_day.on, said_clock.at)


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])


def _exactly(on: date, said: Clock, now: datetime) -> datetime:
    moment = datetime.combine(on, said.at)
    if moment <= now and said.flips:
        moment += timedelta(hours=12)
    return _late_in_day(moment) if said.after else moment


def _late_in_day(moment: datetime) -> datetime:
    """ "After 3" leaves the rest of the day: to the end of work, or if that is no later, until 21:00."""
    late = datetime.combine(moment.date(), WORK_ENDS)
    return late if moment < late else max(moment, datetime.combine(moment.date(), time(21, 0)))


def _day_ends(on: date, now: datetime) -> datetime:
    """The end of the working day, or, said after it, of the day."""
    ends = datetime.combine(on, WORK_ENDS)
    return ends if ends > now else datetime.combine(on, DAY_ENDS)


def _day_before(on: date, now: datetime) -> datetime:
    """ "Before Friday" is Thursday's end of work, or if that has passed, Friday's begin."""
    ends = datetime.combine(on - timedelta(days=1), WORK_ENDS)
    return ends if ends > now else datetime.combine(on, time(9, 0))


def _clock_alone(text: str, said: Clock, now: datetime) -> datetime | None:
    if said.exact:
        moment = _exactly(now.date(), Clock(said.at, exact=True, flips=False, after=said.after), now)
        return moment if moment > now else moment + timedelta(days=1)
    if said.ends_work:
        return _day_ends(now.date(), now)
    if said.at == time(9, 0):
        return _next(now, said.at)
    if _PAST_PART.search(text) or not (_IN_PART.search(text[: said.where[0]]) or _LATER_TODAY.search(text)):
        return None
    if _LATER_TODAY.search(text):
        return datetime.combine(now.date(), said.at)
    return _next(now, said.at)


def _next(now: datetime, at: time) -> datetime:
    moment = datetime.combine(now.date(), at)
    return moment if moment > now else moment + timedelta(days=1)
