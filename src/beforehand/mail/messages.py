"""A raw e-mail, read: who wrote to whom, when, about what, and what sort of mail it is."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cached_property

from beforehand.mail import forwards
from beforehand.mail.bodies import content, is_attachment, is_encrypted, text_of
from beforehand.mail.bounces import bounced_id
from beforehand.mail.dates import received_at, sent_at
from beforehand.mail.headers import Address, Headers, addresses
from beforehand.mail.kinds import Kind, is_draft, kind_of, list_address
from beforehand.mail.parts import Part, parsed
from beforehand.mail.refusals import refuse_what_is_no_mail, tells_no_mail

_PARTICULAR_ID = re.compile(r"(?=[^@]*\d)[^@\s]{6,}@[^@\s]+|[^@\s]{16,}")  # of one message in the world
_ENVELOPE = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\n]*\n)?")


@dataclass(frozen=True)
class Message:
    """One e-mail. Ids are without their brackets; `at` is UTC, None where no field tells it.

    `external_id` is the same for the same message wherever it is kept. `text` and `forwarded` are worked out when
    they are first asked for."""

    message_id: str
    external_id: str
    at: datetime | None
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    kind: Kind = "personal"
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    list_address: str = ""  # of the list or group that sent it on
    is_draft: bool = False
    is_encrypted: bool = False
    attachments: tuple[str, ...] = ()  # the names of those that have one
    bounced: str = ""  # the id of our message that could not be delivered
    _body: Callable[[], str] = field(default=str, repr=False, compare=False)
    _inside: Callable[["Message"], "Message | None"] = field(
        default=lambda _: None, repr=False, compare=False
    )

    @cached_property
    def text(self) -> str:
        """What a person reads, lines ended by "\\n", quotes marked "> "; "" where there is no text."""
        return self._body()

    @cached_property
    def forwarded(self) -> "Message | None":
        """The message that this one passes on, attached or written into its text; None if it passes on none."""
        return self._inside(self)


def read(raw: bytes, *, zone: tzinfo | None = None) -> Message:
    """Read a raw message. Raises Unreadable, with the reason, for what is none.

    `zone` is where the forwarder of a message written into the text reads the clock; else that of the Date field."""
    raw = raw if b"\n" in raw else raw.replace(b"\r", b"\n")
    envelope = _ENVELOPE.match(raw)
    message = parsed(raw, envelope.end() if envelope else 0)
    refuse_what_is_no_mail(raw, message.headers)
    return _message(message, zone)


def external_id_of(message_id: str) -> str:
    """Return the external id of the message that has this id, which must be the only one of its kind."""
    return hashlib.sha256(f"id {message_id}".encode()).hexdigest()


def _message(part: Part, zone: tzinfo | None) -> Message:
    headers = part.headers
    sent = sent_at(headers)
    arrived = sent or received_at(headers)
    sender = _sender(headers)
    to, cc, reply_to = (headers.addresses(name) for name in (b"to", b"cc", b"reply-to"))
    subject = headers.text(b"subject")
    ids = headers.ids(b"message-id")
    message_id = ids[0] if ids else headers.text(b"message-id").replace(" ", "")
    kind = kind_of(part, sender, reply_to, subject)
    answered = headers.ids(b"in-reply-to")
    attached = [each for each in part.walk() if is_attachment(each)]
    return Message(
        message_id=message_id,
        external_id=_external_id(
            message_id, sent, sender, (*to, *cc), subject, part if sent is None else None
        ),
        at=arrived.astimezone(UTC) if arrived else None,
        sender=sender,
        to=to,
        cc=cc,
        bcc=headers.addresses(b"bcc"),
        reply_to=reply_to,
        subject=subject,
        kind=kind,
        in_reply_to=answered[0] if answered else "",
        references=headers.ids(b"references"),
        list_address=list_address(headers),
        is_draft=is_draft(headers),
        is_encrypted=any(is_encrypted(each) for each in part.walk()),
        attachments=tuple(each.filename for each in attached if each.filename),
        bounced=bounced_id(part) if kind == "bounce" else "",
        _body=lambda: text_of(part),
        _inside=lambda whole: _forwarded(whole, part, zone or (arrived.tzinfo if arrived else None)),
    )


def _sender(headers: Headers) -> Address:
    for name in (b"from", b"sender", b"return-path"):
        if found := headers.addresses(name):
            return found[0]
    return Address(headers.text(b"from")[:200], "")


def _external_id(
    message_id: str,
    sent: datetime | None,
    sender: Address,
    recipients: tuple[Address, ...],
    subject: str,
    undated: Part | None,
) -> str:
    """Of the message id where it can be the only one of its kind; a program's "<1@localhost>" cannot."""
    if _PARTICULAR_ID.fullmatch(message_id):
        return external_id_of(message_id)
    everybody = " ".join(sorted({each.email for each in recipients}))
    when = sent.astimezone(UTC).isoformat() if sent else ""
    whole = hashlib.sha256(f"{when}\n{sender.email}\n{everybody}\n{subject}".encode("utf-8", "replace"))
    if undated:
        whole.update(undated.body)
    return whole.hexdigest()


def _forwarded(whole: Message, part: Part, zone: tzinfo | None) -> Message | None:
    if whole.kind == "bounce":
        return None
    for each in part.walk():
        if each.type == "message/rfc822":
            inner = parsed(content(each))
            return None if tells_no_mail(inner.headers) else _message(inner, zone)
    found = forwards.inside(whole.text, whole.subject)
    return _retold(found, whole, zone) if found else None


def _retold(found: forwards.Retold, whole: Message, zone: tzinfo | None) -> Message:
    """What the forwarder's program wrote down of a message: to the minute, and without its id."""
    sender = next(iter(addresses(found.sender)), Address(found.sender[:200], ""))
    to, cc = addresses(found.to), addresses(found.cc)
    at = forwards.moment(found.at, zone or UTC, whole.at)
    return Message(
        message_id="",
        external_id=_external_id("", at, sender, (*to, *cc), found.subject, None),
        at=at,
        sender=sender,
        to=to,
        cc=cc,
        subject=found.subject,
        _body=lambda: found.text,
    )
