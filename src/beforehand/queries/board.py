"""The board: how the clients of every agent stand at a moment, counted in the database."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Q, Value, When

from beforehand.queries import access
from beforehand.records.models import Client, Member
from beforehand.rules.standing import STANDINGS, next_day

_NONE = ""  # of a client that was never derived


@dataclass(frozen=True, slots=True)
class Line:
    """The clients of one agent, by standing in the order of STANDINGS; `total` counts those without one too."""

    agent_id: int
    agent: str
    counts: dict[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    """A line an agent, by name, and the whole."""

    lines: list[Line]
    counts: dict[str, int]
    total: int

    @property
    def accounted(self) -> int:
        """How many clients have a standing; all of them, or a derivation went missing."""
        return sum(self.counts.values())


def board(member: Member, *, now: datetime) -> Board:
    """The clients in our care that this member may see, at `now`: two statements whatever the office's size."""
    agents = list(access.agents(member).values_list("pk", "name", "role", "zone", "left_at"))
    stands = _standing({zone for _, _, _, zone, _ in agents}, now)
    rows = access.clients(member).filter(care__in=[Client.Care.ACTIVE, Client.Care.PAST]).order_by()
    counted = rows.values("agent_id").annotate(stands=stands, n=Count("pk"))
    numbers = {(row["agent_id"], row["stands"]): row["n"] for row in counted}
    lines = []
    for pk, name, role, _, left_at in agents:
        counts = {each: numbers.get((pk, each), 0) for each in STANDINGS}
        total = sum(counts.values()) + numbers.get((pk, _NONE), 0)
        if total or (role == Member.Role.AGENT and left_at is None):
            lines.append(Line(pk, name, counts, total))
    totals = {each: sum(line.counts[each] for line in lines) for each in STANDINGS}
    return Board(lines, totals, sum(line.total for line in lines))


def _standing(zones: set[str], now: datetime) -> Case:
    """Where a client stands at `now`: what is stored says who asked and who is paused, the time says the rest."""
    return Case(
        When(standing__in=["complaint", "asked", _NONE], then=F("standing")),
        When(late_at__lt=now, then=Value("late")),
        *(When(due, then=Value("due")) for due in _due(zones, now)),
        When(standing="paused", then=Value("paused")),
        default=Value("in_hand"),
    )


def _due(zones: set[str], now: datetime) -> list[Q]:
    """Due before the day ends where the agent is; the usual office has one zone and needs no look at its agents."""
    if len(zones) == 1:
        return [Q(due_at__lt=next_day(now, zone)) for zone in zones]
    return [Q(agent__zone=zone, due_at__lt=next_day(now, zone)) for zone in sorted(zones)]
