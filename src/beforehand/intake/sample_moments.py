"""Moments of the sample office, told from the day on which somebody looks at it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from beforehand.rules.holidays import public_holidays
from beforehand.rules.weeks import AGENT_WEEK, DAYS

_MOMENT = re.compile(
    r"(?P<from>[DCWN])(?P<days>[+-]\d+) (?P<time>\d\d:\d\d)|now-(?P<minutes>\d+)m|today (?P<until>\d\d:\d\d)"
)
_PLACE = re.compile(r"\{([^{}]+)\}")
_DAY, _HALF_HOUR = timedelta(days=1), timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days around `at` as an office in that state and zone works them."""

    at: datetime
    zone: str
    country: str
    state: str

    def moment(self, words: str) -> datetime:
        """The instant of `D-6 14:10`, `W-1 10:30`, `N-0 11:00`, `now-40m` or `today 17:00`, in UTC.

        C counts days from today; D does too and falls back to an open day where it lies in the past; W-1 is the last
        open day before today; N-0 is the next open day after it, N-7 a week before that. `today` is still to come.
        """
        found = _MOMENT.fullmatch(words)
        if found is None:
            raise ValueError(f"{words} is no moment of the sample office")
        if found["minutes"]:
            return self.at - timedelta(minutes=int(found["minutes"]))
        if found["until"]:
            soon = self.at + 4 * _HALF_HOUR
            soon += (datetime.min.replace(tzinfo=UTC) - soon) % _HALF_HOUR
            return max(self._on(self._today(), found["until"]), soon)
        if found["from"] == "N":  # whole days of 24 hours, as a cadence counts them over a clock change
            return self._on(self._open_day(self._today(), 1), found["time"]) + int(found["days"]) * _DAY
        return self._on(self._day(found["from"], int(found["days"])), found["time"])

    def local(self, moment: datetime) -> datetime:
        """The moment on the office's clocks."""
        return moment.astimezone(ZoneInfo(self.zone))

    def filled(self, text: str, written: Callable[[datetime], str], *, until: datetime) -> str:
        """The text with each {moment} written out, without the lines of moments after `until`."""
        lines = []
        for line in text.splitlines(keepends=True):
            moments = [self.moment(words) for words in _PLACE.findall(line)]
            if all(moment <= until for moment in moments):
                lines.append(_PLACE.sub(lambda found: written(self.moment(found[1])), line))
        return "".join(lines)

    def _today(self) -> date:
        return self.local(self.at).date()

    def _day(self, letter: str, days: int) -> date:
        today = self._today()
        if letter == "W":
            return self._open_day(today, days)
        day = today + days * _DAY
        while letter == "D" and days < 0 and not self._is_open(day):
            day -= _DAY
        return day

    def _open_day(self, day: date, steps: int) -> date:
        """The open day so many open days after `day`, or before it where `steps` is negative."""
        step = _DAY if steps > 0 else -_DAY
        for _ in range(abs(steps)):
            day += step
            while not self._is_open(day):
                day += step
        return day

    def _is_open(self, day: date) -> bool:
        closed = public_holidays(self.country, self.state, day.year, day.year)
        return DAYS[day.weekday()] in AGENT_WEEK and day not in closed

    def _on(self, day: date, hour: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(self.zone)).astimezone(UTC)
