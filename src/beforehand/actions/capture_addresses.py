"""Personal capture addresses, which may only log: made, shown once, revoked."""

import secrets
from datetime import datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.queries import access
from beforehand.queries.capture_addresses import hash_of
from beforehand.records.models import CaptureAddress, Member

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # as an address may be read aloud and mail servers fold case


@transaction.atomic
def make_capture_address(*, kind: str, label: str, by: Member, at: datetime) -> tuple[CaptureAddress, str]:
    """The address and its token, which is kept nowhere and shown this once."""
    token = "".join(secrets.choice(_LETTERS) for _ in range(26))  # 130 bits
    address = CaptureAddress.objects.create(
        office_id=by.office_id,
        member=by,
        kind=kind,
        token_hash=hash_of(token),
        hint=token[-4:],
        label=label.strip()[:60],
        made_at=at,
    )
    note("capture_address.made", office_id=by.office_id, by=by, at=at, about=address.pk, kind=kind)
    return address, token


@transaction.atomic
def revoke_capture_address(*, capture_address_id: int, by: Member, at: datetime) -> None:
    """From now on nothing that comes to it is taken."""
    mine = CaptureAddress.objects.filter(
        pk=capture_address_id, office_id=by.office_id, member=by, revoked_at__isnull=True
    )
    if not mine.update(revoked_at=at):
        raise access.NotFound
    note("capture_address.revoked", office_id=by.office_id, by=by, at=at, about=capture_address_id)


def used(*, capture_address_id: int, at: datetime) -> None:
    """Notes that something came to it."""
    CaptureAddress.objects.filter(pk=capture_address_id).update(used_at=at)
