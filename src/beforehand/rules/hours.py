"""Open hours, and the two operations on them: pull a deadline back into them, push one forward through them.

Inside, instants are whole seconds since 1970 and hours are two sorted lists, the starts and the ends of the
stretches that are open. They are built for windows of a fixed raster and kept by value, so that a warm
question is a bisection.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from beforehand.rules.facts import Absence, Calendar, Responsible

Runs = tuple[list[int], list[int]]

PUSH_LIMIT = timedelta(hours=744)

_SECOND = timedelta(seconds=1)
_DAY = 86_400
_SPAN = 32 * _DAY
_KEPT_SPANS = 8
# No zone has ever changed its offset twice within six days.
_PROBE = 4 * _DAY
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_EPOCH_WEEKDAY = _EPOCH.weekday()
_FIRST = int(datetime(1, 1, 3, tzinfo=UTC).timestamp())
_LAST = int(datetime(9999, 12, 29, tzinfo=UTC).timestamp())


def pull_back(
    base: datetime, late: datetime, length: timedelta, agent: Responsible, client: Calendar | None = None
) -> tuple[datetime, bool]:
    """Give the latest end, after `base` and by `late`, of an action inside open hours, and `no_window`.

    The hours are the agent's; with a `client`, those in which the client is open too.
    """
    floor, ceiling, seconds = int(base.timestamp()), int(late.timestamp()), length // _SECOND
    stride = 2 * _SPAN
    while ceiling - floor >= seconds:
        low = max(floor, ceiling - max(stride, 2 * seconds))
        ours = _runs(agent, low, ceiling)
        if client is None:
            end = _latest_fit(ours, low, ceiling, seconds)
        else:
            end = _latest_common_fit(ours, _calendar_runs_in(client, low, ceiling), low, ceiling, seconds)
        if end is not None:
            return _EPOCH + timedelta(seconds=end), False
        if _never_open(agent) or (client is not None and not any(client.week)):
            break
        # What is left ends within `length` of what was searched; a long search takes long steps.
        ceiling, stride = low + seconds - 1, 2 * _KEPT_SPANS * _SPAN
    return late, True


def push(start: datetime, amount: timedelta, agent: Responsible) -> tuple[datetime, bool]:
    """Give the instant at which `amount` of agent hours has passed since `start`, and `no_window`.

    Where the 744 hours after `start` hold less, it is their end, and `no_window` is true.
    """
    at, left = int(start.timestamp()), amount // _SECOND
    limit = at + PUSH_LIMIT // _SECOND
    starts, ends = _runs(agent, at, limit)
    for index in range(bisect_right(ends, at), bisect_left(starts, limit)):
        begin, end = max(starts[index], at), min(ends[index], limit)
        if end - begin >= left:
            return _EPOCH + timedelta(seconds=begin + left), False
        left -= end - begin
    return start + PUSH_LIMIT, True


def open_hours(
    agent: Responsible, from_at: datetime, until_at: datetime, client: Calendar | None = None
) -> list[tuple[datetime, datetime]]:
    """List the open stretches within [from_at, until_at): agent hours, or call hours if a client is given."""
    low, high = int(from_at.timestamp()), int(until_at.timestamp())
    runs = _runs(agent, low, high)
    if client is not None:
        runs = _intersection(runs, _calendar_runs_in(client, low, high))
    return [
        (_EPOCH + timedelta(seconds=max(start, low)), _EPOCH + timedelta(seconds=min(end, high)))
        for start, end in zip(*runs, strict=True)
        if start < high and end > low
    ]


def _latest_fit(runs: Runs, floor: int, ceiling: int, length: int) -> int | None:
    starts, ends = runs
    for index in range(bisect_left(starts, ceiling) - 1, -1, -1):
        end = min(ends[index], ceiling)
        if end - length < floor:
            return None
        if end - length >= starts[index]:
            return end
    return None


def _latest_common_fit(ours: Runs, theirs: Runs, floor: int, ceiling: int, length: int) -> int | None:
    our_starts, our_ends = ours
    their_starts, their_ends = theirs
    our, their = bisect_left(our_starts, ceiling) - 1, bisect_left(their_starts, ceiling) - 1
    while our >= 0 and their >= 0:
        end = min(our_ends[our], their_ends[their], ceiling)
        begin = end - length
        if begin < floor:
            return None
        if begin >= our_starts[our] and begin >= their_starts[their]:
            return end
        # Nothing earlier of the other's can meet the stretch that starts later.
        if our_starts[our] >= their_starts[their]:
            our -= 1
        else:
            their -= 1
    return None


def _never_open(agent: Responsible) -> bool:
    covers = [absence.cover for absence in agent.away if absence.cover is not None]
    return not any(any(calendar.week) for calendar in (agent.calendar, *covers))


def _runs(agent: Responsible, low: int, high: int) -> Runs:
    """Give the agent hours of a window that holds at least [low, high)."""
    if not agent.away:
        return _calendar_runs_in(agent.calendar, low, high)
    first, last = low // _SPAN, -(-high // _SPAN)
    if last - first > _KEPT_SPANS:
        return _responsible_runs.__wrapped__(agent, first, last)
    return _responsible_runs(agent, first, last)


def _calendar_runs_in(calendar: Calendar, low: int, high: int) -> Runs:
    first, last = low // _SPAN, -(-high // _SPAN)
    if last - first > _KEPT_SPANS:
        return _calendar_runs.__wrapped__(calendar, first, last)
    return _calendar_runs(calendar, first, last)


@lru_cache(maxsize=4096)
def _responsible_runs(agent: Responsible, first: int, last: int) -> Runs:
    """Lay the hours of whoever is responsible end to end, one stretch of responsibility after the other."""
    low, high = first * _SPAN, last * _SPAN
    absences = [
        (max(low, int(absence.from_at.timestamp())), min(high, int(absence.until_at.timestamp())), absence)
        for absence in agent.away
    ]
    absences = [each for each in absences if each[0] < each[1]]
    cuts = sorted({low, high, *(each[0] for each in absences), *(each[1] for each in absences)})
    runs: Runs = ([], [])
    for begin, end in pairwise(cuts):
        calendar = _in_charge(agent.calendar, absences, begin)
        if calendar is not None:
            _append_within(runs, _calendar_runs_in(calendar, begin, end), begin, end)
    return runs


def _in_charge(calendar: Calendar, absences: list[tuple[int, int, Absence]], at: int) -> Calendar | None:
    for begin, end, absence in absences:
        if begin <= at < end:
            return absence.cover
    return calendar


@lru_cache(maxsize=4096)
def _calendar_runs(calendar: Calendar, first: int, last: int) -> Runs:
    """Lay a calendar's local days over the stretches of constant offset of its zone."""
    runs: Runs = ([], [])
    week = [_merged(ranges) for ranges in calendar.week]
    closed = {day.toordinal() - _EPOCH_ORDINAL for day in calendar.closed}
    for begin, end, offset in _offsets(calendar.zone, first, last):
        starts: list[int] = []
        ends: list[int] = []
        for day in range((begin + offset) // _DAY, (end + offset - 1) // _DAY + 1):
            if day in closed:
                continue
            midnight = day * _DAY - offset
            for opens, closes in week[(day + _EPOCH_WEEKDAY) % 7]:
                if ends and ends[-1] == midnight + opens:
                    ends.pop()
                else:
                    starts.append(midnight + opens)
                ends.append(midnight + closes)
        _append_within(runs, (starts, ends), begin, end)
    return runs


def _merged(ranges: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Give one day's ranges in seconds, in order, those that overlap or touch as one."""
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(ranges):
        if merged and opens * 60 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes * 60))
        else:
            merged.append((opens * 60, closes * 60))
    return merged


def _append_within(runs: Runs, more: Runs, begin: int, end: int) -> None:
    """Append what of `more` lies in [begin, end), joined to what it touches."""
    within = slice(bisect_right(more[1], begin), bisect_left(more[0], end))
    starts, ends = more[0][within], more[1][within]
    if not starts:
        return
    starts[0], ends[-1] = max(starts[0], begin), min(ends[-1], end)
    if runs[1] and runs[1][-1] == starts[0]:
        runs[1].pop()
        del starts[0]
    runs[0].extend(starts)
    runs[1].extend(ends)


def _intersection(ours: Runs, theirs: Runs) -> Runs:
    common: Runs = ([], [])
    for begin, end in zip(*ours, strict=True):
        _append_within(common, theirs, begin, end)
    return common


@lru_cache(maxsize=1024)
def _offsets(zone: str, first: int, last: int) -> tuple[tuple[int, int, int], ...]:
    """Cut a window into stretches of constant offset: (begin, end, seconds east of UTC)."""
    tz = ZoneInfo(zone)
    stretches = []
    begin, end = first * _SPAN, last * _SPAN
    offset = _offset_at(tz, begin)
    for probe in range(begin + _PROBE, end + _PROBE, _PROBE):
        if _offset_at(tz, probe) != offset:
            change = _change(tz, probe - _PROBE, probe)
            stretches.append((begin, change, offset))
            begin, offset = change, _offset_at(tz, probe)
    if begin < end:
        stretches.append((begin, end, offset))
    return tuple(stretches)


def _change(tz: ZoneInfo, before: int, after: int) -> int:
    """Find the first second with the offset of `after`, given one change in between."""
    offset = _offset_at(tz, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset_at(tz, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset_at(tz: ZoneInfo, second: int) -> int:
    # Local times of the first and the last days of the calendar may not exist as datetimes.
    at = _EPOCH + timedelta(seconds=min(max(second, _FIRST), _LAST))
    return (at.astimezone(tz).utcoffset() or timedelta()) // _SECOND
