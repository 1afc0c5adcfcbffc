"""What an audit takes from the text of a contact, before the text is let go."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

LONGEST = 200
ASKS_BY_LABEL = {"ask_update": "update", "complaint": "complaint", "request_other": "question"}
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a contact asks, the sentence that says so (at most 200 characters), and whether it promises something."""

    asks: str = "none"
    sentence: str = ""
    is_promise: bool = False
    due_at: datetime | None = None


def deciding_sentence(text: str, words: Iterable[str]) -> str:
    """The first sentence that holds the most of the deciding words, on one line, at most 200 characters."""
    sentences = [" ".join(found[0].split()) for found in _SENTENCE.finditer(text)]
    wanted = [word.casefold() for word in words if word.strip()]
    best = max(
        (sentence for sentence in sentences if sentence),
        key=lambda sentence: sum(word in sentence.casefold() for word in wanted),
        default="",
    )
    return best if len(best) <= LONGEST else best[: LONGEST - 1].rstrip() + "…"
