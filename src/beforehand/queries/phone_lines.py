"""The telephone lines of an office, and whose a webhook is."""

from collections.abc import Sequence

from beforehand.queries.capture_addresses import hash_of
from beforehand.records.models import Office, PhoneLine


def by_key(key: str) -> PhoneLine | None:
    """The live line with that key in its webhooks' addresses, with its member and office; None for a wrong key.

    Raises UnreadableSecretError where the line's token cannot be decrypted any more.
    """
    live = PhoneLine.objects.filter(key_hash=hash_of(key), removed_at__isnull=True)
    return live.select_related("member__office").first()


def lines(office: Office) -> Sequence[PhoneLine]:
    """The office's live lines with their members, without their secrets, the oldest first."""
    live = PhoneLine.objects.filter(office=office, removed_at__isnull=True)
    return list(live.select_related("member").defer("secret").order_by("pk"))
