"""What an audit takes from the text of a contact, before the text is let go."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from beforehand.listening.commitments import find
from beforehand.listening.hearing import hear
from beforehand.listening.stripping import strip
from beforehand.rules.captures import Captured

LONGEST = 200
_READ = 4000  # characters: whoever wants something says so before that
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
    is_ours = captured.direction == "out"
    known = Understood("none" if is_ours else captured.asks)
    text = captured.text[:_READ].strip()
    if not text:
        return known
    if is_ours:
        promise = find(_said(text), at=captured.at, zone=zone)
        return known if promise is None else Understood(is_promise=True, due_at=promise.due_at)
    asks, sentence = _asked(text)
    return replace(known, asks=asks or known.asks, sentence=sentence)


# Many a message is word for word the same as another: “Thanks!”, a form, a copy in a second archive.
@lru_cache(maxsize=1024)
def _asked(text: str) -> tuple[str, str]:
    heard = hear(text)
    sentence = " ".join(heard.words.split())[:LONGEST] if heard.label == "ask_update" else ""
    return _ASKS.get(heard.label, ""), sentence


@lru_cache(maxsize=1024)
def _said(text: str) -> str:
    return strip(text).strip()
