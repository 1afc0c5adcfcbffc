"""What a classifier sees of a sentence: words, the trade-neutral shape of it, pairs of cues, pieces of words."""

from collections.abc import Iterable, Iterator

from beforehand.listening.lexicon import CUES, abstracted
from beforehand.listening.words import tokens

LONGEST_RUN = 4
_SHORTEST_WORD = 3


def features(text: str) -> dict[str, list[str]]:
    """The features of a text by group; a piece counts once for every different word it is in, the others once."""
    words = tokens(text)
    return named(words) | {"pieces": [piece for word in dict.fromkeys(words) for piece in pieces(word)]}


def named(words: list[str]) -> dict[str, list[str]]:
    """The features that need more than one word at a time: all groups but the pieces."""
    shape = abstracted(words)
    return {
        "words": _unique(_runs("w:", words, 2)),
        "shapes": _unique(_runs("a:", ["^", *shape, "$"], LONGEST_RUN)),
        "pairs": list(_pairs(shape)),
    }


def pieces(word: str) -> list[str]:
    """The three- to five-letter pieces of one word, its ends marked."""
    if len(word) < _SHORTEST_WORD:
        return []
    marked = f"<{word}>"
    return [
        f"c:{marked[start : start + size]}" for size in (3, 4, 5) for start in range(len(marked) - size + 1)
    ]


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _runs(prefix: str, items: list[str], longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for start in range(len(items) - size + 1):
            yield prefix + " ".join(items[start : start + size])


def _pairs(shape: list[str]) -> Iterator[str]:
    cues = sorted(CUES.intersection(shape))
    for index, one in enumerate(cues):
        for other in cues[index + 1 :]:
            yield f"k:{one} {other}"
