"""How likely each label is for a whole message: read at once, and sentence by sentence."""

import re
from dataclasses import dataclass
from math import exp, log

from beforehand.listening.model import LABELS, Model, chance, odds
from beforehand.listening.sentences import sentences
from beforehand.listening.words import LONGEST_TEXT

_NAME = r"(?:[A-ZÀ-ÖØ-Þ]\.?|[A-ZÀ-ÖØ-Þ][\w'’-]+)"
# A line that is only a name, as below a letter, or the words before it, asks nothing.
_SIGN_OFF = re.compile(
    rf"{_NAME}(?:\s+(?:and\s+|&\s*)?{_NAME}){{0,3}},?"
    r"|(?:(?:kind|best|warm|many)\s+)?(?:best|regards|wishes|cheers|sincerely|yours)[\s,!]*",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """For a label: its log-odds, its calibrated probability, and the sentence that speaks most for it."""

    log_odds: float
    probability: float
    sentence: str


def read(said: str, model: Model) -> dict[str, Reading]:
    """A reading of the first 6,000 characters of a stripped message for each of LABELS."""
    said = said[:LONGEST_TEXT]
    parts = [part for part in sentences(said) if not _SIGN_OFF.fullmatch(part)] or [said]
    whole = odds(model, said)
    found = [odds(model, part) for part in parts] if len(parts) > 1 else [whole]
    readings = {}
    for place, label in enumerate(LABELS):
        each = [part[place] for part in found]
        best = max(range(len(each)), key=each.__getitem__)
        together = max(whole[place], _joined(label, each))
        readings[label] = Reading(together, chance(model, label, together), parts[best])
    return readings


def _joined(label: str, each: list[float]) -> float:
    """One sentence is enough to ask; of a complaint every sentence adds to the others."""
    if label == "complaint" and len(each) > 1:
        most = max(each)
        return most + log(sum(exp(one - most) for one in each))
    return max(each)
