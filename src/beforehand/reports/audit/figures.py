"""The figures of one client, from their contacts alone."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from beforehand.reports.audit.foresight import Overdue, Watch
from beforehand.reports.audit.people import Person
from beforehand.reports.audit.silences import Care, Silence, cares, late_days, silences
from beforehand.rules.asked_first import asked_first
from beforehand.rules.clock import starts_clocks
from beforehand.rules.facts import Touch, heard_from_us, spoke

RECENT = timedelta(days=85)  # of more the touches are not kept: they are what fills the memory


@dataclass(frozen=True, slots=True)
class Scope:
    """What an audit looks at: from `since` (None: all) to `until`, in a zone, against a cadence.

    A client not in touch for longer than `lapse` at the end is no longer in our care.
    """

    since: datetime | None
    until: datetime
    every: timedelta
    lapse: timedelta
    zone: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A time the client asked first; `due_at` is when a word had been due by the cadence, if it was before."""

    at: datetime
    silent: timedelta | None
    text: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises whose time has come, those that something followed, and those still open at the end."""

    found: int = 0
    followed: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Client:
    """One client's figures; `quiet` is the silence that runs at the end, None where care had ended.

    `days` are the local days of care, `days_within` those at whose end our last word was within the cadence;
    `touches` the recent ones.
    """

    name: str
    last_spoke: datetime | None
    last_contact: datetime
    longest: Silence | None
    quiet: Silence | None
    asked_first: tuple[Ask, ...]
    answers: tuple[timedelta, ...]
    unanswered: int
    days: int
    days_within: int
    promises: Promises
    overdue: tuple[Overdue, ...]
    cares: tuple[Care, ...]
    silences: tuple[Silence, ...]
    touches: tuple[Touch, ...]


def client_figures(person: Person, scope: Scope, watch: Watch) -> Client | None:
    """The figures of a person, None where there was no care in the period."""
    touches = [touch for touch in person.touches() if touch.at <= scope.until]
    since = scope.since or touches[0].at
    found = [care for care in cares(touches, until=scope.until, lapse=scope.lapse) if care.ends >= since]
    if not found:
        return None
    waits = [each for care in found for each in silences(touches, care) if each.ends >= since]
    overdue = tuple(late for each in waits if (late := watch.look(each)))
    answers, unanswered = _answers([touch for touch in touches if touch.at >= since])
    days, days_late = _days(found, waits, since, scope)
    is_ours_still = found[-1].ends == scope.until
    return Client(
        name=person.name,
        last_spoke=max((touch.at for touch in touches if spoke(touch)), default=None),
        last_contact=touches[-1].at,
        longest=max(waits, key=lambda each: each.length, default=None),
        quiet=waits[-1] if is_ours_still else None,
        asked_first=tuple(_asks(person, touches, overdue, since)),
        answers=answers,
        unanswered=unanswered,
        days=days,
        days_within=days - days_late,
        promises=_promises(person, touches, since, scope),
        overdue=overdue,
        cares=tuple(found),
        silences=tuple(waits),
        touches=tuple(touch for touch in touches if touch.at >= max(since, scope.until - RECENT)),
    )


def median_wait(waits: Sequence[timedelta]) -> timedelta | None:
    """The median of waits, None of none."""
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None


def _asks(person: Person, touches: Sequence[Touch], overdue: Sequence[Overdue], since: datetime) -> list[Ask]:
    asks = []
    for found in asked_first(touches):
        if found.at >= since:
            due = [each.due_at for each in overdue if each.silence.begins <= found.at <= each.silence.ends]
            due_at = due[0] if due and due[0] < found.at else None
            asks.append(Ask(found.at, found.silent, person.news.get(int(found.touch), ""), due_at))
    return asks


def _answers(touches: Sequence[Touch]) -> tuple[tuple[timedelta, ...], int]:
    """How long each ask waited for a word of ours, a complaint for a talk, and how many wait still."""
    waited: list[timedelta] = []
    asks: list[datetime] = []
    complaints: list[datetime] = []
    for touch in touches:
        if heard_from_us(touch):
            answered = asks + complaints if spoke(touch) else asks
            waited.extend(touch.at - at for at in answered if at < touch.at)
            asks, complaints = [], [] if spoke(touch) else complaints
        if starts_clocks(touch):
            (complaints if touch.asks == "complaint" else asks).append(touch.at)
    return tuple(waited), len(asks) + len(complaints)


def _days(found: Sequence[Care], waits: Sequence[Silence], since: datetime, scope: Scope) -> tuple[int, int]:
    zone = ZoneInfo(scope.zone)
    first = since.astimezone(zone).toordinal()
    days = sum(
        care.ends.astimezone(zone).toordinal() - max(first, care.begins.astimezone(zone).toordinal()) + 1
        for care in found
    )
    late = 0
    for each in waits:
        span = late_days(each, scope.every, zone)
        late += max(0, span.last - max(first, span.first) + 1)
    return days, late


def _promises(person: Person, touches: Sequence[Touch], since: datetime, scope: Scope) -> Promises:
    """A promise is followed by a word of ours after it: by its time, or within the cadence where it names none."""
    found = followed = still_open = 0
    heard = [touch.at for touch in touches if heard_from_us(touch)]
    for touch in touches:
        if touch.at < since or int(touch.id) not in person.promises:
            continue
        due_at = person.promises[int(touch.id)] or touch.at + scope.every
        next_at = bisect_right(heard, touch.at)
        if next_at < len(heard) and heard[next_at] <= due_at:
            followed += 1
        elif due_at > scope.until:
            still_open += 1
            continue
        found += 1
    return Promises(found, followed, still_open)
