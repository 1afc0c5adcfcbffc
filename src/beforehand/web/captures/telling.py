"""Captures in words."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from beforehand.queries.triage import Candidate, Waiting
from beforehand.web.templatetags.words import phone

_DID = {
    ("in", "call"): "rang you", ("out", "call"): "you rang them",
    ("in", "text"): "texted you", ("out", "text"): "you texted them",
    ("in", "email"): "wrote to you", ("out", "email"): "you wrote to them",
    ("in", "chat"): "wrote to you in a chat", ("out", "chat"): "you wrote to them in a chat",
    ("in", "social"): "wrote to you", ("out", "social"): "you wrote to them",
}  # fmt: skip
_ASKED = {"update": "asks for news", "complaint": "complains", "question": "asks"}


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A card: who, what, and what can be done with it."""

    kind: str
    value: str
    capture_id: int
    title: str
    did: str
    more: str
    at: datetime
    summary: str
    chip: str
    candidates: tuple[Candidate, ...]
    is_shared: bool
    new_url: str
    choose_url: str


def told(row: Waiting) -> WaitingRow:
    """The card of one point."""
    shown = row.value.partition(":")[2].title() if row.kind == "handle" else row.value
    if row.kind == "phone":
        shown = phone(row.value)
    new = {"name": row.name or (shown if row.kind == "handle" else ""), row.kind: row.value}
    point = urlencode({"kind": row.kind, "value": row.value})
    return WaitingRow(
        kind=row.kind,
        value=row.value,
        capture_id=row.capture_id,
        title=f"{row.name} · {shown}" if row.name and row.name != shown else shown,
        did=_DID.get((row.direction, row.channel), "met you" if row.channel == "meeting" else "was in touch"),
        more=f"and {row.count - 1} more" if row.count > 1 else "",
        at=row.at,
        summary=row.summary,
        chip=_ASKED.get(row.asks, ""),
        candidates=row.candidates,
        is_shared=any(each.shares for each in row.candidates),
        new_url=f"{reverse('client_new')}?{urlencode(new)}",
        choose_url=f"{reverse('capture_choosing', args=[row.capture_id])}?{point}",
    )
