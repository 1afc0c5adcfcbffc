"""The addresses that the members of an office write from."""

from beforehand.records.models import Mailbox, Member, OwnAddress


def of_office(office_id: int) -> dict[str, int]:
    """Each address that is a member's: what they sign in with, their mailboxes, and those they have confirmed."""
    found = dict(
        Member.objects.filter(office_id=office_id, left_at__isnull=True).values_list("user__email", "pk")
    )
    confirmed = OwnAddress.objects.filter(office_id=office_id, verified_at__isnull=False)
    found.update(confirmed.values_list("address", "member_id"))
    found.update(
        Mailbox.objects.filter(office_id=office_id, removed_at__isnull=True).values_list(
            "address", "member_id"
        )
    )
    return {address.lower(): member_id for address, member_id in found.items()}
