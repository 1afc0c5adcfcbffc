"""Takes an import's touches back, and brings them back with a later import, by rows that void."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from beforehand.actions.derivation import lock
from beforehand.queries.matching import UNDONE
from beforehand.records.models import Capture, Import, Member, Touch

AGAIN = "imported again"
_VOID = "void"
_AT_ONCE = 5000

T = TypeVar("T")


def take_back(imported: Import, *, by: Member, at: datetime) -> list[Touch]:
    """Voids the touches that stand by this import alone; which rows of the ledger it voided.

    What a channel has received since stays: it is that channel's by now."""
    rows = Touch.objects.filter(imported_by=imported).exclude(source=_VOID, words=UNDONE)
    ends = [touch for touch in rows.order_by("pk") if touch.voids_id is None or touch.words == AGAIN]
    for some in _in_chunks(sorted({touch.client_id for touch in ends})):
        lock(some)
    corrected = _corrections(ends)
    received = _received(ends)
    standing = [touch for touch in ends if touch.pk not in corrected and touch.pk not in received]
    Touch.objects.bulk_create([_void(touch, UNDONE, imported, by, at) for touch in standing], batch_size=500)
    return standing


def restore(touches: Iterable[Touch], *, by: Member, at: datetime, imported: Import | None = None) -> int:
    """Brings back those of the touches that the undoing of an import has voided, and only those; how many.

    They are `imported`'s from now on, or for good where a channel has received them."""
    ends: list[Touch] = []
    links = list(touches)
    while links:
        corrections = _corrections(links)
        ends += [corrections[touch.pk] for touch in links if touch.pk in corrections]
        links = [corrections[touch.pk] for touch in links if touch.pk in corrections]
    later = _corrections(ends)
    undone = [touch for touch in ends if touch.words == UNDONE and touch.pk not in later]
    Touch.objects.bulk_create([_void(t, AGAIN, imported, by, at) for t in undone], batch_size=500)
    return len(undone)


def _received(touches: Sequence[Touch]) -> set[int]:
    """The ids of those, corrections included, whose contact a channel has logged after the import had brought it."""
    roots = _roots(touches)
    events = {pk: event for pk, root in roots.items() if (event := str(root.external_id).rpartition("#")[0])}
    logged: dict[tuple[str, str], datetime] = {}
    for some in _in_chunks(sorted(set(events.values()))):
        rows = Capture.objects.filter(office_id=touches[0].office_id, external_id__in=some)
        for each in rows.filter(state=Capture.State.LOGGED, imported_by__isnull=True):
            logged[each.source, each.external_id] = each.decided_at or each.received_at
    return {
        pk
        for pk, event in events.items()
        if (at := logged.get((roots[pk].source, event))) and at >= roots[pk].recorded_at
    }


def _roots(touches: Sequence[Touch]) -> dict[int, Touch]:
    """The contact that each of them is or, through others, corrects, by its id."""
    roots = {touch.pk: touch for touch in touches}
    while above := {touch.voids_id for touch in roots.values() if touch.voids_id is not None}:
        found: dict[int, Touch] = {}
        for some in _in_chunks(sorted(above)):
            found |= Touch.objects.in_bulk(some)
        roots = {pk: found.get(touch.voids_id or 0, touch) for pk, touch in roots.items()}
    return roots


def _in_chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _corrections(touches: Sequence[Touch]) -> dict[int, Touch]:
    """The correction of each touch, by the touch's id; a touch has at most one."""
    found: dict[int, Touch] = {}
    for some in _in_chunks(touches):
        ids = [str(touch.pk) for touch in some]
        rows = Touch.objects.filter(office_id=touches[0].office_id, source=_VOID, external_id__in=ids)
        found |= {int(str(row.external_id)): row for row in rows}
    return found


def _void(touch: Touch, words: str, imported: Import | None, by: Member, at: datetime) -> Touch:
    return Touch(
        office_id=touch.office_id,
        client_id=touch.client_id,
        member=by,
        at=touch.at,
        direction=touch.direction,
        channel=touch.channel,
        outcome=touch.outcome,
        voids=touch,
        words=words,
        source=_VOID,
        external_id=str(touch.pk),
        imported_by=imported,
        recorded_at=at,
        recorded_by=by,
    )
