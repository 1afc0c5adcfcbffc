"""The audit week by week: how many clients were in our care, how many days were within the cadence, who asked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from zoneinfo import ZoneInfo

from beforehand.reports.audit.figures import Client, Scope
from beforehand.reports.audit.silences import late_days


@dataclass(frozen=True, slots=True)
class Week:
    """Seven local days from a Monday: days of care, those within the cadence, and the times a client asked first."""

    monday: date
    days: int
    days_within: int
    asked_first: int

    @property
    def share(self) -> float | None:
        """The share of days within, None where nobody was in our care."""
        return self.days_within / self.days if self.days else None


def weeks(clients: Sequence[Client], scope: Scope) -> list[Week]:
    """Every week from the first care in the period to its end, quiet ones too, oldest first."""
    zone = ZoneInfo(scope.zone)
    from_day = scope.since.astimezone(zone).toordinal() if scope.since else 1
    cared: list[tuple[int, int]] = []
    late: list[tuple[int, int]] = []
    asked: Counter[int] = Counter()
    for client in clients:
        for care in client.cares:
            begins, ends = (at.astimezone(zone).toordinal() for at in (care.begins, care.ends))
            cared.append((max(begins, from_day), ends))
        for silence in client.silences:
            span = late_days(silence, scope.every, zone)
            if span.last >= max(span.first, from_day):
                late.append((max(span.first, from_day), span.last))
        asked.update(_monday(ask.at.astimezone(zone).toordinal()) for ask in client.asked_first)
    if not cared:
        return []
    first = _monday(min(begins for begins, _ in cared))
    last = _monday(scope.until.astimezone(zone).toordinal()) + 7
    days, days_late = _a_day(cared, first, last), _a_day(late, first, last)
    return [
        Week(
            date.fromordinal(monday),
            sum(days[monday - first : monday - first + 7]),
            sum(days[monday - first : monday - first + 7])
            - sum(days_late[monday - first : monday - first + 7]),
            asked[monday],
        )
        for monday in range(first, last, 7)
    ]


def _monday(ordinal: int) -> int:
    return ordinal - date.fromordinal(ordinal).weekday()


def _a_day(spans: Iterable[tuple[int, int]], first: int, last: int) -> list[int]:
    """On how many of the spans each day of [first, last) lies."""
    steps = [0] * (last - first + 1)
    for begins, ends in spans:
        steps[begins - first] += 1
        steps[ends + 1 - first] -= 1
    return list(accumulate(steps))[:-1]
