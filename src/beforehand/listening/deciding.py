"""The words that decided: what each word of a sentence adds to a label, by the features it is part of."""

from math import sqrt

from beforehand.listening.features import LONGEST_RUN
from beforehand.listening.lexicon import CLASS_OF
from beforehand.listening.model import GROUPS, LABELS, Model, pieces_of
from beforehand.listening.words import written

_MOST_WORDS = 4
_SHARE_OF_FIRST = 0.35
_LONGEST_SENTENCE = 60


def deciding_words(model: Model, sentence: str, label: str) -> tuple[str, ...]:
    """Up to four words as written, in order, that spoke most for the label; () where none did."""
    read_as = [(part, word) for part, words in written(sentence) for word in words][:_LONGEST_SENTENCE]
    worth = _worth(model, [word for _, word in read_as], LABELS.index(label))
    best: dict[str, float] = {}
    for (part, _), value in zip(read_as, worth, strict=True):
        if value > 0 and part[0].isalpha():
            best[part] = max(best.get(part, 0.0), value)
    leading = sorted(best, key=lambda part: -best[part])[:_MOST_WORDS]
    return tuple(
        part for part in best if part in leading and best[part] >= best[leading[0]] * _SHARE_OF_FIRST
    )


def _worth(model: Model, words: list[str], label: int) -> list[float]:
    """What each word adds by its pieces, by itself and in the pairs it stands in, half of a pair to each."""
    count, worth = 0, []
    for word in words:
        many, parts = pieces_of(model, word)
        count += many
        worth.append(parts[label])
    scale = GROUPS["pieces"] / sqrt(count or 1)
    worth = [scale * part for part in worth]
    shape = [CLASS_OF.get(word, "_") for word in words]
    for prefix, items, group, longest in (("w:", words, "words", 2), ("a:", shape, "shapes", LONGEST_RUN)):
        scale = GROUPS[group] / sqrt(longest * len(items) or 1)
        for place, item in enumerate(items):
            alone = model.weights.get(prefix + item)
            if alone:
                worth[place] += scale * alone[label]
            pair = model.weights.get(f"{prefix}{item} {items[place + 1]}") if place + 1 < len(items) else None
            if pair:
                worth[place] += scale * pair[label] / 2
                worth[place + 1] += scale * pair[label] / 2
    return worth
