"""The audit as a whole: every client's figures, the totals, the weeks, and what could not be used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from beforehand.reports.audit.figures import Client, Promises, Scope, client_figures, median_wait
from beforehand.reports.audit.foresight import Watch
from beforehand.reports.audit.gathering import Gathering
from beforehand.reports.audit.weeks import Week, weeks

LAPSE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Something in a file that was left out: the file's last name, the place in it, and why."""

    file: str
    place: str
    problem: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The clients' figures together: latest talk, longest silence, counts added, the median of all answers."""

    last_spoke: datetime | None
    longest: timedelta | None
    asked_first: int
    answered: timedelta | None
    days: int
    days_within: int
    promises: Promises


@dataclass(frozen=True, slots=True)
class Audit:
    """All that is told; clients in order of concern. Counts are of contacts: `unmatched` with nobody who counts as a
    client, `automated` written by no person, `undecided` where nobody knows whether people spoke, `misdated` later
    than now.
    """

    begins: datetime | None
    scope: Scope
    clients: tuple[Client, ...]
    totals: Totals
    weeks: tuple[Week, ...]
    unmatched: int
    automated: int
    undecided: int
    misdated: int
    problems: tuple[SourceProblem, ...]


def audit(
    gathered: Gathering,
    *,
    since: datetime | None,
    now: datetime,
    every: timedelta,
    zone: str,
    problems: Iterable[SourceProblem] = (),
) -> Audit:
    """The audit of what was gathered, to the moment of its last contact; `now` where there is none."""
    people, unmatched = gathered.clients()
    scope = Scope(since, gathered.last or now, every, LAPSE, zone)
    watch = Watch(every=every, zone=zone)
    clients = [figures for person in people if (figures := client_figures(person, scope, watch))]
    clients.sort(key=_concern)
    first = min((care.begins for client in clients for care in client.cares), default=None)
    return Audit(
        begins=max(first, since) if first and since else first,
        scope=scope,
        clients=tuple(clients),
        totals=_totals(clients),
        weeks=tuple(weeks(clients, scope)),
        unmatched=unmatched,
        automated=gathered.automated,
        undecided=gathered.undecided,
        misdated=gathered.misdated,
        problems=tuple(problems),
    )


def _concern(client: Client) -> tuple[int, timedelta, str]:
    longest = client.longest.length if client.longest else timedelta(0)
    return -len(client.asked_first), -longest, client.name


def _totals(clients: Sequence[Client]) -> Totals:
    answers = [wait for client in clients for wait in client.answers]
    return Totals(
        last_spoke=max((client.last_spoke for client in clients if client.last_spoke), default=None),
        longest=max((client.longest.length for client in clients if client.longest), default=None),
        asked_first=sum(len(client.asked_first) for client in clients),
        answered=median_wait(answers),
        days=sum(client.days for client in clients),
        days_within=sum(client.days_within for client in clients),
        promises=Promises(
            found=sum(client.promises.found for client in clients),
            followed=sum(client.promises.followed for client in clients),
            open=sum(client.promises.open for client in clients),
        ),
    )
