"""Leaves an entry of who did what, in the transaction that does it."""

from datetime import datetime
from typing import Any

from beforehand.records.models import AuditEntry, Client, Member


def note(
    verb: str,
    *,
    office_id: int,
    by: Member | None,
    at: datetime,
    client: Client | None = None,
    about: int | None = None,
    **details: Any,
) -> None:
    """Writes one entry; details hold names of fields and plain values, never words a client wrote."""
    AuditEntry.objects.create(
        office_id=office_id, verb=verb, at=at, by=by, client=client, about=about, details=details
    )
