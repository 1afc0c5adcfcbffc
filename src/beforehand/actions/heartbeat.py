"""A worker's sign of life, for whoever watches over the processes."""

from datetime import datetime, timedelta

from beforehand.records.models import CacheRow

_LASTS = timedelta(seconds=60)
_EVERY = timedelta(seconds=15)


def beat(at: datetime) -> None:
    """Says that a worker is alive for the next minute; most times, a look finds that said already."""
    if CacheRow.objects.filter(pk=CacheRow.WORKER, expires__gt=at + _LASTS - _EVERY).exists():
        return
    row = CacheRow(cache_key=CacheRow.WORKER, value="", expires=at + _LASTS)
    CacheRow.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["cache_key"], update_fields=["expires"]
    )
