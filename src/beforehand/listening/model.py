"""Three detectors as plain data: what they say of a piece of text, and how sure that is."""

from dataclasses import dataclass, field
from math import exp, sqrt

from beforehand.listening.features import named, pieces
from beforehand.listening.words import tokens

LABELS = ("ask_update", "complaint", "request_other")
GROUPS = {"words": 1.0, "shapes": 1.0, "pairs": 0.7, "pieces": 0.7}
_MOST_REMEMBERED = 20_000

Odds = tuple[float, ...]
"""A log-odds for each of LABELS."""


@dataclass(frozen=True, slots=True)
class Model:
    """A weight of every feature for each of LABELS; slope and offset that turn log-odds into chances; thresholds."""

    bias: Odds
    weights: dict[str, Odds]
    calibration: dict[str, tuple[float, float]]
    thresholds: dict[str, float]
    pieces_of: dict[str, tuple[int, Odds]] = field(default_factory=dict, compare=False, repr=False)


def odds(model: Model, text: str) -> Odds:
    """The log-odds of each label for one sentence or message, before calibration."""
    words = tokens(text)
    parts = [(group, len(names), summed(model, names)) for group, names in named(words).items()]
    of_words = [pieces_of(model, word) for word in dict.fromkeys(words)]
    sums = [sum(column) for column in zip(*(odds for _, odds in of_words), strict=True)] or [0.0] * len(
        LABELS
    )
    parts.append(("pieces", sum(many for many, _ in of_words), sums))
    ask, complaint, request = model.bias
    for group, many, (asks, complaints, requests) in parts:
        scale = GROUPS[group] / sqrt(many or 1)
        ask += scale * asks
        complaint += scale * complaints
        request += scale * requests
    return (ask, complaint, request)


def summed(model: Model, names: list[str]) -> list[float]:
    """The weights of the features together, a sum for each label."""
    ask = complaint = request = 0.0
    find = model.weights.get
    for name in names:
        found = find(name)
        if found is not None:
            ask += found[0]
            complaint += found[1]
            request += found[2]
    return [ask, complaint, request]


def chance(model: Model, label: str, log_odds: float) -> float:
    """The probability that the label is right, given its log-odds."""
    slope, offset = model.calibration.get(label, (1.0, 0.0))
    return 1 / (1 + exp(-max(-30.0, min(30.0, slope * log_odds + offset))))


def pieces_of(model: Model, word: str) -> tuple[int, Odds]:
    """How many pieces a word has and what their weights sum to; remembered, as most words come again."""
    known = model.pieces_of.get(word)
    if known is None:
        if len(model.pieces_of) >= _MOST_REMEMBERED:
            model.pieces_of.clear()
        names = pieces(word)
        known = model.pieces_of[word] = (len(names), tuple(summed(model, names)))
    return known
