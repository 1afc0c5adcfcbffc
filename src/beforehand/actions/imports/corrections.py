"""Takes an import's touches back, and brings them back with a later import, by rows that void."""

from collections.abc import Sequence
from datetime import datetime

from beforehand.queries.matching import UNDONE
from beforehand.records.models import Import, Member, Touch

AGAIN = "imported again"
_VOID = "void"


def take_back(imported: Import, *, by: Member, at: datetime) -> list[Touch]:
    """Voids the touches that stand by this import; which rows of the ledger it voided."""
    rows = Touch.objects.filter(imported_by=imported).exclude(source=_VOID, words=UNDONE)
    ends = [touch for touch in rows.order_by("pk") if touch.voids_id is None or touch.words == AGAIN]
    corrected = _corrections(ends)
    standing = [touch for touch in ends if touch.pk not in corrected]
    Touch.objects.bulk_create([_void(touch, UNDONE, imported, by, at) for touch in standing], batch_size=500)
    return standing


def restore(touches: Sequence[Touch], imported: Import, *, at: datetime) -> int:
    """Brings back those of the touches that the undoing of an import has voided, and only those; how many."""
    ends: list[Touch] = []
    links = list(touches)
    while links:
        corrections = _corrections(links)
        ends += [corrections[touch.pk] for touch in links if touch.pk in corrections]
        links = [corrections[touch.pk] for touch in links if touch.pk in corrections]
    later = _corrections(ends)
    undone = [touch for touch in ends if touch.words == UNDONE and touch.pk not in later]
    Touch.objects.bulk_create([_void(t, AGAIN, imported, imported.by, at) for t in undone], batch_size=500)
    return len(undone)


def _corrections(touches: Sequence[Touch]) -> dict[int, Touch]:
    """The correction of each touch, by the touch's id; a touch has at most one."""
    found: dict[int, Touch] = {}
    for start in range(0, len(touches), 5000):
        ids = [str(touch.pk) for touch in touches[start : start + 5000]]
        if ids:
            rows = Touch.objects.filter(office_id=touches[0].office_id, source=_VOID, external_id__in=ids)
            found |= {int(str(row.external_id)): row for row in rows}
    return found


def _void(touch: Touch, words: str, imported: Import, by: Member, at: datetime) -> Touch:
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
