"""Brings in a planned client list, batch by batch; one that was cut goes on where it stopped."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from beforehand.actions import drafts
from beforehand.actions.drafts import Draft
from beforehand.actions.imports.additions import add_missing
from beforehand.actions.imports.planning import MATCHED, Plan, PlannedRow, Verdict
from beforehand.actions.imports.progress import count_on, held_turn
from beforehand.actions.imports.rows import RowProblem
from beforehand.records.models import Import, Office

BATCH = 500


def bring_clients(import_id: int, plan: Plan, *, at: datetime) -> None:
    """Writes what the plan says and has not been written yet; each batch is a transaction."""
    imported = Import.objects.get(pk=import_id)
    Import.objects.filter(pk=import_id).update(rows_total=len(plan.rows))
    start = imported.rows_done
    told = _problems_before(plan, start)
    while start < len(plan.rows) or told < len(plan.problems):
        rows = plan.rows[start : start + BATCH]
        until = _problems_before(plan, start + len(rows))
        if not _bring_batch(import_id, rows, plan.problems[told:until], start, at):
            return
        start, told = start + len(rows), until


def _problems_before(plan: Plan, place: int) -> int:
    """How many problems belong to the rows before that place; to the end of the file, all."""
    if place >= len(plan.rows):
        return len(plan.problems)
    return bisect_left(plan.problems, plan.rows[place].row, key=lambda problem: problem.row) if place else 0


@transaction.atomic
def _bring_batch(
    import_id: int, rows: Sequence[PlannedRow], problems: Sequence[RowProblem], start: int, at: datetime
) -> bool:
    """Whether this batch was ours to write."""
    imported = held_turn(import_id, start)
    if imported is None:
        return False
    fresh = [row for row in rows if row.verdict == Verdict.NEW and row.client_id is None]
    drafts.write(
        [_draft(row, imported.office) for row in fresh],
        office=imported.office,
        agent=imported.agent,
        by=imported.by,
        at=at,
        imported_by=imported,
    )
    to_add = [row for row in rows if row.verdict == Verdict.NEW and row.client_id is not None]
    if imported.choices["on_match"] == "update":
        to_add += [row for row in rows if row.verdict == Verdict.MATCHING]
    before = add_missing(to_add, imported, at=at)
    verdicts = Counter(row.verdict for row in rows)
    counts = {
        "new": verdicts[Verdict.NEW],
        "matched": sum(verdicts[verdict] for verdict in MATCHED),
        "refused": verdicts[Verdict.WRONG],
    }
    count_on(imported, rows=len(rows), counts={"clients": counts}, problems=problems, before=before)
    return True


def _draft(row: PlannedRow, office: Office) -> Draft:
    assert row.candidate is not None  # noqa: S101 a new row has one, and a target
    assert row.target is not None  # noqa: S101
    candidate = row.candidate
    zone, source = drafts.zone_of(candidate.points, candidate.address_zone, office)
    return Draft(
        name=candidate.name,
        care=row.target.care,
        people=candidate.people,
        points=candidate.points,
        side=row.target.side,
        stage=row.target.stage,
        address=candidate.address,
        zone=zone,
        zone_source=source,
        labels=candidate.labels,
        notes=candidate.notes,
        known_since=candidate.known_since,
        birthday=candidate.birthday,
        first_call_at=row.first_call_at,
    )
