"""The board: how the clients of every agent stand at a moment, counted in the database."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from beforehand.queries import access
from beforehand.records.models import Client, Member
from beforehand.rules.standing import STANDINGS, next_day

_DERIVED = ["in_hand", "due", "late"]
_NONE = [0] * (1 + len(STANDINGS))


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
    rows = access.clients(member).filter(care__in=[Client.Care.ACTIVE, Client.Care.PAST]).order_by()
    counts = _counts({zone for _, _, _, zone, _ in agents}, now)
    counted = rows.values("agent_id").annotate(**counts).values_list("agent_id", "total", *STANDINGS)
    by_agent = {agent: numbers for agent, *numbers in counted}
    lines = [
        Line(pk, name, dict(zip(STANDINGS, numbers, strict=True)), total)
        for pk, name, role, _, left_at in agents
        for total, *numbers in [by_agent.get(pk, _NONE)]
        if total or (role == Member.Role.AGENT and left_at is None)
    ]
    totals = {each: sum(line.counts[each] for line in lines) for each in STANDINGS}
    return Board(lines, totals, sum(line.total for line in lines))


def _counts(zones: set[str], now: datetime) -> dict[str, Count]:
    """One count a standing, each client in exactly one: what is stored says who asked, the time says the rest."""
    complaint, asked, paused = (Q(standing=each) for each in ("complaint", "asked", "paused"))
    late, due = Q(late_at__lt=now), _due(zones, now)
    unasked = ~Q(standing__in=["complaint", "asked"])
    conditions = {
        "complaint": complaint,
        "asked": asked,
        "late": unasked & late,
        "due": unasked & ~late & due,
        "paused": paused & ~late & ~due,
        "in_hand": Q(standing__in=_DERIVED) & ~late & ~due,
    }
    counts = {each: Count("pk", filter=condition) for each, condition in conditions.items()}
    return {"total": Count("pk"), **counts}


def _due(zones: set[str], now: datetime) -> Q:
    """Due before the day ends where the agent is; the usual office has one zone and needs no look at its agents."""
    if len(zones) <= 1:
        return Q(due_at__lt=next_day(now, zone)) if (zone := next(iter(zones), None)) else Q(pk__isnull=True)
    due = Q()
    for zone in sorted(zones):
        due |= Q(agent__zone=zone, due_at__lt=next_day(now, zone))
    return due
