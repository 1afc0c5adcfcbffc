"""Mailboxes: connected, mended, removed, and what became of each look into them."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from beforehand.actions.audit import note
from beforehand.actions.refusals import Refusal
from beforehand.actions.work import enqueue
from beforehand.queries import access
from beforehand.records.models import Mailbox, MailFolder, Member
from beforehand.rules.contact_points import normal_email

LOOK_EVERY = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(hours=1)
_MENDED = {"faults": 0, "fault": ""}


@transaction.atomic
def connect_mailbox(
    *,
    address: str,
    host: str,
    port: int,
    security: str,
    username: str,
    auth: str,
    secret: str,
    since: date,
    by: Member,
    at: datetime,
    access_token: str = "",
    access_until: datetime | None = None,
) -> Mailbox:
    """Keeps a member's own mailbox, to be read from `since` on; the same address again mends the sign-in."""
    normal = normal_email(address)
    if normal is None:
        raise Refusal(f"Address: “{address.strip()}” is no e-mail address; write one like ana@example.com.")
    signs_in = {
        "host": host.strip(),
        "port": port,
        "security": security,
        "username": username.strip() or normal,
        "auth": auth,
        "secret": secret,
        "access_token": access_token,
        "access_until": access_until,
        "look_at": at,
        **_MENDED,
    }
    live = Mailbox.objects.filter(office_id=by.office_id, address=normal, removed_at__isnull=True)
    mailbox = live.defer("secret", "access_token").first()  # they may not be readable any more
    if mailbox is None:
        mailbox = _new(normal, signs_in, since, by, at)
        note("mailbox.connected", office_id=by.office_id, by=by, at=at, about=mailbox.pk)
        return mailbox
    if mailbox.member_id != by.pk:
        raise Refusal(f"Address: {normal} is read for a colleague already.")
    for name, value in signs_in.items():
        setattr(mailbox, name, value)
    mailbox.save(update_fields=list(signs_in))
    note("mailbox.mended", office_id=by.office_id, by=by, at=at, about=mailbox.pk)
    return mailbox


@transaction.atomic
def remove_mailbox(*, mailbox_id: int, by: Member, at: datetime) -> None:
    """Reads it no more and forgets its password; what was captured stays."""
    gone = Mailbox.objects.filter(
        pk=mailbox_id, office_id=by.office_id, member=by, removed_at__isnull=True
    ).update(removed_at=at, look_at=None, secret="", access_token="")
    if not gone:
        raise access.NotFound
    MailFolder.objects.filter(mailbox_id=mailbox_id).delete()
    note("mailbox.removed", office_id=by.office_id, by=by, at=at, about=mailbox_id)


def plan_looks(at: datetime, limit: int = 100) -> int:
    """Puts down the work of looking into the mailboxes whose time has come; how many."""
    due = Mailbox.objects.filter(look_at__lte=at, removed_at__isnull=True)
    ids = list(due.order_by("look_at", "pk").values_list("pk", flat=True)[:limit])
    for mailbox_id in ids:
        with transaction.atomic():
            # Should that work be lost, the next time comes all the same.
            if Mailbox.objects.filter(pk=mailbox_id, look_at__lte=at).update(look_at=at + LOOK_EVERY):
                enqueue("mailbox", {"mailbox_id": mailbox_id}, unique_key=f"mailbox:{mailbox_id}", run_at=at)
    return len(ids)


def look_soon(*, mailbox_id: int, at: datetime) -> None:
    """Has the mailbox looked into at the next tick."""
    Mailbox.objects.filter(pk=mailbox_id, removed_at__isnull=True).update(look_at=at)


def answered(*, mailbox_id: int, at: datetime, has_more: bool) -> None:
    """Notes that the mailbox could be read; where more lies there the next look is at once."""
    live = Mailbox.objects.filter(pk=mailbox_id, removed_at__isnull=True)
    live.update(looked_at=at, look_at=at if has_more else at + LOOK_EVERY, **_MENDED)


def unreachable(*, mailbox_id: int, problem: str, at: datetime) -> None:
    """Notes why the mailbox could not be read, and puts the next look off, twice as long each time, an hour at most."""
    live = Mailbox.objects.filter(pk=mailbox_id, removed_at__isnull=True)
    faults = live.values_list("faults", flat=True).first() or 0
    wait = min(LOOK_EVERY * 2 ** min(faults, 8), _LONGEST_WAIT)
    live.update(fault=problem[:300], faults=F("faults") + 1, look_at=at + wait)


def keep_tokens(*, mailbox_id: int, access_token: str, refresh_token: str, until: datetime) -> None:
    """Keeps what the sign-in service gave for the next hour."""
    mailbox = Mailbox.objects.get(pk=mailbox_id)
    mailbox.access_token, mailbox.secret, mailbox.access_until = access_token, refresh_token, until
    mailbox.save(update_fields=["access_token", "secret", "access_until"])


def watch(*, mailbox_id: int, until: datetime, at: datetime) -> bool:
    """Takes the waiting at this mailbox until then; False where another worker has it."""
    free = Mailbox.objects.filter(pk=mailbox_id, removed_at__isnull=True)
    free = free.exclude(watched_until__gt=at)
    return free.update(watched_until=until) == 1


def unwatch(*, mailbox_id: int) -> None:
    """Gives the waiting at this mailbox back."""
    Mailbox.objects.filter(pk=mailbox_id).update(watched_until=None)


def _new(address: str, signs_in: dict[str, object], since: date, by: Member, at: datetime) -> Mailbox:
    try:
        with transaction.atomic():
            return Mailbox.objects.create(
                office_id=by.office_id, member=by, address=address, since=since, added_at=at, **signs_in
            )
    except IntegrityError as fault:  # somebody connected it at this moment
        raise Refusal(f"Address: {address} is being read already; reload the page.") from fault
