"""Brings in lines of a file: to the ledger where they are a client's, else counted, and the fresh to wait."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from beforehand.actions.bulk import insert, instant
from beforehand.actions.captures.recording import Hear, Understood, deed_of, touch_key
from beforehand.actions.consent import heed_stop
from beforehand.actions.derivation import lock, rederive
from beforehand.actions.imports.corrections import restore
from beforehand.actions.imports.progress import count_on, held_turn
from beforehand.actions.imports.rows import Line, LoggedContact
from beforehand.actions.imports.waiting import STALE, keep_waiting
from beforehand.actions.imports.whose import judged
from beforehand.queries.matching import Holder
from beforehand.records.models import Capture, Import, Request, Touch

_Matched = tuple[LoggedContact, Holder]
BATCH = 1000
_AT_ONCE = 5000


@transaction.atomic
def bring_touches(import_id: int, lines: Sequence[Line], *, start: int, at: datetime, hear: Hear) -> bool:
    """Writes the batch of lines after the first `start` and counts it, once; False where it was not ours to write.

    `hear` says what a client's message asks; of its words only the sentence that asks is kept."""
    imported = held_turn(import_id, start)
    if imported is None:
        return False
    found = judged(lines, imported.agent, at)
    new = _write(found.matched, imported, at, hear)
    keep_waiting(found, imported, at, hear)
    counts = {
        "new": new,
        "known": len(found.matched) - new,
        "unmatched": len(found.nobodys) + len(found.likely) + len(found.shared),
        "shared": len(found.shared),
        "refused": found.refused,
        "passed": found.passed,
    }
    said = {problem["problem"] for problem in imported.problems}
    count_on(
        imported,
        rows=len(lines),
        counts={"touches": counts},
        problems=[problem for problem in found.problems if problem.is_refused or problem.problem not in said],
    )
    return True


def _write(matched: Sequence[_Matched], imported: Import, at: datetime, hear: Hear) -> int:
    """How many of them are new in the ledger, those that an undone import had brought included."""
    left_out = _left_out(matched, imported.office_id)
    wanted = {
        _key(line, holder): (line, holder)
        for line, holder in matched
        if line.captured.external_id not in left_out
    }
    known = list(_held(wanted, imported.office_id))
    touched = {holder.client_id for _, holder in wanted.values()} | {touch.client_id for touch in known}
    lock(touched)
    for touch in known:
        del wanted[str(touch.external_id)]
    # Of two imports of one log at once, the other's row stands.
    insert(Touch, [_touch(*found, imported, at, hear) for found in wanted.values()], or_ignore=True)
    ours = [touch for touch in _held(wanted, imported.office_id) if touch.imported_by_id == imported.pk]
    _write_requests(ours, wanted)
    for line, _ in wanted.values():
        if line.captured.channel == "text" and line.captured.direction == "in":
            heed_stop(captured=line.captured, office_id=imported.office_id, at=at)
    restored = restore(known, by=imported.by, at=at, imported=imported)
    if ours or restored:
        rederive(sorted(touched), at=at)
    return len(ours) + restored


def _key(line: LoggedContact, holder: Holder) -> str:
    return touch_key(line.captured.source, line.captured.external_id, holder.client_id)


def _held(wanted: Mapping[str, _Matched], office_id: int) -> Iterator[Touch]:
    """Those of the contacts that are in the ledger, voided ones included."""
    sources = {line.captured.source for line, _ in wanted.values()}
    keys = list(wanted)
    for start in range(0, len(keys), _AT_ONCE):
        rows = Touch.objects.filter(
            office_id=office_id, source__in=sources, external_id__in=keys[start : start + _AT_ONCE]
        )
        yield from rows.only("office_id", "client_id", "external_id", "at", "asks", "words", "imported_by_id")


def _left_out(matched: Sequence[_Matched], office_id: int) -> set[str]:
    """The external ids of those that waited and that a person left out: they stay out."""
    rows = Capture.objects.filter(
        office_id=office_id,
        source__in={line.captured.source for line, _ in matched},
        external_id__in={line.captured.external_id for line, _ in matched},
    )
    return set(rows.filter(state=Capture.State.LEFT_OUT).values_list("external_id", flat=True))


def _touch(line: LoggedContact, holder: Holder, imported: Import, at: datetime, hear: Hear) -> dict[str, Any]:
    captured = line.captured
    is_history = captured.at < at - STALE
    may_ask = captured.direction == "in" and not is_history
    deed = deed_of(captured, hear(captured) if may_ask else Understood())
    asks = "none" if is_history else deed.asks
    return {
        "office_id": imported.office_id,
        "client_id": holder.client_id,
        "member_id": line.member_id or imported.agent_id,
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
        "words": deed.words[:500] if asks != "none" else "",
        "source": captured.source,
        "external_id": _key(line, holder),
        "imported_by_id": imported.pk,
        "recorded_at": instant(at),
        "recorded_by_id": imported.by_id,
    }


def _write_requests(touches: Sequence[Touch], lines: Mapping[str, _Matched]) -> None:
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
