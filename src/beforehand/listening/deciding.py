"""The words that decided: what each word of a sentence adds to a label, by the features it is part of."""

from math import sqrt

from beforehand.listening.features import LONGEST_RUN, named, pieces
from beforehand.listening.lexicon import CLASS_OF
from beforehand.listening.model import GROUPS, LABELS, Model
from beforehand.listening.words import tokens, written_tokens

_MOST_WORDS = 4
_SHARE_OF_FIRST = 0.35
_LONGEST_SENTENCE = 60


def deciding_words(model: Model, sentence: str, label: str) -> tuple[str, ...]:
    """Up to four words as written, in order, that spoke most for the label; () where none did."""
    written = [(part, word) for part in written_tokens(sentence) for word in tokens(part)][:_LONGEST_SENTENCE]
    worth = _worth(model, [word for _, word in written], LABELS.index(label))
    best: dict[str, float] = {}
    for (part, _), value in zip(written, worth, strict=True):
        if value > 0 and any(letter.isalpha() for letter in part):
            best[part] = max(best.get(part, 0.0), value)
    leading = sorted(best, key=lambda part: -best[part])[:_MOST_WORDS]
    return tuple(
        part for part in best if part in leading and best[part] >= best[leading[0]] * _SHARE_OF_FIRST
    )


def _worth(model: Model, words: list[str], label: int) -> list[float]:
    scale = {group: GROUPS[group] / sqrt(len(names) or 1) for group, names in named(words).items()}
    in_pieces = [pieces(word) for word in words]
    scale_of_pieces = GROUPS["pieces"] / sqrt(sum(map(len, in_pieces)) or 1)
    shape = [CLASS_OF.get(word, "_") for word in words]

    def value(name: str) -> float:
        found = model.weights.get(name)
        return found[label] if found else 0.0

    worth = [scale_of_pieces * sum(map(value, parts)) for parts in in_pieces]
    for start in range(len(words)):
        for size in range(1, min(LONGEST_RUN, len(words) - start) + 1):
            run = scale["shapes"] * value("a:" + " ".join(shape[start : start + size]))
            run += scale["words"] * value("w:" + " ".join(words[start : start + size]))
            for place in range(start, start + size):
                worth[place] += run / size
    return worth
