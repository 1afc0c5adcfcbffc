"""What an office corrected, learned on top of the shipped weights; no library, no randomness."""

from collections.abc import Iterable, Iterator
from math import log, sqrt

from beforehand.listening.features import features
from beforehand.listening.model import GROUPS, LABELS, Model, odds
from beforehand.listening.model_file import load, save
from beforehand.listening.sentences import sentences
from beforehand.listening.stripping import strip

__all__ = ["CORRECTABLE", "UnknownLabel", "learn", "load", "save"]

CORRECTABLE = (*LABELS, "commitment", "other")
_ROUNDS = 10
_MARGIN = 1.5
_SHARES = {"words": 1.0, "shapes": 0.5, "pairs": 0.2, "pieces": 0.5}


class UnknownLabel(ValueError):
    """A correction names a label that nothing is heard as."""


def learn(corrections: Iterable[tuple[str, str]], model: Model) -> Model:
    """A new model that hears each corrected text as its label and others as before, as far as they are unlike it.

    The smallest changes that put every text on its side of the line by a margin, in the order given; the later of two
    corrections of one text counts. Raises UnknownLabel.
    """
    wanted: dict[str, str] = {}
    for number, (text, label) in enumerate(corrections, start=1):
        if label not in CORRECTABLE:
            raise UnknownLabel(f"correction {number}: label {label!r} is none of {', '.join(CORRECTABLE)}")
        wanted[strip(text).strip()] = label
    learned = Model(model.bias, dict(model.weights), model.calibration, model.thresholds)
    for _ in range(_ROUNDS):
        changes = [_corrected(learned, text, label) for text, label in wanted.items()]
        if not any(changes):
            break
    return learned


def _corrected(model: Model, text: str, label: str) -> bool:
    changed = False
    parts = dict.fromkeys([text, *sentences(text)])
    for place, name in enumerate(LABELS):
        line = _line(model, name)
        found = [(part, odds(model, part)[place]) for part in parts]
        if name == label:
            best, most = max(found, key=lambda one: one[1])
            steps = [(best, line + _MARGIN - most)]
        else:
            steps = [(part, line - _MARGIN - value) for part, value in found]
        for part, step in steps:
            if (name == label) == (step > 0) and step:
                _shift(model, part, place, step)
                changed = True
    return changed


def _line(model: Model, label: str) -> float:
    """The log-odds at which a label begins to be heard."""
    slope, offset = model.calibration.get(label, (1.0, 0.0))
    threshold = model.thresholds.get(label, 0.5)
    return (log(threshold / (1 - threshold)) - offset) / slope


def _shift(model: Model, part: str, place: int, step: float) -> None:
    """Move the log-odds of one part by `step`, in as few and small changes as do it."""
    moves = list(_moves(part))
    size = sum(value * share for _, value, share in moves)
    if not size:
        return
    for name, _, share in moves:
        weights = list(model.weights.get(name, (0.0,) * len(LABELS)))
        weights[place] += step * share / size
        model.weights[name] = tuple(weights)
    model.pieces_of.clear()


def _moves(part: str) -> Iterator[tuple[str, float, float]]:
    """Each feature with its value and its share of a change."""
    for group, names in features(part).items():
        for name in names:
            value = GROUPS[group] / sqrt(len(names))
            yield name, value, value * _SHARES[group]
