"""The sentences of a mail that its writer wrote: quoted lines left out, lines broken by a program joined."""

import re
from collections.abc import Iterator

_QUOTED = re.compile(r"\s*(?:>|\||&(?:amp;)*gt;)")
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s")
_BOUNDARY = re.compile(r"[.!?…]+[\"')\]]{0,2}\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|jr|sr|no|vs|approx|dept|inc|ave|[a-z])|[ap]\.m|e\.g|i\.e)\.\s+\Z", re.IGNORECASE
)
_WRAPPED = 50  # a line at least so long that ends in no full stop goes on in the next


def sentences(text: str) -> Iterator[str]:
    """The sentences one after another; an abbreviation ends none, nor do three dots before a small letter."""
    for paragraph in _paragraphs(text):
        start = 0
        for boundary in _BOUNDARY.finditer(paragraph):
            end = boundary.end()
            trails_off = boundary[0].startswith(("..", "…")) and paragraph[end : end + 1].islower()
            if trails_off or _ABBREVIATION.search(paragraph, max(end - 12, 0), end):
                continue
            yield paragraph[start:end].strip()
            start = end
        if paragraph[start:].strip():
            yield paragraph[start:].strip()


def _paragraphs(text: str) -> Iterator[str]:
    held: list[str] = []
    for line in [*text.split("\n"), ""]:
        own = line.strip()
        if held and (not own or _QUOTED.match(line) or _ITEM.match(line) or not _goes_on(held[-1])):
            yield " ".join(held)
            held = []
        if own and not _QUOTED.match(line):
            held.append(own)


def _goes_on(line: str) -> bool:
    return len(line) >= _WRAPPED and line[-1] not in ".!?:"
