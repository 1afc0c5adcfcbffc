"""What is forwarded or copied to a member's drop-box, by whichever road it came."""

from datetime import datetime
from zoneinfo import ZoneInfo

from beforehand.actions import capture_addresses, own_addresses
from beforehand.channels.drop_box.server import token_of
from beforehand.intake.mail import House, bring_message, house_of
from beforehand.mail import messages
from beforehand.queries.capture_addresses import by_token
from beforehand.records.models import CaptureAddress, Member
from beforehand.rules.captures import Unreadable

KIND = CaptureAddress.Kind.DROP_BOX


class RefusedMailError(Exception):
    """The message is not taken; the sentence says why and what to do, for the bounce that its sender gets."""


def receive(raw: bytes, *, token: str, at: datetime) -> int:
    """Logs the message that a member copied or forwarded to their drop-box; how many contacts came of it."""
    address = by_token(KIND, token)
    if address is None:
        raise RefusedMailError("No such drop-box: look up yours in Beforehand’s settings.")
    member = address.member
    try:
        message = messages.read(raw, zone=ZoneInfo(member.zone))
    except Unreadable as fault:
        raise RefusedMailError(fault.problem) from fault
    house = house_of(member)
    _check_sender(message, member, house, at)
    counted = _what_counts(message, house)
    recorded = bring_message(counted, member=member, house=house, at=at)
    capture_addresses.used(capture_address_id=address.pk, at=at)
    return len(recorded)


def _check_sender(message: messages.Message, member: Member, house: House, at: datetime) -> None:
    sender = message.sender.email
    if house.members.get(sender) == member.pk:
        return
    if sender:
        own_addresses.note_seen(member=member, address=sender, at=at)
    raise RefusedMailError(
        f"{sender or 'This sender'} may not log here: confirm it as your own address in Beforehand’s settings, "
        "then send this again."
    )


def _what_counts(message: messages.Message, house: House) -> messages.Message:
    """The message itself where it went to somebody outside, else the one that it passes on."""
    outside = [
        each.email
        for each in (*message.to, *message.cc, *message.bcc)
        if each.email not in house.members and token_of(each.email) is None
    ]
    if outside:
        return message
    if message.forwarded is None:
        raise RefusedMailError(
            "Nothing here tells whom it was with: forward your client’s message, or write to the client with this "
            "address in Bcc."
        )
    return message.forwarded
