"""Whose a personal capture address is."""

import hashlib
from collections.abc import Sequence

from beforehand.records.models import CaptureAddress, Member


def hash_of(token: str) -> str:
    """What is kept of a token; case does not count, as mail servers do not keep it."""
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()


def by_token(kind: str, token: str) -> CaptureAddress | None:
    """The live address of that kind, with its member and office; None for a wrong or revoked token."""
    live = CaptureAddress.objects.filter(
        kind=kind, token_hash=hash_of(token), revoked_at__isnull=True, member__left_at__isnull=True
    )
    return live.select_related("member__office").first()


def of_member(member: Member, kind: str) -> Sequence[CaptureAddress]:
    """The member's own live addresses of that kind, the oldest first."""
    return list(
        CaptureAddress.objects.filter(member=member, kind=kind, revoked_at__isnull=True).order_by("pk")
    )
