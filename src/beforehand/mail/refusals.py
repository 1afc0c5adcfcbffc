"""What is no e-mail, and what it is instead."""

from beforehand.mail.headers import Headers
from beforehand.rules.captures import Unreadable

# A message has at least one of these; a text whose lines happen to hold a colon has none.
_OF_MAIL = frozenset(
    b"from to cc date subject message-id received return-path sender reply-to delivered-to mime-version "
    b"content-type content-transfer-encoding resent-from resent-to in-reply-to references".split()
)
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "This is a message in Outlook's own format (.msg); open it in Outlook and save it as .eml.",
    ),
    (b"!BDN", "This is an Outlook data file (.pst); connect the mailbox itself, or export it as mbox."),
    (b"%PDF", "This is a PDF, not an e-mail; save the message itself as .eml."),
    (b"PK\x03\x04", "This is a zip archive, not an e-mail; unpack it, or choose it as an archive."),
    (b"\x1f\x8b", "This is a gzip archive, not an e-mail; unpack it first."),
    (b"<!doctype", "This is a web page, not an e-mail; save the message as .eml."),
    (b"<html", "This is a web page, not an e-mail; save the message as .eml."),
    (b"{", "This is JSON, not an e-mail; choose the message itself, saved as .eml."),
)


def tells_no_mail(headers: Headers) -> bool:
    """Whether not one of the fields is of a kind that every message has."""
    return headers.names().isdisjoint(_OF_MAIL)


def refuse_what_is_no_mail(raw: bytes, headers: Headers) -> None:
    """Raise Unreadable, saying what it is, for bytes that are no message."""
    if not tells_no_mail(headers):
        return
    beginning = raw[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not beginning and not raw.strip():
        raise Unreadable("This message is empty; fetch or save it again.")
    for magic, reason in _BEGINNINGS:
        if beginning.lower().startswith(magic.lower()):
            raise Unreadable(reason)
    if beginning.startswith(b"--") and b"form-data" in beginning:
        raise Unreadable("This is what a form sent, not an e-mail; choose the message itself, saved as .eml.")
    first = beginning.partition(b"\n")[0]
    if any(char < 9 for char in first):
        raise Unreadable("This is no e-mail but bytes that are no text; save the message as .eml.")
    raise Unreadable(
        f"This is no e-mail: it has none of the lines From, To, Date, Subject at its top, but begins "
        f"“{first.decode('utf-8', 'replace').strip()[:60]}”; save the message itself as .eml."
    )
