"""New clients as they are to be written: the same road for one typed into a form and for ten thousand in a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from beforehand.actions.bulk import day, insert, instant, new_ids
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
) -> list[int]:
    """Writes these clients with all that belongs to them and derives them, inside the caller's transaction.

    Their ids, in the order of the drafts.
    """
    pairs = list(zip(drafts, new_ids(Client, len(drafts)), strict=True))
    recorded = {"recorded_at": instant(at), "recorded_by_id": by.pk if by else None}
    import_id = imported_by.pk if imported_by else None
    own = {"agent_id": agent.pk, "since": instant(at), "imported_by_id": import_id, **recorded}
    insert(Client, [_client_row(draft, pk, office) | own for draft, pk in pairs])
    _write_people(pairs, office, import_id)
    _write_deals(pairs, office, at, recorded)
    insert(ClientHours, [_hours_row(draft, pk, office, at) | recorded for draft, pk in pairs])
    under_care = {Client.Care.ACTIVE, Client.Care.PAST}
    rederive([pk for draft, pk in pairs if draft.care in under_care], at=at)
    return [pk for _, pk in pairs]


def search_text(
    name: str, people: Sequence[str], points: Sequence[str], addresses: Sequence[str], labels: Sequence[str]
) -> str:
    """What a search for a client looks in."""
    return searchable([name, *people, *points, *addresses, *labels])


def _client_row(draft: Draft, pk: int, office: Office) -> dict[str, Any]:
    points = [point.value for point in draft.points]
    return {
        "id": pk,
        "office_id": office.pk,
        "name": draft.name[:200],
        "care": draft.care,
        "first_call_at": instant(draft.first_call_at),
        "known_since": day(draft.known_since),
        "labels": json.dumps(draft.labels),
        "notes": draft.notes,
        "search": search_text(draft.name, draft.people, points, [draft.address], draft.labels),
        "ended_reason": "",
        "ended_words": "",
        "standing": "",
        "reason": "",
        "clocks": "[]",
    }


def _hours_row(draft: Draft, client_id: int, office: Office, at: datetime) -> dict[str, Any]:
    return {
        "office_id": office.pk,
        "client_id": client_id,
        "holds_from": instant(at),
        "zone": draft.zone or office.zone,
        "zone_source": draft.zone_source,
        "week": None if draft.week is None else json.dumps(draft.week),
    }


def _write_people(pairs: Sequence[tuple[Draft, int]], office: Office, import_id: int | None) -> None:
    names = [draft.people or (draft.name,) for draft, _ in pairs]
    ids = iter(new_ids(Person, sum(map(len, names))))
    people: list[dict[str, Any]] = []
    points: dict[tuple[int, str, str], dict[str, Any]] = {}
    for (draft, client_id), called in zip(pairs, names, strict=True):
        household = [next(ids) for _ in called]
        people += [
            {
                "id": pk,
                "office_id": office.pk,
                "client_id": client_id,
                "name": name[:160],
                "is_grown": True,
                "birthday": day(draft.birthday) if pk == household[0] else None,
            }
            for pk, name in zip(household, called, strict=True)
        ]
        for point in draft.points:
            points[client_id, point.kind, point.value] = {
                "office_id": office.pk,
                "client_id": client_id,
                "person_id": household[point.person] if point.person is not None else None,
                "kind": point.kind,
                "value": point.value,
                "written": point.written[:254],
                "label": point.label[:60],
                "imported_by_id": import_id,
            }
    insert(Person, people)
    insert(ContactPoint, list(points.values()))


def _write_deals(
    pairs: Sequence[tuple[Draft, int]], office: Office, at: datetime, recorded: dict[str, Any]
) -> None:
    opened = [(draft, client_id) for draft, client_id in pairs if draft.side]
    ids = new_ids(Deal, len(opened))
    deals = [
        {
            "id": pk,
            "office_id": office.pk,
            "client_id": client_id,
            "side": draft.side,
            "stage": draft.stage,
            "address": draft.address[:300],
            "opened_at": instant(at),
            "recorded_by_id": recorded["recorded_by_id"],
        }
        for pk, (draft, client_id) in zip(ids, opened, strict=True)
    ]
    stages = [
        {
            "office_id": office.pk,
            "deal_id": pk,
            "stage": draft.stage,
            "holds_from": instant(at),
            **recorded,
        }
        for pk, (draft, _) in zip(ids, opened, strict=True)
    ]
    insert(Deal, deals)
    insert(DealStage, stages)
