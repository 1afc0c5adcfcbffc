"""What a message is: an ask for news, a complaint, a promise, another request, or none of them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import prod

from beforehand.listening.commitments import Commitment, find
from beforehand.listening.deciding import deciding_words
from beforehand.listening.model import Model
from beforehand.listening.model_file import load
from beforehand.listening.reading import Reading, read
from beforehand.listening.stripping import strip

LONGEST_MESSAGE = 40_000
LONGEST_WORDS = 200
_DETECTED = ("ask_update", "complaint")
_AS_LIKELY_AS_NOT = 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """A label, its calibrated probability, the words that decided and the sentence (200 characters) they are in."""

    label: str
    probability: float
    why: tuple[str, ...]
    commitment: Commitment | None
    words: str


@cache
def shipped() -> Model:
    """The model in the package, read once."""
    return load()


def hear(text: str, *, at: datetime | None = None, zone: str = "UTC", model: Model | None = None) -> Heard:
    """What the writer of `text` wants; `at` is when they wrote it (aware), `zone` theirs, `model` an office's own.

    Any text is heard; of a longer one the first 40,000 characters, without quoted mails and signature.
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
    if label == "other":
        return Heard(
            label, _none_of(readings, commitment), (), commitment, said.split("\n", 1)[0][:LONGEST_WORDS]
        )
    reading = readings[label]
    why = deciding_words(using, reading.sentence, label)
    return Heard(label, reading.probability, why, commitment, reading.sentence[:LONGEST_WORDS])


def decide(readings: dict[str, Reading], commitment: Commitment | None, model: Model) -> str:
    """The surer of ask and complaint if over its threshold; else the surer of promise and request; else other."""
    over = [label for label in _DETECTED if readings[label].probability >= model.thresholds[label]]
    if over:
        return max(over, key=lambda label: readings[label].probability)
    rest = {"request_other": readings["request_other"].probability}
    if commitment:
        rest["commitment"] = commitment.probability
    likeliest = max(rest, key=rest.__getitem__)
    return likeliest if rest[likeliest] >= _AS_LIKELY_AS_NOT else "other"


def _none_of(readings: dict[str, Reading], commitment: Commitment | None) -> float:
    promised = commitment.probability if commitment else 0.0
    return (1 - promised) * prod(1 - reading.probability for reading in readings.values())
