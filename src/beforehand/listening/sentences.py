"""A message cut into its sentences."""

import re

_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\s*\n+\s*")
MOST_SENTENCES = 40


def sentences(text: str) -> list[str]:
    """At most MOST_SENTENCES sentences with a word in them, in order; the last holds nothing of what was cut."""
    found = [part.strip() for part in _END.split(text)]
    return [part for part in found if any(letter.isalnum() for letter in part)][:MOST_SENTENCES]
