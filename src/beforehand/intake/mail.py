"""A raw message, through whatever channel it came: whose it is, what it means, and into the ledger with it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from beforehand.actions.captures.recording import Recorded
from beforehand.actions.captures.returning import return_capture
from beforehand.actions.leads import take_lead
from beforehand.channels.drop_box.server import token_of
from beforehand.intake.captures import FRESH, take
from beforehand.mail import contacts, leads, messages
from beforehand.queries import own_addresses
from beforehand.records.models import Member
from beforehand.rules.captures import Captured, Unreadable


@dataclass(frozen=True, slots=True)
class House:
    """The members of an office by the addresses they write from; gathered once for many messages."""

    members: dict[str, int]
    by_id: dict[int, Member]


def house_of(member: Member) -> House:
    """The office of this member."""
    members = own_addresses.of_office(member.office_id)
    by_id = Member.objects.filter(office_id=member.office_id).in_bulk()
    for each in by_id.values():
        each.office = member.office
    return House(members, by_id)


def bring(raw: bytes, *, member: Member, house: House, at: datetime) -> list[Recorded]:
    """Takes in one message of this member's mail; nothing where it is no contact with anybody outside.

    Raises Unreadable for what is no message.
    """
    return bring_message(messages.read(raw, zone=ZoneInfo(member.zone)), member=member, house=house, at=at)


def bring_message(message: messages.Message, *, member: Member, house: House, at: datetime) -> list[Recorded]:
    """As `bring`, for a message that was read already."""
    if message.bounced:
        external_id = messages.external_id_of(message.bounced)
        return_capture(source="email", external_id=external_id, by=member, at=at)
    if (passed_on := leads.lead(message, country=member.office.country)) is not None:
        return [_take_lead(passed_on, message, member, at)]
    found = contacts_of(message, member=member, house=house, received_at=at)
    return [take(each, member=whose(each, member=member, house=house), at=at) for each in found]


def contacts_of(
    message: messages.Message, *, member: Member, house: House, received_at: datetime | None = None
) -> tuple[Captured, ...]:
    """The contact that a message of this member's mail is, as `mail.contacts.captured` tells."""
    addressed = {each.email for each in (*message.to, *message.cc, *message.bcc)}
    named = {
        message.sender.email,
        message.list_address,
        *addressed,
        *(each.email for each in message.reply_to),
    }
    owners = {address: owner for address in named if (owner := house.members.get(address))}
    ours = {address for address, owner in owners.items() if owner == member.pk}
    colleagues = owners.keys() | {address for address in addressed if token_of(address)}
    return contacts.captured(message, ours=ours, colleagues=colleagues, received_at=received_at)


def whose(captured: Captured, *, member: Member, house: House) -> Member:
    """Whose contact it is: what a colleague wrote is the colleague's, in whoever's mailbox it lies."""
    if captured.direction == "in":
        return member
    return house.by_id.get(house.members.get(captured.ours, member.pk), member)


def lead_contact(lead: leads.Lead, message: messages.Message, at: datetime) -> Captured:
    """The contact that a lead is with the one whom a portal passed on."""
    return Captured(
        source="email",
        external_id=message.external_id,
        at=at.replace(microsecond=0),
        direction="in",
        channel="email",
        outcome="received",
        points=lead.points,
        name=lead.name,
        summary=contacts.summary_of(message.subject),
        text=lead.words,
    )


def _take_lead(lead: leads.Lead, message: messages.Message, member: Member, at: datetime) -> Recorded:
    """A lead that has been known for long is history, and asks for no call today."""
    captured = lead_contact(lead, message, min(lead.at or at, at))
    if captured.at < at - FRESH:
        return take(captured, member=member, at=at)
    words = lead.words[:200] or captured.summary
    return take_lead(
        name=lead.name,
        portal=lead.portal,
        address=lead.property_address,
        captured=captured,
        words=words,
        by=member,
        at=at,
    )


def bring_if_readable(raw: bytes, *, member: Member, house: House, at: datetime) -> list[Recorded]:
    """As `bring`; a message that nobody could read is passed over, as it will be no better the next time."""
    try:
        return bring(raw, member=member, house=house, at=at)
    except Unreadable:
        return []
