"""Brings in lines of a log or a chat: to the ledger where they are a client's, counted where they are nobody's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beforehand.actions.bulk import insert, instant
from beforehand.actions.captures.recording import Understood, deed_of
from beforehand.actions.consent import heed_stop
from beforehand.actions.derivation import lock, rederive
from beforehand.actions.imports.corrections import restore
from beforehand.actions.imports.progress import count_on, held_turn
from beforehand.actions.imports.rows import LoggedContact, RowProblem
from beforehand.actions.imports.whose import judged
from beforehand.queries.matching import Holder
from beforehand.records.models import Import, Request, Touch
from beforehand.rules.captures import Captured

Hear = Callable[[Captured], Understood]
BATCH = 1000
# Who called a month before Beforehand came does not wait for an answer any more: the call is history, not an ask.
_STALE = timedelta(days=30)


@transaction.atomic
def bring_touches(
    import_id: int, lines: Sequence[LoggedContact | RowProblem], *, start: int, at: datetime, hear: Hear
) -> bool:
    """Writes the batch of lines after the first `start` and counts it, once; False where it was not ours to write.

    `hear` says what a client's message asks; of its words only the sentence that asks is kept."""
    imported = held_turn(import_id, start)
    if imported is None:
        return False
    found = judged(lines, imported.agent, at)
    new = _write(found.matched, imported, at, hear)
    counts = {
        "new": new,
        "known": len(found.matched) - new,
        "unmatched": len(found.nobodys) + len(found.likely) + len(found.shared),
        "shared": len(found.shared),
        "refused": found.refused,
    }
    said = {problem["problem"] for problem in imported.problems}
    count_on(
        imported,
        rows=len(lines),
        counts={"touches": counts},
        problems=[problem for problem in found.problems if problem.is_refused or problem.problem not in said],
    )
    return True


def _write(
    matched: Sequence[tuple[LoggedContact, Holder]], imported: Import, at: datetime, hear: Hear
) -> int:
    """How many of them are new in the ledger, those that an undone import had brought included."""
    wanted = {line.captured.external_id: (line.captured, holder) for line, holder in matched}
    sources = {captured.source for captured, _ in wanted.values()}
    here = Touch.objects.filter(
        office_id=imported.office_id, source__in=sources, external_id__in=list(wanted)
    )
    known = list(here.only("pk", "office_id", "external_id", "client_id"))
    touched = {holder.client_id for _, holder in wanted.values()} | {touch.client_id for touch in known}
    lock(touched)
    for touch in known:
        del wanted[str(touch.external_id)]
    # Of two imports of one log at once, the other's row stands.
    insert(Touch, [_touch(*found, imported, at, hear) for found in wanted.values()], or_ignore=True)
    mine = here.filter(imported_by=imported, external_id__in=list(wanted))
    ours = list(mine.only("office_id", "client_id", "external_id", "at", "asks", "words"))
    _write_requests(ours, wanted)
    for captured, _ in wanted.values():
        if captured.channel == "text" and captured.direction == "in":
            heed_stop(captured=captured, office_id=imported.office_id, at=at)
    restored = restore(known, imported, at=at)
    if ours or restored:
        rederive(sorted(touched), at=at)
    return len(ours) + restored


def _touch(captured: Captured, holder: Holder, imported: Import, at: datetime, hear: Hear) -> dict[str, Any]:
    is_history = captured.at < at - _STALE
    may_ask = captured.direction == "in" and not is_history
    deed = deed_of(captured, hear(captured) if may_ask else Understood())
    asks = "none" if is_history else deed.asks
    return {
        "office_id": imported.office_id,
        "client_id": holder.client_id,
        "member_id": imported.agent_id,
        "person_id": holder.person_id,
        "at": instant(captured.at.replace(microsecond=0)),
        "direction": captured.direction,
        "channel": captured.channel,
        "outcome": captured.outcome,
        "asks": asks,
        "automated": captured.automated,
        "holding": False,
        "ask_if_reached": captured.ask_if_reached,
        "seconds": captured.seconds,
        "words": deed.words if asks != "none" else "",
        "source": captured.source,
        "external_id": captured.external_id,
        "imported_by_id": imported.pk,
        "recorded_at": instant(at),
        "recorded_by_id": imported.by_id,
    }


def _write_requests(touches: Sequence[Touch], lines: Mapping[str, tuple[Captured, Holder]]) -> None:
    Request.objects.bulk_create(
        [
            Request(
                office_id=touch.office_id,
                client_id=touch.client_id,
                touch=touch,
                owner_id=lines[str(touch.external_id)][1].agent_id,
                asked_at=touch.at,
                asks=touch.asks,
                words=touch.words,
            )
            for touch in touches
            if touch.asks != "none"
        ],
        batch_size=BATCH,
    )
