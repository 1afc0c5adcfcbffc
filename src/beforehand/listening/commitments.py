"""What the writer of a message promises to do."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from beforehand.listening.commitment_marks import TIME, Marked, marked, plain
from beforehand.listening.commitment_sentences import sentences
from beforehand.listening.due_times import due

THRESHOLD = 0.5
LONGEST = 200  # characters of a promise that are kept
_CLAUSE = re.compile(r"(?:[;\u2013\u2014]|, (?:but|and|so)\b|\s(?:but|and then)\s)\s*")


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise of the writer: the words, when it falls due (UTC, None if not said), how sure we are and why."""

    text: str
    due_at: datetime | None
    probability: float
    why: tuple[str, ...]


def find(text: str, *, at: datetime | None, zone: str) -> Commitment | None:
    """The likeliest promise in a stripped message, or None; of equals the first.

    `at` (aware) is when it was written and `zone` the IANA zone its writer lives in; without `at` nothing falls due.
    """
    best: tuple[float, str, str, Marked] | None = None
    for sentence in sentences(text):
        lowered = plain(sentence)
        for place in marked(lowered):
            probability = _probability(place)
            if probability >= THRESHOLD and (best is None or probability > best[0] + 0.05):
                best = (probability, sentence, lowered, place)
    if best is None:
        return None
    probability, sentence, lowered, place = best
    due_at = _due(lowered, place, at, zone) if at else None
    return Commitment(_shortened(sentence, place), due_at, round(probability, 3), _why(lowered, place))


def crossed(marks: Iterable[str]) -> list[str]:
    """The marks, and each beside the kind of promise and the kind of deed."""
    alone = sorted(marks)
    pairs = [f"{lead}&{mark}" for lead in alone if "=" in lead for mark in alone if lead < mark]
    return alone + pairs


def score(marks: Iterable[str], weights: Mapping[str, float]) -> float:
    """The log odds that these marks are those of a promise."""
    return weights.get("", 0.0) + sum(weights.get(name, 0.0) for name in crossed(marks))


def _probability(place: Marked) -> float:
    return 1 / (1 + math.exp(-score(place.marks, _weights())))


@cache
def _weights() -> dict[str, float]:
    read = files("beforehand.listening").joinpath("commitment_weights.json").read_text("utf-8")
    return {str(name): float(weight) for name, weight in json.loads(read).items()}


def _due(lowered: str, place: Marked, at: datetime, zone: str) -> datetime | None:
    """The day named after the promise, or else before it: "I am out today but will call tomorrow"."""
    return due(lowered[place.start :], at=at, zone=zone) or due(lowered[: place.start], at=at, zone=zone)


def _shortened(sentence: str, place: Marked) -> str:
    """The sentence, or of a long one what begins with the promise."""
    text = " ".join(sentence.split())
    if len(text) <= LONGEST:
        return text
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, place.start)), default=0)
    if place.end - start > LONGEST // 2:
        start = place.start
    text = text[start:]
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _why(lowered: str, place: Marked) -> tuple[str, ...]:
    """The words of the promise, and of its time if that was one reason."""
    words = (lowered[place.start : place.end].strip(),)
    said = TIME.search(lowered, place.end) if "time" in place.marks else None
    return (*words, said[0]) if said else words
