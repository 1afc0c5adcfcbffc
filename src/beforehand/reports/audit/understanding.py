"""What an audit takes from the text of a contact, before the text is let go."""

from dataclasses import dataclass, replace
from datetime import datetime

from beforehand.listening.hearing import Heard, hear
from beforehand.rules.captures import Captured

LONGEST = 200
_ASKS = {"ask_update": "update", "complaint": "complaint", "request_other": "question"}


@dataclass(frozen=True, slots=True)
class Understood:
    """What a contact asks, the sentence that says so (at most 200 characters), and whether it promises something."""

    asks: str = "none"
    sentence: str = ""
    is_promise: bool = False
    due_at: datetime | None = None


def understand(captured: Captured, *, zone: str) -> Understood:
    """What the text says: of theirs what it asks, of ours what it promises; `zone` is where writers read the clock.

    What the channel itself knows, as of a missed call, stands where the text says nothing.
    """
    known = Understood(captured.asks if captured.direction == "in" else "none")
    if not captured.text.strip():
        return known
    heard = hear(captured.text, at=captured.at, zone=zone)
    if captured.direction == "out":
        promise = heard.commitment
        return known if promise is None else Understood(is_promise=True, due_at=promise.due_at)
    return replace(known, asks=_ASKS.get(heard.label, known.asks), sentence=_sentence(heard))


def _sentence(heard: Heard) -> str:
    return " ".join(heard.words.split())[:LONGEST] if heard.label == "ask_update" else ""
