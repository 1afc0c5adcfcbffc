"""The mail of the fortnight, as mail programs, servers and senders of newsletters write it."""

from email.utils import format_datetime, parseaddr

from tests import letters
from tests.journeys.fortnight.script import AUSTIN, Event

_AWAY = {"Auto_Submitted": "auto-replied"}


def letter(event: Event, *, sender: str, to: str) -> bytes:
    """A letter at the moment of the event; `key` names it for a bounce."""
    says = event.says
    key = says.get("key") or f"{event.at:%m%d%H%M}"
    headers = _AWAY if says.get("is") == "out of office" else {}
    return letters.letter(
        says["says"], at=event.at, sender=sender, to=to, subject=says["mail"], key=key, **headers
    )


def newsletter(event: Event) -> bytes:
    return letters.letter(
        event.says["says"],
        at=event.at,
        sender="Austin Board <news@board.example>",
        to="maya.lindqvist@example.com",
        subject=event.says["newsletter"],
        key=f"{event.at:%m%d%H%M}",
        List_Unsubscribe="<mailto:off@board.example>",
        Precedence="bulk",
    )


def bounce(event: Event, address: str) -> bytes:
    """What comes back for the letter of that key."""
    lost = parseaddr(address)[1]
    date = format_datetime(event.at.astimezone(AUSTIN))
    return (
        "From: Mail Delivery System <MAILER-DAEMON@example.com>\r\nTo: maya.lindqvist@example.com\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nDate: {date}\r\n"
        f"Message-ID: <{event.at:%m%d%H%M}.8D1@mx.example.com>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI could not deliver your message.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; {lost}\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: maya.lindqvist@example.com\r\nTo: {lost}\r\n"
        f"Message-ID: <{event.says['bounce']}.letter@mail.example>\r\nSubject: Yours\r\n\r\nYours.\r\n--b--\r\n"
    ).encode()
