"""What a message is: an ask for news, a complaint, a promise, another request, or none of them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from beforehand.listening.commitments import Commitment, find
from beforehand.listening.deciding import deciding_words
from beforehand.listening.model import LABELS, Model, calibrated, load, raw_chances
from beforehand.listening.sentences import sentences
from beforehand.listening.stripping import strip

LONGEST_MESSAGE = 40_000
LONGEST_WORDS = 200
_DETECTED = ("ask_update", "complaint")
_SURE_COMMITMENT = 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """A label, its calibrated probability, the words that decided and the sentence (200 characters) they are in."""

    label: str
    probability: float
    why: tuple[str, ...]
    commitment: Commitment | None
    words: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """For a label, the highest chance any part of the message gives it, and that part."""

    chance: float
    part: str


@cache
def shipped() -> Model:
    """The model in the package, read once."""
    return load()


def hear(text: str, *, at: datetime | None = None, zone: str = "UTC", model: Model | None = None) -> Heard:
    """What the writer of `text` wants; `at` is when they wrote it (aware), `zone` theirs, `model` an office's own.

    Any text is heard: of a longer one the first 40,000 characters, without quoted mails and signature.
    """
    said = strip(text[:LONGEST_MESSAGE]).strip()
    if not said:
        return Heard("other", 1.0, (), None, "")
    using = model or shipped()
    readings = read(said, using)
    commitment = find(said, at=at, zone=zone)
    label = decide(readings, commitment, using)
    if label == "commitment" and commitment:
        return Heard(
            label, commitment.probability, commitment.why, commitment, commitment.text[:LONGEST_WORDS]
        )
    reading = readings[label]
    why = () if label == "other" else deciding_words(using, reading.part, label)
    return Heard(label, reading.chance, why, commitment, reading.part[:LONGEST_WORDS])


def read(said: str, model: Model) -> dict[str, _Reading]:
    """For each label of the model the highest calibrated chance, over the whole message and its sentences."""
    parts = sentences(said)
    whole = raw_chances(model, said)
    chances = [raw_chances(model, part) for part in parts] if len(parts) > 1 else [whole]
    found = {}
    for index, label in enumerate(LABELS):
        best = max(range(len(chances)), key=lambda place: chances[place][index])
        chance = max(whole[index], chances[best][index]) if label in _DETECTED else whole[index]
        found[label] = _Reading(calibrated(model, label, chance), parts[best] if parts else said)
    return found


def decide(readings: dict[str, _Reading], commitment: Commitment | None, model: Model) -> str:
    """The surer of ask and complaint if over its threshold; else a promise, a request or nothing, the likeliest."""
    over = [label for label in _DETECTED if readings[label].chance >= model.thresholds[label]]
    if over:
        return max(over, key=lambda label: readings[label].chance)
    likely = "request_other" if readings["request_other"].chance >= readings["other"].chance else "other"
    if commitment and commitment.probability >= max(
        _SURE_COMMITMENT, readings[likely].chance * (likely != "other")
    ):
        return "commitment"
    return likely
