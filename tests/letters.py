"""Raw mail of the cast, as a mail program would write it."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

BOB = "Bob Ames <bob@rivera.example>"
DANA = "Dana Ortega <dana@example.com>"


def letter(
    words: str,
    *,
    at: datetime,
    sender: str = DANA,
    to: str = BOB,
    subject: str = "The house",
    key: str = "",
    **headers: str,
) -> bytes:
    """A message with CRLF lines; `key` makes its Message-ID, else its moment and sender do."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at.astimezone(UTC))
    message["Message-ID"] = (
        f"<{key or f'{at.timestamp():.0f}.{abs(hash(sender)) % 9973}'}.letter@mail.example>"
    )
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
