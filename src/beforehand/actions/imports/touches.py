"""Brings in lines of a phone log: to the ledger where the number is a client's, counted where it is nobody's."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beforehand.actions.bulk import insert, instant
from beforehand.actions.derivation import lock, rederive
from beforehand.actions.imports.corrections import restore
from beforehand.actions.imports.progress import count_on, held_turn
from beforehand.actions.imports.rows import LoggedContact, RowProblem
from beforehand.queries.matching import Holder, by_phone
from beforehand.records.models import Import, Request, Touch

BATCH = 1000
SOURCE = "phone_log"
_CLOCK_SKEW = timedelta(minutes=2)
# Who called a month before Beforehand came does not wait for an answer any more: the call is history, not an ask.
_STALE = timedelta(days=30)


@dataclass(slots=True)
class _Batch:
    """What became of the lines: matched ones with whose they are, the count of the others, and the problems."""

    matched: list[tuple[LoggedContact, Holder]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[RowProblem] = field(default_factory=list)


@transaction.atomic
def bring_touches(
    import_id: int, lines: Sequence[LoggedContact | RowProblem], *, start: int, at: datetime
) -> bool:
    """Writes the batch of lines after the first `start` and counts it, once; False where it was not ours to write."""
    imported = held_turn(import_id, start)
    if imported is None:
        return False
    batch = _sorted(lines, imported, at)
    _write(batch, imported, at)
    said = {problem["problem"] for problem in imported.problems}
    count_on(
        imported,
        rows=len(lines),
        counts={"touches": batch.counts},
        problems=[problem for problem in batch.problems if problem.is_refused or problem.problem not in said],
    )
    return True


def _sorted(lines: Iterable[LoggedContact | RowProblem], imported: Import, at: datetime) -> _Batch:
    batch = _Batch()
    heard: list[LoggedContact] = []
    for line in lines:
        if isinstance(line, RowProblem):
            batch.problems.append(line)
        elif line.at > at + _CLOCK_SKEW:
            late = f"this is dated {line.at:%Y-%m-%d %H:%M} UTC, still to come: set the phone’s clock and export again"
            batch.problems.append(RowProblem(line.row, "date", late, is_refused=True))
        else:
            heard.append(line)
    batch.counts["refused"] = sum(problem.is_refused for problem in batch.problems)
    known = by_phone(imported.agent, {number for line in heard for number in line.numbers})
    said: set[str] = set()
    for line in heard:
        holders = _holders(line, known)
        if len(holders) == 1:
            batch.matched.append((line, holders[0]))
            continue
        batch.counts["unmatched"] += 1
        if holders and (problem := _shared(line, holders)) not in said:
            said.add(problem)
            batch.problems.append(RowProblem(line.row, "number", problem))
    return batch


def _holders(line: LoggedContact, known: Mapping[str, list[Holder]]) -> list[Holder]:
    """The clients it was with: of an inbound group message the sender alone, of an outbound one everybody."""
    numbers = line.numbers[:1] if line.direction == "in" else line.numbers
    found = {holder.client_id: holder for number in numbers for holder in known.get(number, ())}
    return list(found.values())


def _shared(line: LoggedContact, holders: Sequence[Holder]) -> str:
    names = " and ".join(holder.name for holder in holders[:3])
    if len(line.numbers) > 1:
        return f"sent to {names} at once: log it by hand"
    return f"{line.numbers[0]} is shared by {names}: log it by hand"


def _write(batch: _Batch, imported: Import, at: datetime) -> None:
    wanted = {line.external_id: (line, holder) for line, holder in batch.matched}
    here = Touch.objects.filter(office_id=imported.office_id, source=SOURCE, external_id__in=wanted)
    known = list(here.only("pk", "office_id", "external_id", "client_id"))
    touched = {holder.client_id for _, holder in wanted.values()} | {touch.client_id for touch in known}
    lock(touched)
    for touch in known:
        del wanted[str(touch.external_id)]
    # Of two imports of one log at once, the other's row stands.
    insert(Touch, [_touch(*found, imported, at) for found in wanted.values()], or_ignore=True)
    mine = here.filter(imported_by=imported, external_id__in=list(wanted))
    ours = list(mine.only("office_id", "client_id", "external_id", "at", "asks"))
    _write_requests(ours, wanted)
    restored = restore(known, imported, at=at)
    batch.counts["new"] = len(ours) + restored
    batch.counts["known"] = len(batch.matched) - batch.counts["new"]
    if ours or restored:
        rederive(sorted(touched), at=at)


def _touch(line: LoggedContact, holder: Holder, imported: Import, at: datetime) -> dict[str, Any]:
    return {
        "office_id": imported.office_id,
        "client_id": holder.client_id,
        "member_id": imported.agent_id,
        "person_id": holder.person_id,
        "at": instant(line.at.replace(microsecond=0)),
        "direction": line.direction,
        "channel": line.channel,
        "outcome": line.outcome,
        "asks": line.asks if line.at >= at - _STALE else "none",
        "automated": False,
        "holding": False,
        "ask_if_reached": line.ask_if_reached,
        "seconds": line.seconds,
        "words": "",
        "source": SOURCE,
        "external_id": line.external_id,
        "imported_by_id": imported.pk,
        "recorded_at": instant(at),
        "recorded_by_id": imported.by_id,
    }


def _write_requests(touches: Sequence[Touch], lines: Mapping[str, tuple[LoggedContact, Holder]]) -> None:
    Request.objects.bulk_create(
        [
            Request(
                office_id=touch.office_id,
                client_id=touch.client_id,
                touch=touch,
                owner_id=lines[str(touch.external_id)][1].agent_id,
                asked_at=touch.at,
                asks=touch.asks,
            )
            for touch in touches
            if touch.asks != "none"
        ],
        batch_size=BATCH,
    )
