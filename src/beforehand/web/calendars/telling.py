"""Meetings in plain words: what a past one asks, and what the call sheet says of one to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from beforehand.queries.meetings import Coming, Question
from beforehand.rules import spoken_time
from beforehand.web.clients.telling import SayRow

_LABELS = {"meeting": "Meeting", "video": "Video call", "call": "Call"}


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question about a past meeting: before the client's name, after it, and the words of a yes."""

    id: int
    client_id: int
    client_name: str
    before: str
    after: str
    yes: str


def asked_rows(questions: Iterable[Question], *, now: datetime, zone: str) -> list[AskedRow]:
    """The questions in words, times in the reader's `zone`."""
    return [_asked(question, now, zone) for question in questions]


def coming_rows(coming: Iterable[Coming], *, now: datetime, zone: str) -> list[SayRow]:
    """Meetings to come as rows of the call sheet."""
    return [_coming(each, now, zone) for each in coming]


def _asked(question: Question, now: datetime, zone: str) -> AskedRow:
    day = spoken_time.day(question.starts_at, now, zone)
    when = day if day in {"today", "yesterday"} else f"on {day}"
    verb, yes = ("meet", "Yes, we met") if question.channel == "meeting" else ("speak with", "Yes, we spoke")
    return AskedRow(
        id=question.id,
        client_id=question.client_id,
        client_name=question.client_name,
        before=f"Did {question.whose or 'you'} {verb}",
        after=f"{when} at {spoken_time.hour(question.starts_at, zone)}?",
        yes="Yes" if question.whose else yes,
    )


def _coming(coming: Coming, now: datetime, zone: str) -> SayRow:
    when = spoken_time.moment(coming.starts_at, now, zone)
    what = f": {coming.title}" if coming.title else ""
    where = f"in {coming.whose}’s calendar" if coming.whose else "already in your calendar"
    return SayRow(
        _LABELS[coming.channel],
        f"{when[:1].upper()}{when[1:]}{what} ({where})",
        chip="called off" if coming.is_cancelled else "",
        chip_tone="late",
    )
