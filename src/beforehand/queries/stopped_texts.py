"""To which numbers no text may go: their holders wrote STOP."""

from django.db.models import OuterRef, Subquery

from beforehand.records.models import StoppedTexts


def stopped_at(phone: str) -> Subquery:
    """When texts to the number in that column, of a row of the same office, were stopped; null where they may go."""
    live = StoppedTexts.objects.filter(
        office=OuterRef("office"), phone=OuterRef(phone), resumed_at__isnull=True
    )
    return Subquery(live.values("stopped_at")[:1])
