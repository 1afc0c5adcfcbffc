"""Which message of ours a failed delivery is about."""

import re

from beforehand.mail.bodies import content
from beforehand.mail.headers import Headers, field_end
from beforehand.mail.parts import Part

_ID_LINE = re.compile(rb"^[> \t]*Message-ID:\s*<\s*([^<>\s]{3,250})\s*>", re.MULTILINE | re.IGNORECASE)
_CARRIERS = (
    "message/rfc822",
    "text/rfc822-headers",
    "text/rfc822",
    "message/global",
    "message/global-headers",
)


def bounced_id(report: Part) -> str:
    """Return the id of the message that came back, "" where the report does not tell it."""
    for part in report.walk():
        if part.type in _CARRIERS:
            returned = content(part).lstrip(b"\r\n")
            ids = Headers(returned, 0, field_end(returned, 0, len(returned))[0]).ids(b"message-id")
            if ids:
                return ids[0]
    # Some servers append the message to their own text.
    found = _ID_LINE.search(report.body[: 1 << 18])
    if found:
        return found[1].decode("ascii", "ignore")
    ids = report.headers.ids(b"in-reply-to") or report.headers.ids(b"references")
    return ids[-1] if ids else ""
