"""New clients as they are to be written: the same road for one typed into a form and for ten thousand in a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from beforehand.actions.derivation import rederive
from beforehand.records.models import (
    Client,
    ClientHours,
    ContactPoint,
    Deal,
    DealStage,
    Import,
    Member,
    Office,
    Person,
)
from beforehand.rules.contact_points import phone_zone
from beforehand.rules.names import searchable


@dataclass(frozen=True, slots=True)
class PointDraft:
    """A way to reach a client: its normal form, as it was written, and whose of the people it is."""

    kind: str
    value: str
    written: str
    label: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A client to be written; `zone` is None where neither address nor phone tells it."""

    name: str
    care: str
    people: tuple[str, ...] = ()
    points: tuple[PointDraft, ...] = ()
    side: str = ""
    stage: str = ""
    address: str = ""
    zone: str | None = None
    zone_source: str = "office"
    labels: tuple[str, ...] = ()
    notes: str = ""
    known_since: date | None = None
    birthday: date | None = None
    first_call_at: datetime | None = None
    week: dict[str, Any] | None = field(default=None)


def zone_of(
    points: Sequence[PointDraft], address_zone: str | None, office: Office
) -> tuple[str, ClientHours.Source]:
    """A client's zone and how we know it: the address, else the phone's area code, else the office's own."""
    if address_zone:
        return address_zone, ClientHours.Source.ADDRESS
    for point in points:
        if point.kind == ContactPoint.Kind.PHONE and (zone := phone_zone(point.value)):
            return zone, ClientHours.Source.PHONE
    return office.zone, ClientHours.Source.OFFICE


def write(
    drafts: Sequence[Draft],
    *,
    office: Office,
    agent: Member,
    by: Member | None,
    at: datetime,
    imported_by: Import | None = None,
) -> list[Client]:
    """Writes these clients with all that belongs to them and derives them; in the order of the drafts."""
    clients = Client.objects.bulk_create(
        [_client(draft, office, agent, by, at, imported_by) for draft in drafts], batch_size=500
    )
    pairs = list(zip(drafts, clients, strict=True))
    _write_people(pairs, office, imported_by)
    _write_deals(pairs, office, by, at)
    ClientHours.objects.bulk_create(
        [
            ClientHours(
                office=office,
                client=client,
                holds_from=client.since,
                zone=draft.zone or office.zone,
                zone_source=draft.zone_source,
                week=draft.week,
                recorded_at=at,
                recorded_by=by,
            )
            for draft, client in pairs
        ],
        batch_size=1000,
    )
    rederive([c.pk for c in clients if c.care in {Client.Care.ACTIVE, Client.Care.PAST}], at=at)
    return clients


def search_text(
    name: str, people: Sequence[str], points: Sequence[str], addresses: Sequence[str], labels: Sequence[str]
) -> str:
    """What a search for a client looks in."""
    return searchable([name, *people, *points, *addresses, *labels])


def _client(
    draft: Draft, office: Office, agent: Member, by: Member | None, at: datetime, imported_by: Import | None
) -> Client:
    return Client(
        office=office,
        agent=agent,
        name=draft.name[:200],
        care=draft.care,
        since=at,
        first_call_at=draft.first_call_at,
        known_since=draft.known_since,
        labels=list(draft.labels),
        notes=draft.notes,
        search=search_text(
            draft.name, draft.people, [p.value for p in draft.points], [draft.address], draft.labels
        ),
        imported_by=imported_by,
        recorded_at=at,
        recorded_by=by,
    )


def _write_people(pairs: Sequence[tuple[Draft, Client]], office: Office, imported_by: Import | None) -> None:
    people = [
        Person(
            office=office,
            client=client,
            name=name[:160],
            birthday=draft.birthday if place == 0 else None,
        )
        for draft, client in pairs
        for place, name in enumerate(draft.people or (draft.name,))
    ]
    Person.objects.bulk_create(people, batch_size=1000)
    of_client: dict[int, list[Person]] = {}
    for person in people:
        of_client.setdefault(person.client_id, []).append(person)
    points = {
        (client.pk, point.kind, point.value): ContactPoint(
            office=office,
            client=client,
            person=of_client[client.pk][point.person] if point.person is not None else None,
            kind=point.kind,
            value=point.value,
            written=point.written[:254],
            label=point.label[:60],
            imported_by=imported_by,
        )
        for draft, client in pairs
        for point in draft.points
    }
    ContactPoint.objects.bulk_create(points.values(), batch_size=1000)


def _write_deals(
    pairs: Sequence[tuple[Draft, Client]], office: Office, by: Member | None, at: datetime
) -> None:
    deals = [
        Deal(
            office=office,
            client=client,
            side=draft.side,
            stage=draft.stage,
            address=draft.address[:300],
            opened_at=at,
            recorded_by=by,
        )
        for draft, client in pairs
        if draft.side
    ]
    Deal.objects.bulk_create(deals, batch_size=1000)
    stages = [
        DealStage(office=office, deal=deal, stage=deal.stage, holds_from=at, recorded_at=at, recorded_by=by)
        for deal in deals
    ]
    DealStage.objects.bulk_create(stages, batch_size=1000)
