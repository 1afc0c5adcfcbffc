"""How an office reads a make of file that Beforehand does not know, remembered by the file's own headers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from beforehand.queries.imports import hash_of
from beforehand.records.models import ColumnMapping, Member


def remember_mapping(headers: Sequence[str], mapping: Mapping[str, str], *, by: Member, at: datetime) -> None:
    """Reads files with these headers by this mapping (field to column) from now on."""
    ColumnMapping.objects.update_or_create(
        office_id=by.office_id,
        headers_hash=hash_of(headers),
        defaults={"mapping": dict(mapping), "used_at": at},
    )
