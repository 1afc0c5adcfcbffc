"""What a classifier sees of a sentence: words, the trade-neutral shape of it, pairs of cues, pieces of words."""

from collections.abc import Iterable, Iterator

from beforehand.listening.lexicon import CUES, abstracted
from beforehand.listening.words import tokens

GROUPS = {"words": 1.0, "shapes": 1.0, "pairs": 0.7, "pieces": 0.7}


def features(text: str) -> dict[str, list[str]]:
    """The features of a text by group; a piece counts once for every different word it is in, the others once."""
    words = tokens(text)
    shape = abstracted(words)
    return {
        "words": _unique(_grams("w", words, 2)),
        "shapes": _unique(_grams("a", ["^", *shape, "$"], 4)),
        "pairs": list(_pairs(shape)),
        "pieces": [piece for word in dict.fromkeys(words) for piece in pieces(word)],
    }


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _grams(prefix: str, items: list[str], longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for start in range(len(items) - size + 1):
            yield f"{prefix}:{' '.join(items[start : start + size])}"


def _pairs(shape: list[str]) -> Iterator[str]:
    cues = sorted(CUES.intersection(shape))
    for index, one in enumerate(cues):
        for other in cues[index + 1 :]:
            yield f"k:{one} {other}"


def pieces(word: str) -> list[str]:
    """The three- to five-letter pieces of one word, its ends marked."""
    if len(word) < 3:
        return []
    marked = f"<{word}>"
    return [
        f"c:{marked[start : start + size]}" for size in (3, 4, 5) for start in range(len(marked) - size + 1)
    ]
