"""How the mailboxes of a member are: read or not, how far back, and what is wrong."""

from dataclasses import dataclass
from datetime import date, datetime

from beforehand.records.models import Mailbox, Member


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """One mailbox as its member sees it; `filled` of `to_fill` older messages have been read, both 0 once all are."""

    id: int
    address: str
    auth: str
    since: date
    looked_at: datetime | None
    fault: str
    filled: int
    to_fill: int


def mailboxes(member: Member) -> list[MailboxRow]:
    """The member's own, the oldest first."""
    rows = Mailbox.objects.filter(member=member, removed_at__isnull=True).order_by("pk")
    rows = rows.defer("secret", "access_token")  # they may not be readable any more
    return [_row(each) for each in rows.prefetch_related("folders")]


def _row(mailbox: Mailbox) -> MailboxRow:
    filling = [folder for folder in mailbox.folders.all() if folder.back_uid is not None]
    return MailboxRow(
        id=mailbox.pk,
        address=mailbox.address,
        auth=mailbox.auth,
        since=mailbox.since,
        looked_at=mailbox.looked_at,
        fault=mailbox.fault,
        filled=sum(folder.filled for folder in filling),
        to_fill=sum(folder.to_fill for folder in filling),
    )
