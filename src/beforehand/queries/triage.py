"""What waits for a person: captures that match nobody or several, with the clients they may be of."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from beforehand.queries import access
from beforehand.queries.matching import Holder, Point, holders
from beforehand.records.models import Capture, Client, Member, WaitingPoint
from beforehand.rules.names import folded

_SHOWN, _READ = 40, 1000
_LIKELY = 3
_CUTOFF = 84.0  # of 100, by the weighted ratio
SHARE_OVER = timedelta(days=30)

Names = tuple[dict[int, str], dict[int, str]]  # folded and written, by client


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
    return _points(member).values("kind", "value").distinct().count()


def waiting(member: Member) -> list[Waiting]:
    """What waits for this member: first who asks, then the newest; at most forty points of the newest thousand."""
    rows = _points(member).select_related("capture").order_by("-capture__at", "-pk")[:_READ]
    by_point: dict[Point, list[Capture]] = {}
    for row in rows:
        by_point.setdefault((row.kind, row.value), []).append(row.capture)
    held = holders(member.office_id, by_point.keys())
    seen = _seen(member, {one.client_id for those in held.values() for one in those})
    shown = sorted(by_point.items(), key=lambda item: not _asks(item[1]))[:_SHOWN]
    names = _names({captures[0].member_id for _, captures in shown})
    return [
        _row(point, captures, names, _sharing(held[point], seen) if point in held else None)
        for point, captures in shown
    ]


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

    What a person said has to do with no client is left out of both numbers, and so is what waits or waited of a file
    that was imported: of such a file only that much is a capture.
    """
    rows = Capture.objects.filter(
        office_id=office_id, received_at__gt=now - SHARE_OVER, imported_by__isnull=True
    )
    if member is not None:
        rows = rows.filter(member=member)
    counted = rows.exclude(state=Capture.State.LEFT_OUT).aggregate(
        all=Count("pk"), by_itself=Count("pk", filter=Q(state=Capture.State.LOGGED, decided_by__isnull=True))
    )
    return Share(counted["by_itself"], counted["all"])


def _points(member: Member) -> QuerySet[WaitingPoint]:
    return WaitingPoint.objects.filter(
        office_id=member.office_id, capture__member__in=access.captures_of(member)
    )


def _asks(captures: Sequence[Capture]) -> bool:
    return any(capture.asks != "none" for capture in captures)


def _names(member_ids: Iterable[int]) -> dict[int, Names]:
    """Of each of these members: the folded and the written names of their clients."""
    found: dict[int, Names] = {}
    for member_id in member_ids:
        clients = Client.objects.filter(agent_id=member_id).exclude(care=Client.Care.ENDED)
        written = dict(clients.values_list("pk", "name"))
        found[member_id] = ({pk: folded(name) for pk, name in written.items()}, written)
    return found


def _seen(member: Member, client_ids: Collection[int]) -> set[int]:
    """Those of these clients that the member may see."""
    return set(access.clients(member).filter(pk__in=client_ids).values_list("pk", flat=True))


def _sharing(held: Iterable[Holder], seen: Collection[int]) -> tuple[Candidate, ...]:
    return tuple(Candidate(one.client_id, one.name, shares=True) for one in held if one.client_id in seen)


def _row(
    point: Point,
    captures: Sequence[Capture],
    names: dict[int, Names],
    sharing: tuple[Candidate, ...] | None,
) -> Waiting:
    """The row of one point, told by the newest that asks, else by the newest; `sharing` is None for nobody's."""
    told = next((capture for capture in captures if capture.asks != "none"), captures[0])
    return Waiting(
        kind=point[0],
        value=point[1],
        count=len(captures),
        capture_id=told.pk,
        name=told.name if len(told.points) == 1 else "",
        at=told.at,
        direction=told.direction,
        channel=told.channel,
        asks=told.asks,
        summary=told.summary,
        candidates=_alike(_called(told, point), *names[captures[0].member_id])
        if sharing is None
        else sharing,
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
