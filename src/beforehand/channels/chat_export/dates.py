"""Which number of a chat's dates is the day, and what moment a wall time was."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

Order = str  # "dmy", "mdy", "ymd" or "ydm"
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd", "ydm")
_FIRST_YEAR, _LAST_YEAR = 2009, 2099  # WhatsApp began in 2009
_SELDOM_BEFORE = 2014
_THAI = 543  # years ahead of ours
_FEW_STEPS, _MUCH_SHORTER = 3, 10
_MONTH_FIRST = (
    "US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/", "America/Adak", "America/Anchorage",
    "America/Boise", "America/Chicago", "America/Denver", "America/Detroit", "America/Juneau", "America/Los_Angeles",
    "America/Menominee", "America/Metlakatla", "America/New_York", "America/Nome", "America/Phoenix",
    "America/Puerto_Rico", "America/Sitka", "America/Yakutat", "Pacific/Honolulu", "Pacific/Guam", "Asia/Manila",
)  # fmt: skip


@dataclass(slots=True)
class _Trial:
    """How well the dates so far stand in one order; `gone` is the sum of the days between
    them, `days` tells one sequence of days from another."""

    before: date | None = None
    wrong: int = 0
    steps_back: int = 0
    steps: int = 0
    gone: int = 0
    days: int = 0
    seldom: bool = False


@dataclass(slots=True)
class DateOrder:
    """Finds the order of a file's dates from all of them, told in the file's sequence."""

    doubtful: tuple[str, str, str] | None = None  # the first that may be several days
    _trials: dict[Order, _Trial] = field(default_factory=lambda: {order: _Trial() for order in ORDERS})
    _last: tuple[tuple[str, str, str], str] | None = None
    _separators: set[str] = field(default_factory=set)
    _is_american: bool = True  # 6/10/26, 2:05 PM

    def hear(self, written: tuple[str, str, str], separator: str, half: str) -> None:
        """Takes one more date into account; `half` is AM or PM as it stands after the time."""
        if (written, separator) == self._last:
            return
        self._last = (written, separator)
        self._separators.add(separator)
        self._is_american &= "0" not in (written[0][0], written[1][0]) and half in ("AM", "PM")
        if self.doubtful is None and len({day_of(written, order) for order in ORDERS} - {None}) > 1:
            self.doubtful = written
        for order, trial in self._trials.items():
            day = day_of(written, order)
            if day is None:
                trial.wrong += 1
                continue
            trial.seldom |= day.year < _SELDOM_BEFORE
            if trial.before is not None and day != trial.before:
                trial.steps += 1
                trial.steps_back += day < trial.before
                trial.gone += abs((day - trial.before).days)
            trial.before, trial.days = day, hash((trial.days, day))

    def found(self, zone: str) -> tuple[Order, tuple[Order, ...]]:
        """The order, and those that would do as well where only the custom of `zone` decided."""
        trials = self._trials
        best = min((trial.wrong, trial.steps_back) for trial in trials.values())
        left = [order for order in ORDERS if (trials[order].wrong, trials[order].steps_back) == best]
        if any(not trials[order].seldom for order in left):
            left = [order for order in left if not trials[order].seldom]
        least = min(left, key=lambda order: trials[order].gone)
        if trials[least].steps >= _FEW_STEPS:
            near = _MUCH_SHORTER * max(trials[least].gone, 1)
            left = [order for order in left if trials[order].gone < near] or [least]
        customary = next((order for order in self._customs(left, zone) if order in left), None)
        if customary is not None:
            return customary, ()
        left.sort(key=lambda order: order != ("mdy" if zone.startswith(_MONTH_FIRST) else "dmy"))
        return left[0], tuple(order for order in left[1:] if trials[order].days != trials[left[0]].days)

    def _customs(self, left: list[Order], zone: str) -> tuple[Order, ...]:
        """What is written so wherever it can be: nobody writes 6.10.26 for 10 June, or 2026-10-06.

        Where both months and days come first, the phone's way of writing has to agree with its zone."""
        if "." in self._separators:
            return ("dmy", "ymd")
        if zone.startswith(_MONTH_FIRST) and self._is_american:
            return ("mdy", "ymd")
        if not zone.startswith(_MONTH_FIRST) and not self._is_american:
            return ("dmy", "ymd")
        return () if {"dmy", "mdy"} & set(left) else ("ymd",)


@lru_cache(maxsize=4096)
def day_of(written: tuple[str, str, str], order: Order) -> date | None:
    """The day that three numbers mean in that order; None where there is none, or none of a chat."""
    parts = dict(zip(order, written, strict=True))
    if len(parts["d"]) > 2 or len(parts["m"]) > 2 or len(parts["y"]) not in (2, 4):
        return None
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2500 - _THAI if year >= 2009 + _THAI - 2500 else 2000
    elif year > _LAST_YEAR:
        year -= _THAI
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


@dataclass(slots=True)
class WallClock:
    """Reads wall times of one zone in their order, so that a repeated hour is told by what came before."""

    zone: ZoneInfo
    _before: datetime | None = None

    def moment(self, local: datetime) -> datetime:
        """The UTC moment of a wall time without zone; one that a clock change skipped is an hour later."""
        first = local.replace(tzinfo=self.zone).astimezone(UTC)
        second = local.replace(tzinfo=self.zone, fold=1).astimezone(UTC)
        is_again = self._before is not None and first < self._before <= second
        self._before = second if is_again else first
        return self._before
