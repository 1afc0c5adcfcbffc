"""The imports of an office as its members see them, and the mappings it remembers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import F, QuerySet

from beforehand.queries.access import NotFound
from beforehand.records.models import Client, ColumnMapping, Import, Member


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file brought in; `counts` holds clients, touches and problems, after undoing also what that did."""

    id: int
    kind: str
    file_name: str
    path: str
    by: str
    agent_id: int
    agent: str
    state: str
    choices: dict[str, Any]
    counts: dict[str, Any]
    problems: list[dict[str, Any]]
    rows_done: int
    rows_total: int
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


def imports(member: Member, *, limit: int = 50) -> list[ImportRow]:
    """The newest imports, one's own or for a broker the office's; their problems left out."""
    rows = _seen(member).defer("problems", "before").order_by("-started_at", "-pk")[:limit]
    return [_row(row, problems=[]) for row in rows]


def one_import(member: Member, import_id: int) -> ImportRow:
    """That import with its problems; NotFound where the member may not see it."""
    row = _seen(member).defer("before").filter(pk=import_id).first()
    if row is None:
        raise NotFound
    return _row(row, problems=row.problems)


def remembered_mapping(member: Member, headers: Sequence[str]) -> dict[str, str] | None:
    """How the office reads files with these headers (field to column); None where it never said."""
    rows = ColumnMapping.objects.filter(office_id=member.office_id, headers_hash=hash_of(headers))
    return rows.values_list("mapping", flat=True).first()


def planned_first_calls(
    agent: Member, *, after: datetime, until: datetime, beside_import: int | None = None
) -> list[datetime]:
    """When in that time first calls of this agent's active clients are planned; but those of one import."""
    rows = Client.objects.filter(
        agent=agent, care=Client.Care.ACTIVE, first_call_at__gt=after, first_call_at__lte=until
    ).exclude(last_spoke_at__gte=F("since"))
    if beside_import is not None:
        rows = rows.exclude(imported_by=beside_import)
    found = rows.order_by("first_call_at").values_list("first_call_at", flat=True)
    return [planned for planned in found if planned is not None]


def hash_of(headers: Sequence[str]) -> str:
    """What tells the headers of one make from another's."""
    return sha256("\x1f".join(headers).encode()).hexdigest()


def _seen(member: Member) -> QuerySet[Import]:
    rows = Import.objects.filter(office_id=member.office_id).select_related("by", "agent")
    return rows if member.role == Member.Role.BROKER else rows.filter(by=member)


def _row(row: Import, *, problems: list[dict[str, Any]]) -> ImportRow:
    return ImportRow(
        id=row.pk,
        kind=row.kind,
        file_name=row.file_name,
        path=row.path,
        by=row.by.name,
        agent_id=row.agent_id,
        agent=row.agent.name,
        state=row.state,
        choices=row.choices,
        counts=row.counts,
        problems=problems,
        rows_done=row.rows_done,
        rows_total=row.rows_total,
        started_at=row.started_at,
        finished_at=row.finished_at,
        undone_at=row.undone_at,
    )
