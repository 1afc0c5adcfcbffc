"""What waits for a person: captures that match nobody or several, with the clients they may be of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from beforehand.queries import access
from beforehand.queries.matching import Holder, Point, holders
from beforehand.records.models import Capture, Client, Member, WaitingPoint
from beforehand.rules.names import folded

_SHOWN = 40
_LIKELY = 3
_CUTOFF = 84.0  # of 100, by the weighted ratio
SHARE_OVER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A client that a capture may be of; `shares` where they have the point already, and others have it too."""

    id: int
    name: str
    shares: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A point with its waiting captures, told by the newest of them."""

    kind: str
    value: str
    count: int
    capture_id: int
    name: str
    at: datetime
    direction: str
    channel: str
    asks: str
    summary: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Of `all` captures of a time, how many found their client by themselves."""

    by_itself: int
    all: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that it says 100 only when every one did; None where there were none."""
        return self.by_itself * 100 // self.all if self.all else None


def waiting_count(member: Member) -> int:
    """How many points wait for this member."""
    count: int = _points(member).values("kind", "value").distinct().count()
    return count


def waiting(member: Member) -> list[Waiting]:
    """What waits for this member, who asks first and then the newest; at most forty points."""
    grouped = (
        _points(member)
        .values("kind", "value")
        .annotate(count=Count("capture_id"), newest=Max("capture__at"), latest=Max("capture_id"))
        .order_by("-newest")[:_SHOWN]
    )
    rows = list(grouped)
    captures = Capture.objects.in_bulk([row["latest"] for row in rows])
    points = [(row["kind"], row["value"]) for row in rows]
    held = holders(member.office_id, points)
    names = _names(captures.values())
    return [_row(row, captures[row["latest"]], held, names) for row in rows]


def waiting_capture(member: Member, capture_id: int) -> Capture:
    """One that waits for this member; NotFound where it does not."""
    capture = Capture.objects.filter(
        pk=capture_id, state=Capture.State.WAITING, member__in=access.captures_of(member)
    ).first()
    if capture is None:
        raise access.NotFound
    return capture


def share_matched(office_id: int, *, now: datetime, member: Member | None = None) -> Share:
    """Over the thirty days before `now`, of the office or of one member: captures matched without a person.

    What a person said has to do with no client is left out of both numbers.
    """
    rows = Capture.objects.filter(office_id=office_id, received_at__gt=now - SHARE_OVER)
    if member is not None:
        rows = rows.filter(member=member)
    counted = rows.exclude(state=Capture.State.LEFT_OUT).aggregate(
        all=Count("pk"), by_itself=Count("pk", filter=Q(state=Capture.State.LOGGED, decided_by__isnull=True))
    )
    return Share(counted["by_itself"], counted["all"])


def _points(member: Member) -> Any:
    return WaitingPoint.objects.filter(
        office_id=member.office_id, capture__member__in=access.captures_of(member)
    )


def _names(captures: Any) -> dict[int, tuple[dict[int, str], dict[int, str]]]:
    """Of each member whose captures these are: the folded and the written names of their clients."""
    found: dict[int, tuple[dict[int, str], dict[int, str]]] = {}
    for member_id in {capture.member_id for capture in captures}:
        clients = Client.objects.filter(agent_id=member_id).exclude(care=Client.Care.ENDED)
        written = dict(clients.values_list("pk", "name"))
        found[member_id] = ({pk: folded(name) for pk, name in written.items()}, written)
    return found


def _row(
    row: dict[str, Any],
    capture: Capture,
    held: dict[Point, list[Holder]],
    names: dict[int, tuple[dict[int, str], dict[int, str]]],
) -> Waiting:
    point = (row["kind"], row["value"])
    sharing = tuple(Candidate(one.client_id, one.name, shares=True) for one in held.get(point, ()))
    return Waiting(
        kind=row["kind"],
        value=row["value"],
        count=row["count"],
        capture_id=capture.pk,
        name=capture.name if len(capture.points) == 1 else "",
        at=capture.at,
        direction=capture.direction,
        channel=capture.channel,
        asks=capture.asks,
        summary=capture.summary,
        candidates=sharing or _alike(_called(capture, point), *names[capture.member_id]),
    )


def _called(capture: Capture, point: Point) -> str:
    """What the other is called: by the channel, else by the address."""
    if capture.name and len(capture.points) == 1:
        return folded(capture.name)
    words = point[1].partition("@")[0].rpartition(":")[2]
    return folded("".join(letter if letter.isalpha() else " " for letter in words))


def _alike(called: str, by_folded: dict[int, str], written: dict[int, str]) -> tuple[Candidate, ...]:
    if len(called) < 3:
        return ()
    from rapidfuzz import fuzz, process  # 2 MiB, for this page alone

    found: Sequence[Any] = process.extract(
        called, by_folded, scorer=fuzz.WRatio, score_cutoff=_CUTOFF, limit=_LIKELY
    )
    return tuple(Candidate(pk, written[pk], shares=False) for _, _, pk in found)
