"""What a list adds to clients who are here already: only what is missing, and never over anything."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beforehand.actions.bulk import day, insert, instant, update
from beforehand.actions.derivation import lock, rederive
from beforehand.actions.drafts import search_text
from beforehand.actions.imports.planning import PlannedRow, Verdict
from beforehand.actions.imports.rows import Candidate
from beforehand.records.models import Client, ContactPoint, Deal, DealStage, Import, Person
from beforehand.rules.names import folded


@dataclass(slots=True)
class _Household:
    """A client with its rows as they are and as they become; new rows have no id until they are written."""

    client: Client
    people: list[Person]
    points: list[ContactPoint]
    deals: list[Deal]
    is_ours: bool = False  # brought back by this import, whose undoing ends the client as a whole
    new_deal: Deal | None = None
    new_people: list[Person] = field(default_factory=list)
    born: list[Person] = field(default_factory=list)
    addressed: list[Deal] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    was_started: bool = False
    has_new_points: bool = False

    def is_changed(self) -> bool:
        """Whether there is anything to write."""
        added = (self.new_people, self.born, self.addressed, self.labels, self.new_deal)
        return self.is_ours or self.has_new_points or self.dated or any(added)

    dated: bool = False


def add_missing(rows: Sequence[PlannedRow], imported: Import, *, at: datetime) -> list[dict[str, Any]]:
    """Adds to the clients that these rows match or bring back; what undoing needs, a dict a client."""
    if not rows:
        return []
    households = _gathered({row.client_id for row in rows if row.client_id is not None})
    for row in rows:
        household = households.get(row.client_id or 0)
        if household is not None and row.candidate is not None:
            _add(household, row, imported, at)
    changed = [each for each in households.values() if each.is_changed()]
    _write(changed, imported, at)
    under_care = {Client.Care.ACTIVE, Client.Care.PAST}
    rederive([each.client.pk for each in changed if each.client.care in under_care], at=at)
    return [before for each in changed if (before := _before(each))]


def _gathered(ids: set[int]) -> dict[int, _Household]:
    held = lock(ids)
    clients = Client.objects.filter(pk__in=held).prefetch_related("people", "contact_points", "deals")
    return {
        client.pk: _Household(
            client,
            list(client.people.all()),
            list(client.contact_points.all()),
            [deal for deal in client.deals.all() if deal.closed_at is None],
        )
        for client in clients
    }


def _add(household: _Household, row: PlannedRow, imported: Import, at: datetime) -> None:
    assert row.candidate is not None  # noqa: S101 the caller looked
    client, candidate = household.client, row.candidate
    places = _add_people(household, candidate)
    known = {(point.kind, point.value) for point in household.points}
    for point in candidate.points:
        if (point.kind, point.value) not in known:
            household.has_new_points = True
            person = places[point.person] if point.person is not None and point.person < len(places) else None
            household.points.append(
                ContactPoint(
                    office_id=client.office_id,
                    client=client,
                    person=person,
                    kind=point.kind,
                    value=point.value,
                    written=point.written[:254],
                    label=point.label[:60],
                    imported_by=imported,
                )
            )
    here = {folded(label) for label in client.labels}
    added = [label for label in candidate.labels if folded(label) not in here]
    client.labels, household.labels = [*client.labels, *added], [*household.labels, *added]
    if client.known_since is None and candidate.known_since is not None:
        client.known_since, household.dated = candidate.known_since, True
    _start(household, row, imported, at)
    for deal in household.deals:
        if candidate.address and not deal.address:
            deal.address = candidate.address[:300]
            household.addressed.append(deal)


def _add_people(household: _Household, candidate: Candidate) -> list[Person]:
    """The household's people for the candidate's, in its order, those who were not there added."""
    places = []
    for place, name in enumerate(candidate.people or (candidate.name,)):
        found = next((each for each in household.people if _first(each.name) == _first(name)), None)
        if found is None:
            found = Person(office_id=household.client.office_id, client=household.client, name=name[:160])
            household.people.append(found)
            household.new_people.append(found)
        if place == 0 and candidate.birthday is not None and found.birthday is None:
            found.birthday = candidate.birthday
            household.born.append(found)
        places.append(found)
    return places


def _start(household: _Household, row: PlannedRow, imported: Import, at: datetime) -> None:
    """Takes a client who was known only, or came in with an import since undone, into our care."""
    client, target = household.client, row.target
    if row.verdict == Verdict.NEW:
        household.is_ours = True
        client.care, client.imported_by = Client.Care.KNOWN, imported
        client.ended_at, client.ended_reason, client.ended_words = None, "", ""
        client.since, client.first_call_at = at, None
    waits = client.care == Client.Care.KNOWN and not client.ended_reason
    if target is None or target.care == Client.Care.KNOWN or not waits:
        return
    client.care, client.since, client.first_call_at = target.care, at, row.first_call_at
    household.was_started = not household.is_ours
    household.new_deal = Deal(
        office_id=client.office_id,
        client=client,
        side=target.side,
        stage=target.stage,
        opened_at=at,
        recorded_by=imported.by,
    )
    household.deals.append(household.new_deal)


def _write(households: Sequence[_Household], imported: Import, at: datetime) -> None:
    Person.objects.bulk_create([person for each in households for person in each.new_people], batch_size=1000)
    born = [
        {"id": person.pk, "birthday": day(person.birthday)} for each in households for person in each.born
    ]
    update(Person, born)
    insert(
        ContactPoint,
        [
            {
                "office_id": point.office_id,
                "client_id": point.client_id,
                "person_id": point.person.pk if point.person else None,  # now that a new one has its id
                "kind": point.kind,
                "value": point.value,
                "written": point.written,
                "label": point.label,
                "imported_by_id": imported.pk,
            }
            for each in households
            for point in each.points
            if point.pk is None
        ],
    )
    update(
        Deal,
        [
            {"id": deal.pk, "address": deal.address}
            for each in households
            for deal in each.addressed
            if deal.pk
        ],
    )
    _write_deals([each.new_deal for each in households if each.new_deal is not None], imported, at)
    update(Client, [_client_row(each) for each in households])


def _write_deals(deals: Sequence[Deal], imported: Import, at: datetime) -> None:
    Deal.objects.bulk_create(deals, batch_size=1000)
    insert(
        DealStage,
        [
            {
                "office_id": deal.office_id,
                "deal_id": deal.pk,
                "stage": deal.stage,
                "holds_from": instant(at),
                "recorded_at": instant(at),
                "recorded_by_id": imported.by_id,
            }
            for deal in deals
        ],
    )


def _client_row(household: _Household) -> dict[str, Any]:
    client = household.client
    return {
        "id": client.pk,
        "care": client.care,
        "since": instant(client.since),
        "first_call_at": instant(client.first_call_at),
        "ended_at": instant(client.ended_at),
        "ended_reason": client.ended_reason,
        "ended_words": client.ended_words,
        "labels": json.dumps(client.labels),
        "known_since": day(client.known_since),
        "search": _search(household),
        "imported_by_id": client.imported_by_id,
    }


def _search(household: _Household) -> str:
    return search_text(
        household.client.name,
        [person.name for person in household.people],
        [point.value for point in household.points],
        [deal.address for deal in household.deals],
        household.client.labels,
    )


def _before(household: _Household) -> dict[str, Any] | None:
    """What was added to a client who was here before; None for one brought back. Points name their import."""
    if household.is_ours:
        return None
    return {
        "client": household.client.pk,
        "people": [person.pk for person in household.new_people],
        "birthdays": [person.pk for person in household.born if person not in household.new_people],
        "deal": household.new_deal.pk if household.new_deal else None,
        "addresses": [deal.pk for deal in household.addressed if deal is not household.new_deal],
        "labels": household.labels,
        "known_since": household.dated,
        "started": household.was_started,
    }


def _first(name: str) -> str:
    return folded(name).partition(" ")[0]
