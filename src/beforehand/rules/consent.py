"""The words by which somebody stops texts, or lets them come again, as the carriers know them."""

from typing import Literal

_STOP = frozenset({"stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out",
                   "opt-out", "alto", "baja", "cancelar", "parar"})  # fmt: skip
_START = frozenset({"start", "unstop", "resume", "subscribe", "empezar", "comenzar"})


def stop_word(text: str) -> Literal["stop", "start", ""]:
    """What the whole message says, whatever its case and marks; a sentence that has the word in it says neither."""
    word = " ".join(text.casefold().strip(" \t\r\n.!?¡¿*'\"“”‘’").split())
    if word in _STOP:
        return "stop"
    return "start" if word in _START else ""
