"""Undoes an import: what it wrote goes, what somebody has worked with since stays and is named."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.bulk import day, instant, update
from beforehand.actions.derivation import lock, rederive
from beforehand.actions.drafts import search_text
from beforehand.actions.imports.corrections import take_back
from beforehand.actions.imports.progress import held_import
from beforehand.actions.refusals import Refusal
from beforehand.queries.matching import UNDONE
from beforehand.records.models import (
    AuditEntry,
    Capture,
    Client,
    ClientHours,
    ContactPoint,
    Deal,
    DealStage,
    Import,
    Member,
    Person,
    Touch,
    WaitingPoint,
)
from beforehand.rules import facts
from beforehand.rules.corrections import voided
from beforehand.rules.names import folded

_AT_ONCE = 500
_NAMED = 100
_WORKED_WITH = "somebody has worked with them since"


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: clients removed, ended because the ledger knows them, given back, contacts voided.

    `kept` counts the clients that stayed, `names` says which and why, up to a hundred.
    """

    removed: int
    ended: int
    given_back: int
    voided: int
    kept: int
    names: tuple[str, ...]


@transaction.atomic
def undo_import(*, import_id: int, by: Member, at: datetime) -> Undone:
    """Undoes an import, one that is still running too; by who made it or a broker."""
    imported = held_import(by, import_id)
    if imported.state in {Import.State.UNDONE, Import.State.PREVIEW}:
        raise Refusal("There is nothing to undo: this import was undone already, or has not begun.")
    taken = take_back(imported, by=by, at=at)
    for some in _in_chunks(sorted({touch.client_id for touch in taken})):
        rederive(lock(some), at=at)
    given_back, kept_back = _give_back(imported, at)
    removed, ended, kept = _remove(imported, at)
    names = [*kept, *kept_back]
    undone = Undone(removed, ended, given_back, len(taken), len(names), tuple(names[:_NAMED]))
    imported.state, imported.undone_at, imported.before = Import.State.UNDONE, at, []
    imported.counts["undone"] = asdict(undone)
    imported.save(update_fields=["state", "undone_at", "before", "counts"])
    _stop_waiting(imported)
    note("import.undone", office_id=by.office_id, by=by, at=at, about=imported.pk)
    return undone


def _stop_waiting(imported: Import) -> None:
    """Forgets what waits of the file; what a person, or the matcher since, has given to a client stays with them."""
    WaitingPoint.objects.filter(capture__imported_by=imported).delete()
    waiting = Capture.objects.filter(imported_by=imported, state=Capture.State.WAITING)
    waiting.filter(decided_at__isnull=True).delete()
    waiting.update(state=Capture.State.LOGGED)


def _remove(imported: Import, at: datetime) -> tuple[int, int, list[str]]:
    """Deletes the clients it made, ends those whom the ledger knows; how many of each, and who stays."""
    removed = ended = 0
    kept: list[str] = []
    clients = dict(Client.objects.filter(imported_by=imported).order_by("name").values_list("pk", "name"))
    for some in _in_chunks(list(clients)):
        ids = set(lock(some))
        worked = _worked_with(ids)
        standing = _with_standing_touches(ids - worked)
        kept += [f"{clients[pk]}: {_WORKED_WITH}" for pk in some if pk in worked]
        kept += [
            f"{clients[pk]}: a phone log knows them; undo its import first" for pk in some if pk in standing
        ]
        going = ids - worked - standing
        in_ledger = set(Touch.objects.filter(client_id__in=going).values_list("client_id", flat=True))
        _delete(going - in_ledger)
        _end(in_ledger, at)
        removed, ended = removed + len(going - in_ledger), ended + len(in_ledger)
    return removed, ended, kept


def _worked_with(ids: Collection[int], *, after: datetime | None = None) -> set[int]:
    """Those of these clients for whom somebody has done something by hand, since `after` where it is given."""
    entries = AuditEntry.objects.filter(client_id__in=ids)
    touches = Touch.objects.filter(client_id__in=ids, imported_by__isnull=True)
    if after is not None:
        entries, touches = entries.filter(at__gt=after), touches.filter(recorded_at__gt=after)
    rows = [*entries.values_list("client_id", flat=True), *touches.values_list("client_id", flat=True)]
    return {pk for pk in rows if pk is not None}


def _with_standing_touches(ids: Collection[int]) -> set[int]:
    """Those of these clients with contacts that nothing has voided."""
    rows = Touch.objects.filter(client_id__in=ids).only(
        "client_id", "at", "direction", "channel", "outcome", "voids_id"
    )
    ledger = [(_fact(row), row.client_id) for row in rows]
    void = voided(touch for touch, _ in ledger)
    return {client_id for touch, client_id in ledger if touch.voids is None and touch.id not in void}


def _fact(row: Touch) -> facts.Touch:
    voids = None if row.voids_id is None else str(row.voids_id)
    return facts.Touch(str(row.pk), row.at, row.direction, row.channel, row.outcome, voids=voids)


def _delete(ids: Collection[int]) -> None:
    DealStage.objects.filter(deal__client_id__in=ids).delete()
    for model in (Deal, ClientHours, ContactPoint, Person):
        model.objects.filter(client_id__in=ids).delete()
    Client.objects.filter(pk__in=ids).delete()


def _end(ids: Collection[int], at: datetime) -> None:
    """Takes out of every list the clients whom the ledger cannot forget."""
    Deal.objects.filter(client_id__in=ids, closed_at__isnull=True).update(closed_at=at)
    Client.objects.filter(pk__in=ids).update(
        care=Client.Care.ENDED, ended_at=at, ended_reason="not_client", ended_words=UNDONE
    )
    rederive(sorted(ids), at=at)


def _give_back(imported: Import, at: datetime) -> tuple[int, list[str]]:
    """Takes away what the import added to clients who were here before; how many, and who stays in our care."""
    kept: list[str] = []
    for some in _in_chunks(imported.before):
        held = lock([added["client"] for added in some])
        worked = _worked_with(held, after=imported.started_at)
        back = {added["client"] for added in some if added["started"] and added["client"] not in worked}
        ContactPoint.objects.filter(client_id__in=held, imported_by=imported).delete()
        _take_rows_away(some, held, back)
        clients = Client.objects.filter(pk__in=held).prefetch_related("people", "contact_points", "deals")
        by_id = {client.pk: client for client in clients}
        kept += [
            f"{by_id[added['client']].name}: {_WORKED_WITH}"
            for added in some
            if added["started"] and added["client"] in worked
        ]
        rows = [_as_before(by_id[added["client"]], added, back) for added in some if added["client"] in by_id]
        update(Client, rows)
        rederive(sorted(by_id), at=at)
    return len(imported.before), kept


def _take_rows_away(some: Sequence[Mapping[str, Any]], held: Collection[int], back: Collection[int]) -> None:
    """Deletes and empties the rows of these clients that the import added, but people somebody spoke to."""
    people = Person.objects.filter(client_id__in=held)
    people.filter(pk__in=[pk for added in some for pk in added["birthdays"]]).update(birthday=None)
    spoken_to = Touch.objects.filter(client_id__in=held, person__isnull=False).values("person_id")
    new = people.filter(pk__in=[pk for added in some for pk in added["people"]])
    new.exclude(pk__in=spoken_to).delete()
    deals = Deal.objects.filter(client_id__in=held)
    deals.filter(pk__in=[pk for added in some for pk in added["addresses"]]).update(address="")
    deals.filter(pk__in=[added["deal"] for added in some if added["client"] in back]).delete()


def _as_before(client: Client, added: Mapping[str, Any], back: Collection[int]) -> dict[str, Any]:
    gone = {folded(label) for label in added["labels"]}
    labels = [label for label in client.labels if folded(label) not in gone]
    is_back = client.pk in back
    return {
        "id": client.pk,
        "labels": json.dumps(labels),
        "known_since": None if added["known_since"] else day(client.known_since),
        "care": Client.Care.KNOWN if is_back else client.care,
        "first_call_at": None if is_back else instant(client.first_call_at),
        "search": search_text(
            client.name,
            [person.name for person in client.people.all()],
            [point.value for point in client.contact_points.all()],
            [deal.address for deal in client.deals.all()],
            labels,
        ),
    }


def _in_chunks(values: list[Any]) -> list[list[Any]]:
    return [values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE)]
