"""Who is who: the clients that a member may see, found by a phone, an e-mail address or, with care, a name."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from django.db.models import QuerySet

from beforehand.queries import access
from beforehand.records.models import Client, ContactPoint, Member, Person
from beforehand.rules.names import folded

UNDONE = "import undone"
_AT_ONCE = 5000

Point = tuple[str, str]
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Known:
    """A client to match against, or an earlier row of the file.

    `is_undone`: left over from an import that was undone, in no list; `is_waiting`: known only, nobody decided on it.
    """

    id: int | None
    name: str
    is_undone: bool = False
    is_waiting: bool = False
    points: set[Point] = field(default_factory=set)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Holder:
    """A client who has a number, and whose of the people it is, where that is known."""

    client_id: int
    name: str
    agent_id: int
    person_id: int | None


@dataclass(slots=True)
class Directory:
    """Known clients by point and by folded name; rows of a file are added as they are read."""

    by_point: dict[Point, list[Known]] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=dict)

    def add(self, known: Known, points: Iterable[Point]) -> None:
        """Has the client found by these points and by its name from now on."""
        for point in points:
            known.points.add(point)
            holders = self.by_point.setdefault(point, [])
            if known not in holders:
                holders.append(known)
        namesakes = self.by_name.setdefault(folded(known.name), [])
        if known not in namesakes:
            namesakes.append(known)

    def sharing(self, points: Iterable[Point]) -> list[Known]:
        """Everybody who has one of these points, each once."""
        found = {id(known): known for point in points for known in self.by_point.get(point, ())}
        return list(found.values())

    def namesakes(self, name: str, points: Collection[Point]) -> list[Known]:
        """Those of the same full name whom neither phones nor addresses tell apart; single words are no full name."""
        key = folded(name)
        if " " not in key:
            return []
        return [known for known in self.by_name.get(key, ()) if not _contradict(known.points, points)]


def directory(
    member: Member, *, points: Collection[Point], names: Collection[str], beside_import: int | None = None
) -> Directory:
    """The clients whom the member may see that have one of these points or names; but those of one import."""
    scope = access.clients(member)
    if beside_import is not None:
        scope = scope.exclude(imported_by=beside_import)
    ids = set(_holders(member.office_id, {value for _, value in points}))
    wanted = {folded(name) for name in names}
    rows = scope.values_list("pk", "name", "care", "ended_reason", "ended_words").iterator(
        chunk_size=_AT_ONCE
    )
    known = {
        pk: Known(
            pk,
            name,
            is_undone=care == Client.Care.ENDED and words == UNDONE,
            is_waiting=care == Client.Care.KNOWN and not reason,
        )
        for pk, name, care, reason, words in rows
        if pk in ids or folded(name) in wanted
    }
    of_client: dict[int, list[Point]] = {pk: [] for pk in known}
    for chunk in _chunks(known):
        points_of = ContactPoint.objects.filter(client_id__in=chunk).values_list("client_id", "kind", "value")
        for pk, kind, value in points_of:
            of_client[pk].append((kind, value))
    found = Directory()
    for pk, one in known.items():
        found.add(one, of_client[pk])
    return found


def holders(office_id: int, points: Collection[Point]) -> dict[Point, list[Holder]]:
    """For each point the clients of the office who have it, whoever their agent is; absent where there are none."""
    rows = ContactPoint.objects.filter(office_id=office_id, value__in={value for _, value in points})
    found: dict[Point, list[Holder]] = {}
    columns = ("kind", "value", "client_id", "client__name", "client__agent_id", "person_id")
    for kind, value, *holder in live(rows).order_by("client_id").values_list(*columns):
        if (kind, value) in points:
            found.setdefault((kind, value), []).append(Holder(*holder))
    return found


def live(points: QuerySet[ContactPoint]) -> QuerySet[ContactPoint]:
    """Those that match: all but the ones left over from an import that was undone."""
    return points.exclude(client__care=Client.Care.ENDED, client__ended_words=UNDONE)


def by_point(member: Member, points: Collection[Point]) -> dict[Point, list[Holder]]:
    """For each point the clients who have it and whom the member may see; absent where there are none."""
    values = {value for _, value in points}
    wanted = ContactPoint.objects.filter(office_id=member.office_id, value__in=values)
    rows = list(wanted.order_by("client_id").values_list("kind", "value", "client_id", "person_id"))
    clients = _live_clients(member, {client_id for _, _, client_id, _ in rows})
    found: dict[Point, list[Holder]] = {}
    for kind, value, client_id, person_id in rows:
        if client_id in clients and (kind, value) in points:
            found.setdefault((kind, value), []).append(Holder(client_id, *clients[client_id], person_id))
    return found


def by_full_name(member: Member, names: Collection[str]) -> dict[str, Holder]:
    """For each folded name of several words the one client, or person of a client, whom the member may see by it."""
    wanted = {name for name in names if " " in name}
    if not wanted:
        return {}
    scope = access.clients(member).exclude(care=Client.Care.ENDED, ended_words=UNDONE)
    rows = [(pk, name, None) for pk, name in scope.values_list("pk", "name").iterator(chunk_size=_AT_ONCE)]
    people = Person.objects.filter(client__in=scope).values_list("client_id", "name", "pk")
    found: dict[str, dict[int, int | None]] = {}
    for client_id, name, person_id in [*rows, *people]:
        if (key := folded(name)) in wanted:
            found.setdefault(key, {})[client_id] = person_id
    sole = {name: next(iter(held.items())) for name, held in found.items() if len(held) == 1}
    clients = _live_clients(member, {client_id for client_id, _ in sole.values()})
    return {
        name: Holder(client_id, *clients[client_id], person_id)
        for name, (client_id, person_id) in sole.items()
    }


def _live_clients(member: Member, ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Name and agent of those whom the member may see, by id."""
    scope = access.clients(member).filter(pk__in=ids)
    rows = scope.exclude(care=Client.Care.ENDED, ended_words=UNDONE).values_list("pk", "name", "agent_id")
    return {pk: (name, agent_id) for pk, name, agent_id in rows}


def _holders(office_id: int, values: Collection[str]) -> Iterator[int]:
    for chunk in _chunks(values):
        rows = ContactPoint.objects.filter(office_id=office_id, value__in=chunk)
        yield from rows.values_list("client_id", flat=True)


def _contradict(one: Collection[Point], other: Collection[Point]) -> bool:
    """Whether both have phones, or both have addresses, and none in common."""
    for kind in ContactPoint.Kind.values:
        ours = {value for known, value in one if known == kind}
        theirs = {value for known, value in other if known == kind}
        if ours and theirs and not ours & theirs:
            return True
    return False


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
