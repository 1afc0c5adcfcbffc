"""What a message is as contacts with clients: who spoke with whom."""

import re
from collections.abc import Collection
from datetime import datetime

from beforehand.mail.headers import Address
from beforehand.mail.kinds import nobody_reads
from beforehand.mail.messages import Message
from beforehand.rules.captures import Captured, Unreadable

_NO_CONTACT = ("newsletter", "list", "invitation", "bounce")
_PREFIX = re.compile(
    r"\s*(?:(?:re|aw|antw|sv|vs|vb|fwd?|wg|tr|rv|res|enc|odp|rif|r|i|ynt|回复|转发|答复|返信)(?:\[\d{1,3}\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)
_FORMS = re.compile(
    r"(?:(?:web-?)?(?:forms?|site)|web|contact(?:-?forms?)?|wordpress|info|leads?|hello)\b", re.IGNORECASE
)
_LONGEST_SUMMARY = 200


def captured(
    message: Message,
    *,
    ours: Collection[str],
    colleagues: Collection[str] = (),
    received_at: datetime | None = None,
) -> tuple[Captured, ...]:
    """Return the contact that a message is, none for mail that is no contact.

    No contact is mail among ourselves, to many, by machines, and what was never sent.

    `ours` are the addresses of the one whose mail it is, `colleagues` those of the office, all in normal form. What
    either sends is outbound, with a point for each outsider it went to. `received_at` (UTC) is the moment where the
    message tells none; raises Unreadable where nothing does. A bounce is no contact: see `message.bounced`.
    """
    inside = {*ours, *colleagues}
    is_from_us = message.sender.email in inside
    if not _is_contact(message, inside, is_from_us=is_from_us):
        return ()
    others = _recipients(message, inside) if is_from_us else ()
    if is_from_us and others:
        return (_contact(message, others, message.sender.email, received_at),)
    other = _writer(message, inside, is_from_us=is_from_us)
    if other is None:
        return ()
    return (_contact(message, (other,), _our_address(message, ours, inside), received_at, inbound=True),)


def summary_of(subject: str) -> str:
    """Return a subject without "Re:" and "Fwd:" in any of their languages, at most 200 characters."""
    return (
        _PREFIX.sub("", subject, count=1)[:_LONGEST_SUMMARY].strip()
        if _PREFIX.match(subject)
        else (subject[:_LONGEST_SUMMARY].strip())
    )


def _is_contact(message: Message, inside: set[str], *, is_from_us: bool) -> bool:
    if message.is_draft:
        return False
    if message.kind == "list":
        return message.list_address in inside  # a shared mailbox of ours sends on what it gets
    if message.kind == "automatic":
        return is_from_us
    return message.kind not in _NO_CONTACT


def _recipients(message: Message, inside: set[str]) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for each in (*message.to, *message.cc, *message.bcc):
        if each.email not in inside and not nobody_reads(each.email):
            found.setdefault(each.email, each)
    return tuple(found.values())


def _writer(message: Message, inside: set[str], *, is_from_us: bool) -> Address | None:
    """A form on a page sends in its own or in our name, and says in Reply-To who filled it in."""
    sender = message.sender
    answers_go_to = [
        each for each in message.reply_to if each.email not in inside and not nobody_reads(each.email)
    ]
    is_relay = is_from_us or nobody_reads(sender.email) or _FORMS.match(sender.email) is not None
    if is_relay and len(answers_go_to) == 1 and answers_go_to[0].email != sender.email:
        return Address(answers_go_to[0].name, answers_go_to[0].email)
    return sender if sender.email and not is_from_us else None


def _our_address(message: Message, ours: Collection[str], inside: set[str]) -> str:
    listed = [each.email for each in (*message.to, *message.cc, *message.bcc)]
    of_ours = [email for email in listed if email in ours] or [email for email in listed if email in inside]
    return of_ours[0] if of_ours else ""


def _contact(
    message: Message,
    others: tuple[Address, ...],
    our_address: str,
    received_at: datetime | None,
    *,
    inbound: bool = False,
) -> Captured:
    at = message.at or received_at
    if at is None:
        raise Unreadable(
            "This message has neither a Date nor a Received line that can be read, so nobody knows when it was sent; "
            "enter this contact by hand."
        )
    return Captured(
        source="email",
        external_id=message.external_id,
        at=at,
        direction="in" if inbound else "out",
        channel="email",
        outcome="received" if inbound else "sent",
        points=tuple(("email", each.email) for each in others),
        name=others[0].name,
        ours=our_address,
        summary=summary_of(message.subject),
        text=message.text,
        automated=message.kind == "automatic",
    )
