"""What a classifier sees of a sentence: words, the trade-neutral shape of it, pairs of cues, pieces of words."""

from itertools import combinations

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
        "words": _runs("w:", words, 2),
        "shapes": _runs("a:", ["^", *shape, "$"], LONGEST_RUN),
        "pairs": _pairs(shape),
    }


def pieces(word: str) -> list[str]:
    """The three- to five-letter pieces of one word, its ends marked."""
    if len(word) < _SHORTEST_WORD:
        return []
    marked = f"<{word}>"
    return [
        f"c:{marked[start : start + size]}" for size in (3, 4, 5) for start in range(len(marked) - size + 1)
    ]


def _runs(prefix: str, items: list[str], longest: int) -> list[str]:
    """Every run of one to `longest` neighbours, once."""
    runs = [prefix + item for item in items]
    found = dict.fromkeys(runs)
    for size in range(1, longest):
        runs = [f"{run} {item}" for run, item in zip(runs, items[size:], strict=False)]
        found.update(dict.fromkeys(runs))
    return list(found)


def _pairs(shape: list[str]) -> list[str]:
    return [f"k:{one} {other}" for one, other in combinations(sorted(CUES.intersection(shape)), 2)]
