"""The office's telephone lines at a provider: connected, mended, removed."""

import re
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from beforehand.actions.audit import note
from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.queries.capture_addresses import hash_of
from beforehand.records.models import Member, PhoneLine
from beforehand.rules.contact_points import normal_phone

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")


@transaction.atomic
def connect_line(
    *, number: str, account: str, secret: str, member_id: int, by: Member, at: datetime
) -> tuple[PhoneLine, str]:
    """The line, and the secret part of its webhooks' addresses, which is kept nowhere and shown this once.

    The same number again mends the line, whose addresses stay as they are: then the key is empty.
    """
    _check_broker(by)
    normal = normal_phone(number, by.office.country)
    if normal is None:
        raise Refusal(f"Number: “{number.strip()}” is no telephone number; write one like +1 512 555 0100.")
    if not _ACCOUNT.fullmatch(account.strip()):
        raise Refusal(
            "Account SID: it begins with AC and has 32 letters and digits more; copy it from Twilio."
        )
    if not secret.strip():
        raise Refusal("Auth token: copy it from Twilio; it is kept encrypted.")
    given = {
        "member": access.colleague(by, member_id),
        "account": account.strip(),
        "secret": secret.strip(),
    }
    live = PhoneLine.objects.filter(office_id=by.office_id, number=normal, removed_at__isnull=True)
    if (known := live.defer("secret").first()) is not None:
        for name, value in given.items():
            setattr(known, name, value)
        known.save(update_fields=list(given))
        note("phone_line.mended", office_id=by.office_id, by=by, at=at, about=known.pk)
        return known, ""
    key = secrets.token_hex(16)
    try:
        with transaction.atomic():
            line = PhoneLine.objects.create(
                office_id=by.office_id, number=normal, key_hash=hash_of(key), added_at=at, **given
            )
    except IntegrityError as fault:
        raise Refusal(f"Number: {normal} is connected elsewhere; remove it there first.") from fault
    note("phone_line.connected", office_id=by.office_id, by=by, at=at, about=line.pk)
    return line, key


@transaction.atomic
def remove_line(*, phone_line_id: int, by: Member, at: datetime) -> None:
    """Takes nothing more from the line and forgets its token; what was captured stays."""
    _check_broker(by)
    live = PhoneLine.objects.filter(pk=phone_line_id, office_id=by.office_id, removed_at__isnull=True)
    if not live.update(removed_at=at, secret=""):
        raise access.NotFound
    note("phone_line.removed", office_id=by.office_id, by=by, at=at, about=phone_line_id)


def used(*, phone_line_id: int, at: datetime) -> None:
    """Notes that a report came in."""
    PhoneLine.objects.filter(pk=phone_line_id).update(used_at=at)


def _check_broker(by: Member) -> None:
    if by.role != Member.Role.BROKER:
        raise Refusal("Only a broker connects and removes telephone lines.")
