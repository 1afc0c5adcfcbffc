"""The week ring: how much of the time between two talks is left, in seven equal parts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ring:
    """`parts` of seven are left; `label` stands in the middle; `tone` is kept, soon, late or plain; `title` says it."""

    parts: int
    label: str
    tone: str
    title: str


def ring(standing: str, from_at: datetime | None, late_at: datetime | None, now: datetime) -> Ring:
    """The ring of a client last spoken to at `from_at` and owed a call by `late_at`; None: no such clock runs."""
    if standing in {"complaint", "asked"}:
        title = "They complained" if standing == "complaint" else "They asked first"
        return Ring(0, "!", "late", title)
    if from_at is None or late_at is None:
        return Ring(0, "", "plain", "No weekly call")
    left = late_at - now
    if left < timedelta(0):
        days = -(left // _DAY)
        return Ring(0, f"−{days}", "late", f"{days} {'day' if days == 1 else 'days'} late")
    days = left // _DAY
    whole = max(late_at - from_at, timedelta(seconds=1))
    parts = max(1, min(7, int(7 * left / whole)))
    tone = {"due": "soon", "late": "late"}.get(standing, "kept")
    return Ring(parts, str(days), tone, f"{days} {'day' if days == 1 else 'days'} left")
