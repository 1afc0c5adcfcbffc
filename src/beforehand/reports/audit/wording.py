"""Numbers, lengths of time and days as the audit's page says them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def counted(number: int, one: str, many: str = "") -> str:
    """The number with its noun: 1 client, 1,204 clients."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def often(number: int) -> str:
    """How many times: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number) or counted(number, "time")


def spelled(number: int) -> str:
    """The number in a word up to twelve, in digits beyond."""
    return _SMALL[number] if number < len(_SMALL) else f"{number:,}"


def days_long(length: timedelta) -> str:
    """A silence in complete days, in hours where it is less than two."""
    if length < 2 * _DAY:
        return counted(length // _HOUR, "hour")
    return counted(length // _DAY, "day")


def wait_long(length: timedelta) -> str:
    """A wait for an answer: minutes up to two hours, half hours up to two days, half days up to ten, days beyond."""
    if length < 2 * _HOUR:
        return counted(max(1, round(length / _MINUTE)), "minute")
    if length < 2 * _DAY:
        return f"{round(length / _HOUR * 2) / 2:g} hours"
    if length < 10 * _DAY:
        return f"{round(length / _DAY * 2) / 2:g} days"
    return counted(round(length / _DAY), "day")


def cadence_long(every: timedelta) -> str:
    """A cadence as one says it: a week, 10 days, 36 hours."""
    if every == 7 * _DAY:
        return "a week"
    if every == _DAY:
        return "a day"
    return days_long(every) if every % _DAY == timedelta(0) else wait_long(every)


def percent(part: int, whole: int) -> str:
    """The share in whole percent; 100 only where nothing is missing, 0 only where nothing is there."""
    if not whole:
        return "–"
    share = round(100 * part / whole)
    if part < whole:
        share = min(share, 99)
    return f"{max(share, 1) if part else share}%"


class Dates:
    """Moments as local days; the year is said where the audit spans most of one."""

    def __init__(self, zone: str, first: datetime, last: datetime) -> None:
        self._zone = ZoneInfo(zone)
        self._is_plain = last - first < 300 * _DAY

    def local(self, at: datetime) -> date:
        """The local day of a moment."""
        return at.astimezone(self._zone).date()

    def day(self, day: date) -> str:
        """12 Mar, or 12 Mar 2026."""
        return f"{day.day} {day:%b}" if self._is_plain else f"{day.day} {day:%b %Y}"

    def at(self, at: datetime) -> str:
        """The local day of a moment, in words."""
        return self.day(self.local(at))

    def weekday(self, at: datetime) -> str:
        """The same with the day of the week: Thu 12 Mar."""
        return f"{self.local(at):%a} {self.at(at)}"

    def whole(self, at: datetime) -> str:
        """The local day of a moment with its year, always."""
        day = self.local(at)
        return f"{day.day} {day:%B %Y}"
