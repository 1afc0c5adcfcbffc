"""Whether everything that has to run does: the database, its tables, a worker."""

from datetime import datetime

from django.db import DatabaseError, connection

from beforehand.records.migrating import DatabaseNotReady, is_up_to_date
from beforehand.records.models import CacheRow


def health(at: datetime) -> dict[str, str]:
    """Each part and "ok", or what is wrong with it, in words that give nothing away."""
    try:
        tables = "ok" if is_up_to_date() else "not up to date"
        if tables == "ok" and not CacheRow.objects.filter(pk=CacheRow.WORKER, expires__gte=at).exists():
            return _parts(worker="silent for a minute")
    except DatabaseNotReady:
        tables = "of a newer Beforehand"
    except DatabaseError:
        connection.close()
        return _parts(database="does not answer", tables="unknown", worker="unknown")
    return _parts() if tables == "ok" else _parts(tables=tables, worker="unknown")


def _parts(**failing: str) -> dict[str, str]:
    return dict.fromkeys(("database", "tables", "worker"), "ok") | failing
