"""The words that decided: what each word of a sentence adds to a label, by the features it is part of."""

from math import sqrt

from beforehand.listening.features import features, pieces
from beforehand.listening.lexicon import CLASS_OF
from beforehand.listening.model import LABELS, Model
from beforehand.listening.words import tokens, written_tokens

_MOST_WORDS = 4
_SHARE_OF_FIRST = 0.35
_LONGEST_RUN = 4


def deciding_words(model: Model, sentence: str, label: str) -> tuple[str, ...]:
    """Up to four words as written, in order, that spoke most for the label; () where none did."""
    written = [(part, word) for part in written_tokens(sentence) for word in tokens(part)]
    worth = _worth(model, [word for _, word in written], LABELS.index(label), _scales(model, sentence))
    best: dict[str, float] = {}
    for (part, _), value in zip(written, worth, strict=True):
        if any(letter.isalpha() for letter in part):
            best[part] = max(best.get(part, 0.0), value)
    if not best:
        return ()
    bar = max(best.values()) * _SHARE_OF_FIRST
    leading = sorted((part for part in best if best[part] > 0), key=lambda part: -best[part])[:_MOST_WORDS]
    return tuple(part for part in best if part in leading and best[part] >= bar)


def _scales(model: Model, sentence: str) -> dict[str, float]:
    return {group: model.groups[group] / sqrt(len(names) or 1) for group, names in features(sentence).items()}


def _worth(model: Model, words: list[str], label: int, scales: dict[str, float]) -> list[float]:
    def value(name: str) -> float:
        found = model.weights.get(name)
        return found[label] - sum(found) / len(found) if found else 0.0

    worth = [scales["pieces"] * sum(map(value, pieces(word))) for word in words]
    shape = [CLASS_OF.get(word, "_") for word in words]
    for start in range(len(words)):
        for size in range(1, min(_LONGEST_RUN, len(words) - start) + 1):
            run = value("a:" + " ".join(shape[start : start + size])) * scales["shapes"]
            if size <= 2:
                run += value("w:" + " ".join(words[start : start + size])) * scales["words"]
            for place in range(start, start + size):
                worth[place] += run / size
    return worth
