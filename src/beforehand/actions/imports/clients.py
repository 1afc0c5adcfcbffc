"""Brings in a planned client list, batch by batch; one that was cut goes on where it stopped."""

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
    if not plan.rows:
        _bring_batch(import_id, plan.rows, plan.problems, 0, at)
    while start < len(plan.rows):
        rows = plan.rows[start : start + BATCH]
        is_last = start + len(rows) == len(plan.rows)
        until = len(plan.problems) if is_last else _problems_until(plan, rows[-1].row)
        since = 0 if start == 0 else _problems_until(plan, plan.rows[start - 1].row)
        if not _bring_batch(import_id, rows, plan.problems[since:until], start, at):
            return
        start += len(rows)


def _problems_until(plan: Plan, row: int) -> int:
    return sum(problem.row <= row for problem in plan.problems)


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
