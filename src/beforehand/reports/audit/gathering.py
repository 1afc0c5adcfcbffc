"""Contacts from any number of archives, gathered by person; memory holds people and packed contacts, never texts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from beforehand.reports.audit.belonging import is_colleague, joined, looks_like_a_client, own_domains
from beforehand.reports.audit.people import Person
from beforehand.reports.audit.understanding import Understood
from beforehand.rules.captures import Captured, Point
from beforehand.rules.names import folded

Listen = Callable[[Captured], Understood]


@dataclass(frozen=True, slots=True)
class Listed:
    """A client of a client list and all that they can be reached by."""

    name: str
    points: tuple[Point, ...]


class Gathering:
    """Takes contacts one by one, in any order.

    With a list its clients are the clients; without one, those with whom there was an exchange. `until` is now: what
    is dated later is left out and counted in `misdated`.
    """

    def __init__(
        self, *, ours: Iterable[Point], listen: Listen, until: datetime, listed: Iterable[Listed] = ()
    ) -> None:
        self._ours = frozenset(ours)
        self._our_domains = own_domains(self._ours)
        self._listen = listen
        self._until = until
        self._people: dict[Point, Person] = {}
        self._by_name: dict[str, Person | None] = {}
        self._strangers = 0
        self.listed: list[Person] = []
        self.automated = 0  # also mail that is no contact: newsletters, lists, mail among colleagues
        self.undecided = 0
        self.misdated = 0
        self.last: datetime | None = None
        for each in listed:
            self._enter(each)

    def take(self, captured: Captured) -> None:
        """Takes a contact; what no person wrote or said is counted and let go."""
        if captured.at > self._until:
            self.misdated += 1
            return
        self.last = captured.at if self.last is None else max(self.last, captured.at)
        if captured.automated:
            self.automated += 1
            return
        people = self._people_of(captured)
        if not people:
            self._strangers += 1
            return
        if captured.ask_if_reached:
            self.undecided += 1
        understood = self._listen(captured)
        for person in people:
            person.add(captured, understood)

    def clients(self) -> tuple[list[Person], int]:
        """The people who count as clients, and how many contacts were with nobody who does."""
        if self.listed:
            return [person for person in self.listed if person.count()], self._strangers
        people = joined(list(self._people.values()))
        clients = [person for person in people if looks_like_a_client(person)]
        others = sum(each.count() for each in people) - sum(each.count() for each in clients)
        return clients, self._strangers + others

    def _enter(self, listed: Listed) -> None:
        """One client on two lists is one: a shared point joins, and a name alone does where nobody else bears it."""
        person = next((self._people[point] for point in listed.points if point in self._people), None)
        if person is None:
            person = Person(listed_as=listed.name)
            self.listed.append(person)
        for point in listed.points:
            if point not in self._ours and point not in self._people:
                self._people[point] = person
                person.points.append(point)
        name = folded(listed.name)
        self._by_name[name] = person if self._by_name.get(name, person) is person else None

    def _people_of(self, captured: Captured) -> list[Person]:
        found: dict[int, Person] = {}
        for point in captured.points:
            if (person := self._person(point, captured.name)) is not None:
                found[id(person)] = person
        if captured.name and len(found) == 1:
            next(iter(found.values())).call(captured.name)
        return list(found.values())

    def _person(self, point: Point, name: str) -> Person | None:
        person = self._people.get(point)
        if person is not None:
            return person
        if point in self._ours or is_colleague(point, self._our_domains):
            return None
        if self.listed:
            return self._by_name.get(folded(name)) if point[0] == "handle" and name else None
        person = self._people[point] = Person(point)
        return person
