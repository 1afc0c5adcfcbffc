"""The row of an import: begun, counted on in the transaction of each batch, done, stopped."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.imports.choices import Choices, check_choices
from beforehand.actions.imports.rows import RowProblem
from beforehand.actions.refusals import Refusal
from beforehand.actions.work import enqueue
from beforehand.queries import access
from beforehand.records.models import Import, Member

WORK = "import"
_PROBLEMS_KEPT = 1000
_NONE: dict[str, dict[str, int]] = {
    "clients": {"new": 0, "matched": 0, "refused": 0},
    # Those shared by several clients are among the unmatched; those passed are mail that is no contact.
    "touches": {"new": 0, "known": 0, "unmatched": 0, "shared": 0, "refused": 0, "passed": 0},
}


@transaction.atomic
def begin(
    *,
    kind: str,
    file_name: str,
    path: str,
    agent: Member,
    by: Member,
    at: datetime,
    choices: Choices | None = None,
    state: str = Import.State.RUNNING,
) -> Import:
    """Opens an import of one file for an agent whose clients this member may see."""
    access.agent(by, agent.pk)
    choices = choices or Choices()
    check_choices(choices, by.office.pack)
    imported = Import.objects.create(
        office_id=by.office_id,
        by=by,
        agent=agent,
        kind=kind,
        file_name=file_name[:200],
        path=path,
        state=state,
        choices=choices.written(),
        counts={**{name: dict(zeros) for name, zeros in _NONE.items()}, "problems": 0},
        started_at=at,
    )
    note("import.begun", office_id=by.office_id, by=by, at=at, about=imported.pk)
    return imported


@transaction.atomic
def choose(*, import_id: int, choices: Choices, by: Member) -> Import:
    """Keeps the choices for a file that waits for them."""
    imported = held_import(by, import_id)
    if imported.state != Import.State.PREVIEW:
        raise Refusal("This import has begun already; undo it to choose again.")
    check_choices(choices, by.office.pack)
    imported.choices = choices.written()
    imported.save(update_fields=["choices"])
    return imported


@transaction.atomic
def confirm(*, import_id: int, by: Member, at: datetime) -> Import:
    """Has a worker bring in the file by its choices; a second confirmation changes nothing."""
    imported = held_import(by, import_id)
    if imported.state == Import.State.PREVIEW:
        imported.state, imported.started_at = Import.State.RUNNING, at
        imported.save(update_fields=["state", "started_at"])
        enqueue(
            WORK,
            {"import_id": imported.pk},
            office_id=by.office_id,
            unique_key=f"import:{imported.pk}",
            run_at=at,
        )
    return imported


def held_import(by: Member, import_id: int) -> Import:
    """That import, held until the transaction ends: one's own, or any of the office for a broker."""
    rows = Import.objects.filter(pk=import_id, office_id=by.office_id)
    if by.role != Member.Role.BROKER:
        rows = rows.filter(by=by)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise access.NotFound
    return found


def held_turn(import_id: int, rows_done: int) -> Import | None:
    """The import, held for the batch after `rows_done`; None where that batch is done or the import is stopped."""
    rows = Import.objects.filter(pk=import_id, state=Import.State.RUNNING, rows_done=rows_done)
    return rows.select_for_update(of=("self",)).select_related("by__office", "agent", "office").first()


def count_on(
    imported: Import,
    *,
    rows: int,
    counts: Mapping[str, Mapping[str, int]],
    problems: Iterable[RowProblem] = (),
    before: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Adds what a batch did, in its transaction; of the problems the first thousand are kept and all are counted."""
    for name, numbers in counts.items():
        for word, number in numbers.items():
            imported.counts[name][word] = imported.counts[name].get(word, 0) + number
    for problem in problems:
        imported.counts["problems"] += 1
        if len(imported.problems) < _PROBLEMS_KEPT:
            imported.problems.append({"row": problem.row, "field": problem.field, "problem": problem.problem})
    imported.before.extend(before)
    imported.rows_done += rows
    imported.rows_total = max(imported.rows_total, imported.rows_done)
    imported.save(update_fields=["counts", "problems", "before", "rows_done", "rows_total"])


@transaction.atomic
def finish(import_id: int, *, at: datetime) -> None:
    """Marks a running import as done."""
    _end(import_id, Import.State.DONE, at)


@transaction.atomic
def stop(import_id: int, problem: RowProblem, *, at: datetime) -> None:
    """Marks a running import as stopped, for a reason; what came in before stays and can be undone."""
    rows = Import.objects.filter(pk=import_id, state__in=[Import.State.RUNNING, Import.State.PREVIEW])
    imported = rows.select_for_update(of=("self",)).first()
    if imported is not None:
        count_on(imported, rows=0, counts={}, problems=[problem])
        _end(import_id, Import.State.FAILED, at)


def _end(import_id: int, state: str, at: datetime) -> None:
    open_states = [Import.State.RUNNING, Import.State.PREVIEW]
    ended = Import.objects.filter(pk=import_id, state__in=open_states).update(state=state, finished_at=at)
    if ended:
        imported = Import.objects.select_related("by").get(pk=import_id)
        verb = "import.done" if state == Import.State.DONE else "import.stopped"
        note(verb, office_id=imported.office_id, by=imported.by, at=at, about=import_id)
