"""Names and what people type to find them, without case and accents."""

import unicodedata
from collections.abc import Iterable


def folded(text: str) -> str:
    """The text in lower case without accents, white space made single: José Núñez gives jose nunez."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def searchable(parts: Iterable[str]) -> str:
    """What a search looks in: every part folded, and the digits of those that are phone numbers."""
    words = [folded(part) for part in parts if part]
    digits = ["".join(filter(str.isdigit, word)) for word in words]
    return " ".join([*words, *(d for d in digits if len(d) >= 7)])
