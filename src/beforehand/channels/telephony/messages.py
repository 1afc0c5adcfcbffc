"""Reads the reports of texts: one that came in, and what became of one of ours."""

from collections.abc import Mapping
from datetime import datetime

from beforehand.channels.telephony.reports import (
    SOURCE,
    Line,
    Report,
    event_id,
    moment,
    number_of,
    seconds_in,
)
from beforehand.rules.captures import Captured

_INBOUND = frozenset({"", "received", "receiving"})
_OUTCOMES = {
    "sent": "sent",
    "delivered": "sent",
    "read": "sent",
    "undelivered": "failed",
    "failed": "failed",
}


def read_message(fields: Mapping[str, str], *, line: Line, at: datetime) -> Report | None:
    """The text that a report is about; None while it is on its way, or where nobody could be called back.

    A text that was sent and is then reported as lost outdoes itself: it was never heard.
    """
    external_id = event_id(fields, "MessageSid", "SmsSid", "MessageSid")
    status = (fields.get("MessageStatus") or fields.get("SmsStatus") or "").lower()
    is_inbound = status in _INBOUND
    outcome = "received" if is_inbound else _OUTCOMES.get(status)
    other = number_of(fields.get("From" if is_inbound else "To", ""), line)
    if outcome is None or other is None:
        return None
    captured = Captured(
        source=SOURCE,
        external_id=external_id,
        at=moment(fields, at),
        direction="in" if is_inbound else "out",
        channel="text",
        outcome=outcome,
        points=(("phone", other),),
        name=fields.get("ProfileName", "").strip(),
        ours=line.number,
        summary=_attached(seconds_in(fields, "NumMedia")) if not fields.get("Body", "").strip() else "",
        text=fields.get("Body", ""),
    )
    return Report(captured, frozenset({"sent"}) if outcome == "failed" else frozenset())


def _attached(files: int) -> str:
    return "" if not files else "1 picture or file" if files == 1 else f"{files} pictures or files"
