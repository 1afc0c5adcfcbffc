"""What sort of mail a message is, told by its headers and the types of its parts, never by its words."""

import re
from collections.abc import Callable
from typing import Literal

from beforehand.mail.bodies import content
from beforehand.mail.headers import Address, Headers
from beforehand.mail.parts import Part

Kind = Literal["personal", "newsletter", "list", "automatic", "bounce", "invitation"]

# Local parts that no person reads; the whole of it or its beginning, before a separator.
_NOBODY = re.compile(
    r"(?:no|do[-_.]?not|dont|not|never)[-_.]?(?:reply|respond|answer)|noreply|donotreply|mailer-daemon|postmaster|"
    r"mailerdaemon|bounces?|notifications?|notify|alerts?|automated|auto-?confirm|auto-?reply|system|daemon|"
    r"undisclosed|unsubscribe|nepasrepondre|ne-pas-repondre|nicht-antworten|noresponder|no-responder|naoresponda",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[-_.+=\d]|$")
_ANYWHERE = re.compile(r"no-?_?reply|do-?_?not-?_?reply", re.IGNORECASE)
_DAEMONS = ("mailer-daemon@", "postmaster@", "mailerdaemon@", "mail-daemon@")
_ITIP = frozenset({"request", "reply", "cancel", "counter", "declinecounter", "refresh", "add"})
_METHOD = re.compile(rb"^METHOD[^:\r\n]*:\s*(\w+)", re.MULTILINE | re.IGNORECASE)
_FAILED = re.compile(rb"^Action:[ \t]*failed", re.MULTILINE | re.IGNORECASE)
_DELIVERED_OR_LATER = re.compile(
    rb"^Action:[ \t]*(?:delayed|delivered|relayed|expanded)", re.MULTILINE | re.IGNORECASE
)
_AWAY = re.compile(
    r"\W*(?:automatic(?:ally generated)? reply|auto(?:matic)?[- ]?(?:reply|response|responder)|out of (?:the )?office|"
    r"away from (?:my|the) (?:office|desk)|automatische antwort|abwesenheits|réponse automatique|"
    r"respuesta automática|resposta automática|risposta automatica|automatisch antwoord|autosvar)",
    re.IGNORECASE,
)
_TAGGED = re.compile(r"(?:\w{2,3} ?: ?)*\[")
_DRAFTS = frozenset(
    {"drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "rascunhos", "concepten"}
)
_MAILING_TOOLS = (
    b"x-campaign",
    b"x-campaignid",
    b"x-campaign-id",
    b"x-mc-user",
    b"x-mailchimp-id",
    b"x-csa-complaints",
    b"x-mailing-id",
    b"x-marketoid",
    b"x-newsletter",
    b"x-list-unsubscribe",
    b"x-emarsys-identify",
    b"x-klaviyo-message-id",
    b"x-cm-campaign",
    b"x-roving-id",
    b"x-sfmc-stack",
)
_LIST_SOFTWARE = (b"x-mailman-version", b"x-beenthere", b"x-loop-list", b"x-listserver", b"x-yahoo-newman-id")


def kind_of(message: Part, sender: Address, reply_to: tuple[Address, ...], subject: str) -> Kind:
    """Return the sort of mail; an absence notice is automatic, also where it calls itself bulk."""
    headers = message.headers
    names = headers.names()
    if _is_bounce(message, sender):
        return "bounce"
    if any(_is_invitation(part) for part in message.walk() if part.type == "text/calendar"):
        return "invitation"
    if _AWAY.match(subject):
        return "automatic"
    for kind, is_so in _BY_HEADERS:
        if is_so(headers, names):
            return kind
    return "automatic" if _from_nobody(sender, reply_to) else "personal"


def is_draft(headers: Headers) -> bool:
    """Whether the message was written and, as far as its program knew, never sent."""
    if headers.raw(b"x-unsent") == b"1" or b"x-mozilla-draft-info" in headers:
        return True
    return not _DRAFTS.isdisjoint(_labels(headers))


def nobody_reads(email: str) -> bool:
    """Whether an address is a machine's: an answer to it reaches nobody."""
    local = email.partition("@")[0]
    found = _NOBODY.match(local)
    return bool(found and _SEPARATOR.match(local, found.end())) or bool(_ANYWHERE.search(local))


def list_address(headers: Headers) -> str:
    """Return where one writes to reach the list or group that sent this on; "" if none."""
    for name in (b"list-post", b"x-beenthere", b"mailing-list"):
        for each in headers.addresses(name):
            return each.email
    return ""


def _labels(headers: Headers) -> frozenset[str]:
    """What Gmail's archives say about each message, in the language of its owner."""
    if b"x-gmail-labels" not in headers:
        return frozenset()
    return frozenset(each.strip().lower() for each in headers.text(b"x-gmail-labels").split(","))


def _is_bounce(message: Part, sender: Address) -> bool:
    """A delivery that failed: not one that is only late, nor one that arrived."""
    report = message.parameters.get("report-type", "").lower() if message.type == "multipart/report" else ""
    statuses = [content(part) for part in message.walk() if part.type == "message/delivery-status"]
    if any(_FAILED.search(status) for status in statuses):
        return True
    if any(_DELIVERED_OR_LATER.search(status) for status in statuses):
        return False
    if report:
        return report == "delivery-status"
    if b"x-failed-recipients" in message.headers:
        return True
    empty = message.headers.raw(b"return-path").replace(b" ", b"") == b"<>"
    return sender.email.startswith(_DAEMONS) and (empty or message.headers.token(b"auto-submitted") != "no")


def _is_invitation(part: Part) -> bool:
    method = part.parameters.get("method", "").strip().lower()
    if not method and (found := _METHOD.search(content(part)[:4000])):
        method = found[1].decode("ascii").lower()
    return method in _ITIP


def _answers_by_itself(headers: Headers, names: frozenset[bytes]) -> bool:
    if headers.token(b"auto-submitted").startswith(("auto-replied", "auto-notified")):
        return True
    if headers.token(b"precedence").replace("-", "_") == "auto_reply":
        return True
    return not names.isdisjoint((b"x-autoreply", b"x-autorespond", b"x-autoresponder", b"x-autoreply-from"))


def _is_automatic(headers: Headers, names: frozenset[bytes]) -> bool:
    if b"auto-submitted" in names and not headers.token(b"auto-submitted").startswith("no"):
        return True
    suppressed = headers.token(b"x-auto-response-suppress")
    return "all" in suppressed or ("oof" in suppressed and "autoreply" in suppressed)


def _is_report(headers: Headers, names: frozenset[bytes]) -> bool:
    """A receipt for reading or delivering, or a mail with nobody to bounce to."""
    if headers.raw(b"content-type")[:40].lower().startswith(b"multipart/report"):
        return True
    return b"return-path" in names and headers.raw(b"return-path").replace(b" ", b"") == b"<>"


def _is_list(headers: Headers, names: frozenset[bytes]) -> bool:
    """Mail that everybody on a list got. A list that only announces is a newsletter."""
    if not names.isdisjoint(_LIST_SOFTWARE) or headers.token(b"precedence") == "list":
        return not _is_shared_mailbox(headers, names)
    if "mailto:" in headers.token(b"list-post") or b"mailing-list" in names:
        return not _is_shared_mailbox(headers, names)
    return b"list-id" in names and names.isdisjoint((b"list-unsubscribe", b"x-google-group-id"))


def _is_shared_mailbox(headers: Headers, names: frozenset[bytes]) -> bool:
    """A Google group on a firm's own domain is how offices share "info@": what outsiders write to it is personal.

    A group that talks among itself puts its name into the subjects, or is one of googlegroups.com."""
    if b"x-google-group-id" not in names or "googlegroups.com" in headers.token(b"list-post"):
        return False
    return _TAGGED.match(headers.text(b"subject")) is None


def _is_newsletter(headers: Headers, names: frozenset[bytes]) -> bool:
    """Mail to many. A tool for selling puts a way to unsubscribe into single letters too: an answer is personal."""
    if headers.token(b"precedence") in ("bulk", "junk") or not names.isdisjoint(_MAILING_TOOLS):
        return True
    if "spam" in _labels(headers):
        return True
    if b"x-google-group-id" in names:
        return False
    answers = bool(headers.raw(b"in-reply-to") or headers.raw(b"references"))
    if b"list-unsubscribe" in names or b"list-unsubscribe-post" in names:
        return not answers or b"list-id" in names
    feedback = headers.token(b"feedback-id")
    return bool(feedback) and not answers and not feedback.endswith("amazonses")


def _from_nobody(sender: Address, reply_to: tuple[Address, ...]) -> bool:
    """A form on a page sends in its own name and asks to answer somebody elsewhere: that is a letter of theirs."""
    if not nobody_reads(sender.email):
        return False
    domain = sender.email.partition("@")[2]
    return not any(
        each.email.partition("@")[2] != domain and not nobody_reads(each.email) for each in reply_to
    )


_BY_HEADERS: tuple[tuple[Kind, Callable[[Headers, frozenset[bytes]], bool]], ...] = (
    ("automatic", _answers_by_itself),
    ("list", _is_list),
    ("newsletter", _is_newsletter),
    ("automatic", _is_automatic),
    ("automatic", _is_report),
)
