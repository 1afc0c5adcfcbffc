"""A look into a mailbox: what is new first, then a piece of what is older, a little at a time."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, DataError
from imap_tools import BaseMailBox

from beforehand.actions import mail_folders, mailboxes
from beforehand.channels.mailbox import fetching, folders, oauth
from beforehand.channels.mailbox.connecting import Login, UnreachableError, connected
from beforehand.intake.mail import House, bring_if_readable, house_of
from beforehand.intake.registrations import registration
from beforehand.records.models import Mailbox, MailFolder
from beforehand.records.secrets import UnreadableSecretError

log = logging.getLogger("beforehand.mailbox")

# One look takes about a second or two, so that no other work waits long for it.
_NEW_AT_ONCE, _OLD_AT_ONCE = 100, 100
_CHECKPOINT = 10


def look(*, mailbox_id: int, at: datetime) -> None:
    """Reads what a live mailbox has for us by IMAP; nothing is lost if it ends half-way, and nothing comes in twice."""
    try:
        mailbox = _live(mailbox_id)
        if mailbox is None:
            return
        with connected(login_of(mailbox, at)) as box:
            has_more = _read(box, mailbox, at)
    except (UnreachableError, UnreadableSecretError) as fault:
        mailboxes.unreachable(mailbox_id=mailbox_id, problem=str(fault), at=at)
    else:
        mailboxes.answered(mailbox_id=mailbox_id, at=at, has_more=has_more)


def login_of(mailbox: Mailbox, at: datetime) -> Login:
    """How to get into a mailbox, with a token that is still good; raises Unreachable where none is to be had."""
    server = (mailbox.host, mailbox.port, mailbox.security, mailbox.username)
    if mailbox.auth == Mailbox.Auth.PASSWORD:
        return Login(*server, password=mailbox.secret, allow_private=settings.ALLOW_PRIVATE_ADDRESSES)
    if not mailbox.access_token or mailbox.access_until is None or mailbox.access_until <= at:
        _renew(mailbox, at)
    return Login(*server, token=mailbox.access_token, allow_private=settings.ALLOW_PRIVATE_ADDRESSES)


def _renew(mailbox: Mailbox, at: datetime) -> None:
    tokens = oauth.refreshed(
        oauth.PROVIDERS[mailbox.auth], registration(mailbox.auth), refresh=mailbox.secret, at=at
    )
    mailbox.access_token = tokens.access
    mailboxes.keep_tokens(
        mailbox_id=mailbox.pk, access_token=tokens.access, refresh_token=tokens.refresh, until=tokens.until
    )


def _live(mailbox_id: int) -> Mailbox | None:
    rows = Mailbox.objects.filter(pk=mailbox_id, removed_at__isnull=True, member__left_at__isnull=True)
    return rows.select_related("member__office").first()


def _read(box: BaseMailBox, mailbox: Mailbox, at: datetime) -> bool:
    """Whether more lies there."""
    house = house_of(mailbox.member)
    has_more = False
    for found in folders.folders(box):
        folder = mail_folders.opened(
            mailbox=mailbox,
            name=found.name,
            is_sent=found.is_sent,
            uidvalidity=found.uidvalidity,
            next_uid=found.next_uid,
        )
        if folder.read_uid + 1 >= found.next_uid and folder.back_uid is None:
            continue
        fetching.open_folder(box, folder.name)
        has_more |= _read_new(box, folder, mailbox, house, at)
        has_more |= _fill_back(box, folder, mailbox, house, at)
    return has_more


def _read_new(box: BaseMailBox, folder: MailFolder, mailbox: Mailbox, house: House, at: datetime) -> bool:
    uids = fetching.uids_from(box, folder.read_uid + 1)
    for some in _chunks(uids[:_NEW_AT_ONCE]):
        _bring(box, some, mailbox, house, at)
        mail_folders.read_on(folder, up_to=some[-1])
    return len(uids) > _NEW_AT_ONCE


def _fill_back(box: BaseMailBox, folder: MailFolder, mailbox: Mailbox, house: House, at: datetime) -> bool:
    if folder.back_uid is None:
        return False
    uids = fetching.uids_before(box, folder.back_uid, mailbox.since)
    some = uids[:_OLD_AT_ONCE]
    _bring(box, some[::-1], mailbox, house, at)  # what came back was sent before
    left = len(uids) - len(some)
    mail_folders.filled_back(folder, down_to=some[-1] if left else None, filled=len(some), left=left)
    return left > 0


def _bring(box: BaseMailBox, uids: Sequence[int], mailbox: Mailbox, house: House, at: datetime) -> None:
    for raw in fetching.fetch(box, uids):
        if raw.is_draft:
            continue
        try:
            bring_if_readable(raw.content, member=mailbox.member, house=house, at=at)
        except Exception as fault:
            if isinstance(fault, DatabaseError) and not isinstance(fault, DataError):
                raise  # tried again, and then it may go
            # It would stumble each time, and nothing behind it would ever be read. What it says may be private.
            log.error("Message %s of mailbox %s costs itself: %s", raw.uid, mailbox.pk, type(fault).__name__)


def _chunks(uids: Sequence[int]) -> list[Sequence[int]]:
    return [uids[start : start + _CHECKPOINT] for start in range(0, len(uids), _CHECKPOINT)]
