"""The addresses that members write from: seen at the drop-box, and confirmed by them."""

from datetime import datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.queries import access
from beforehand.records.models import Member, OwnAddress


def note_seen(*, member: Member, address: str, at: datetime) -> None:
    """Keeps an address that wrote to the member's drop-box, for the member to say whether it is theirs."""
    seen = OwnAddress.objects.filter(member=member, address=address)
    if not seen.update(seen_at=at):
        OwnAddress.objects.get_or_create(
            member=member, address=address, defaults={"office_id": member.office_id, "seen_at": at}
        )


@transaction.atomic
def confirm_address(*, own_address_id: int, by: Member, at: datetime) -> None:
    """The member says that the address is theirs: from now on it may log."""
    address = _mine(own_address_id, by)
    OwnAddress.objects.filter(pk=address.pk, verified_at__isnull=True).update(verified_at=at)
    note("own_address.confirmed", office_id=by.office_id, by=by, at=at, about=address.pk)


@transaction.atomic
def disown_address(*, own_address_id: int, by: Member, at: datetime) -> None:
    """The address is not the member's, or not any more: it may log nothing."""
    address = _mine(own_address_id, by)
    note("own_address.disowned", office_id=by.office_id, by=by, at=at, about=address.pk)
    address.delete()


def _mine(own_address_id: int, by: Member) -> OwnAddress:
    address = OwnAddress.objects.filter(pk=own_address_id, office_id=by.office_id, member=by).first()
    if address is None:
        raise access.NotFound
    return address
