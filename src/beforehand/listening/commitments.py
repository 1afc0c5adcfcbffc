"""What the writer of a message promises to do."""

import re
from dataclasses import dataclass
from datetime import datetime

from beforehand.listening.due_times import due

_PROMISE = re.compile(
    r"\b(?:(?:i|we)(?:'|’)?ll|(?:i|we) will|let me)\s+(?!not\b|be able|never\b)[a-z]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise of the writer: the words, when it falls due (UTC, None if not said), how sure we are and why."""

    text: str
    due_at: datetime | None
    probability: float
    why: tuple[str, ...]


def find(text: str, *, at: datetime | None, zone: str) -> Commitment | None:
    """The promise in a stripped message, or None; `at` is when it was written (aware), `zone` the writer's."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        promise = _PROMISE.search(sentence)
        if promise and not sentence.rstrip().endswith("?"):
            return Commitment(
                sentence.strip()[:200], due(sentence, at=at, zone=zone) if at else None, 0.8, (promise[0],)
            )
    return None
