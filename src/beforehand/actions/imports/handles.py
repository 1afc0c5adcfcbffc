"""Teaches handles of a chat to the clients whose they are, as somebody said in the preview."""

from datetime import datetime
from typing import Any

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.clients import refresh_search
from beforehand.actions.imports.choices import read_choices
from beforehand.actions.imports.progress import held_turn
from beforehand.queries import access
from beforehand.queries.matching import holders
from beforehand.records.models import Client, ContactPoint, Import
from beforehand.rules.names import folded

_HANDLE = ContactPoint.Kind.HANDLE


@transaction.atomic
def teach_handles(import_id: int, *, at: datetime) -> None:
    """Gives the handles to the clients, before the first line comes in; those that are somebody's stay theirs.

    Undoing the import takes them away again."""
    imported = held_turn(import_id, 0)
    if imported is None:
        return
    whose = read_choices(imported.choices).whose
    held = holders(imported.office_id, {(_HANDLE, handle) for handle in whose})
    clients = access.clients(imported.agent).in_bulk(list(whose.values()))
    for handle, client_id in whose.items():
        if client_id in clients and (_HANDLE, handle) not in held:
            _teach(clients[client_id], handle, imported, at)
    imported.save(update_fields=["before"])


def _teach(client: Client, handle: str, imported: Import, at: datetime) -> None:
    name = handle.partition(":")[2]
    person = next((each for each in client.people.all() if folded(each.name) == name), None)
    ContactPoint.objects.create(
        office_id=client.office_id,
        client=client,
        person=person,
        kind=_HANDLE,
        value=handle,
        written=handle,
        imported_by=imported,
    )
    refresh_search(client)
    client.save(update_fields=["search"])
    nothing: dict[str, Any] = {"people": [], "birthdays": [], "deal": None, "addresses": [], "labels": []}
    imported.before.append({"client": client.pk, **nothing, "known_since": False, "started": False})
    note("capture.taught", office_id=client.office_id, by=imported.by, at=at, client=client, kind=_HANDLE)
