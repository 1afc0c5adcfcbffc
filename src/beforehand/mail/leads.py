"""The mails by which portals pass on somebody who asks for an agent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from beforehand.mail.messages import Message
from beforehand.rules.captures import Point
from beforehand.rules.contact_points import normal_email, normal_phone


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody new, as a portal told of them: `points` in normal form, `words` what they wrote, `at` in UTC."""

    portal: str
    name: str
    points: tuple[Point, ...]
    property_address: str
    words: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class _Portal:
    """How one portal writes. A mail is its lead only if sender and subject both match.

    `subject` may name the groups `name` and `address`; `says` the groups `name` and `words`. `is_relay`: what is sent
    to the sender's address reaches the person."""

    name: str
    sender: re.Pattern[str]
    subject: re.Pattern[str]
    is_relay: bool = False
    says: re.Pattern[str] | None = None


_PORTALS = (
    _Portal(
        name="Zillow",
        sender=re.compile(r"[\w.+-]+@convo\.zillow\.com"),
        subject=re.compile(
            r"(?P<name>\S.{0,80}?) is (?:requesting|asking for|interested in) "
            r"(?:(?:more )?information about|an application for|(?:to|a) tour(?: of)?|to apply for|(?=\d))? ?"
            r"(?P<address>.{3,200})",
            re.IGNORECASE,
        ),
        is_relay=True,
        says=re.compile(
            r"^(?P<name>\S[^\n]{0,80}?) says: ?(?P<words>.+?)(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL
        ),
    ),
    _Portal(
        name="realtor.com",
        sender=re.compile(r"[\w.+-]+@(?:[\w-]+\.)*realtor\.com"),
        subject=re.compile(r"New realtor\.com lead *[-–—:] *(?P<name>.{1,120})", re.IGNORECASE),
    ),
)
_LABELS = {
    "first name": "first",
    "last name": "last",
    "name": "name",
    "full name": "name",
    "email": "email",
    "email address": "email",
    "e-mail": "email",
    "phone": "phone",
    "phone number": "phone",
    "mobile": "phone",
    "comment": "words",
    "comments": "words",
    "message": "words",
    "property": "address",
    "property address": "address",
    "listing address": "address",
}
_LABELLED = re.compile(r"[*\s]*([A-Za-z][A-Za-z -]{2,24}?)\s*:[*\s]*(.*)")
_NUMBER_ALONE = re.compile(r"\+?[\d(][\d ().-]{8,18}\d")
_LONGEST_WORDS = 4000


def lead(message: Message, *, country: str = "US") -> Lead | None:
    """Return who is passed on by this mail; None if it is none of a known portal's lead mails.

    `country` (two letters) is where its phone numbers are dialled from."""
    for portal in _PORTALS:
        subject = portal.subject.fullmatch(message.subject)
        if subject and portal.sender.fullmatch(message.sender.email):
            return _told(portal, subject.groupdict(), message, country)
    return None


def _told(portal: _Portal, subject: dict[str, str], message: Message, country: str) -> Lead | None:
    told = _labelled(message.text)
    said = portal.says.search(message.text) if portal.says else None
    name = (
        " ".join((told.get("first", ""), told.get("last", ""))).strip() or told.get("name") or subject["name"]
    )
    points = list(_points(portal, told, message, country))
    if not points:
        return None
    return Lead(
        portal=portal.name,
        name=" ".join(name.split())[:120],
        points=tuple(dict.fromkeys(points)),
        property_address=" ".join((told.get("address") or subject.get("address") or "").split()).strip(" ."),
        words=(said["words"] if said else told.get("words", "")).strip()[:_LONGEST_WORDS],
        at=message.at,
    )


def _points(portal: _Portal, told: dict[str, str], message: Message, country: str) -> Iterable[Point]:
    if portal.is_relay:
        yield "email", message.sender.email
    if email := normal_email(told.get("email", "")):
        yield "email", email
    alone = next((line for line in message.text.splitlines() if _NUMBER_ALONE.fullmatch(line.strip())), "")
    if phone := normal_phone(told.get("phone") or alone, country):
        yield "phone", phone


def _labelled(text: str) -> dict[str, str]:
    """Return what stands behind each known label, on its line or on those below it up to a blank one."""
    told: dict[str, str] = {}
    field = ""
    for line in text.splitlines():
        found = _LABELLED.fullmatch(line)
        if found:
            field = _LABELS.get(found[1].lower(), "")
            if field and not told.get(field):
                told[field] = found[2].strip()
            elif field:
                field = ""
        elif not line.strip():
            field = field if field and not told[field] else ""
        elif field and len(told[field]) < _LONGEST_WORDS:
            told[field] = f"{told[field]}\n{line.strip()}".strip()
    return {name: value.replace("\n", ", ") if name == "address" else value for name, value in told.items()}
