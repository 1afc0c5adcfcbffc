"""The labelled rows a model is trained and judged on: the shared ones, and our own."""

import json
from dataclasses import dataclass
from pathlib import Path

from training.classes_own import own_rows

OWN = "own"
OWN_EACH = 9000
SEED = 7
_KNOWN = {"commitment": "other"}  # promises are found elsewhere; here they are neither ask nor complaint


@dataclass(frozen=True, slots=True)
class Row:
    """A text, its label and the source it came from."""

    text: str
    label: str
    source: str


def shared_rows(folder: Path) -> list[Row]:
    """The rows of intent_dev.jsonl in the folder, in its order."""
    lines = (folder / "intent_dev.jsonl").read_text(encoding="utf-8").splitlines()
    found = map(json.loads, lines)
    return [Row(row["text"], _KNOWN.get(row["label"], row["label"]), row["source"]) for row in found]


def written_rows() -> list[Row]:
    """The rows grown from our own templates."""
    return [Row(text, label, OWN) for text, label in own_rows(OWN_EACH, SEED)]
