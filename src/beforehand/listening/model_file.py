"""The file of a model: gzipped JSON, a byte a weight."""

import base64
import gzip
import json
import zlib
from array import array
from pathlib import Path
from typing import Any

from beforehand.listening.model import LABELS, Model, Odds

SHIPPED = Path(__file__).with_name("classes.json.gz")
STEPS = 127


class UnreadableModel(ValueError):
    """The file is not a model of this version."""


def save(model: Model, path: Path) -> None:
    """Write the model; the same model gives the same bytes."""
    path.write_bytes(packed(model))


def packed(model: Model) -> bytes:
    """The bytes of a model's file, weights rounded to 127 steps of the largest of their label."""
    names = sorted(model.weights)
    largest = [
        max((abs(model.weights[name][place]) for name in names), default=0.0) or 1.0
        for place in range(len(LABELS))
    ]
    steps = array(
        "b",
        (
            round(value / most * STEPS)
            for name in names
            for value, most in zip(model.weights[name], largest, strict=True)
        ),
    )
    content = {
        "labels": LABELS,
        "bias": model.bias,
        "calibration": model.calibration,
        "thresholds": model.thresholds,
        "largest": largest,
        "features": "\n".join(names),
        "weights": base64.b64encode(steps.tobytes()).decode(),
    }
    return gzip.compress(json.dumps(content, sort_keys=True).encode(), mtime=0)


def load(path: Path = SHIPPED) -> Model:
    """The model in a file that save wrote; raises UnreadableModel, which names the file and the remedy."""
    try:
        return _model(json.loads(gzip.decompress(path.read_bytes())))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        message = f"{path} is not a model of this version ({error}); make it again with: beforehand listen --retrain"
        raise UnreadableModel(message) from error


def _model(content: dict[str, Any]) -> Model:
    if tuple(content["labels"]) != LABELS:
        raise ValueError(f"its labels are {content['labels']}")
    steps = array("b", base64.b64decode(content["weights"]))
    names = content["features"].split("\n") if content["features"] else []
    if len(steps) != len(names) * len(LABELS):
        raise ValueError(f"{len(steps)} weights for {len(names)} features")
    # Each number and each triple of them is in memory once: a third of what the model would take.
    columns = []
    for place, most in enumerate(content["largest"]):
        worth = {step: step * most / STEPS for step in range(-STEPS, STEPS + 1)}
        columns.append([worth[step] for step in steps[place :: len(LABELS)]])
    triples: dict[Odds, Odds] = {}
    return Model(
        bias=tuple(content["bias"]),
        weights={
            name: triples.setdefault(triple, triple)
            for name, triple in zip(names, zip(*columns, strict=True), strict=True)
        },
        calibration={label: (slope, offset) for label, (slope, offset) in content["calibration"].items()},
        thresholds=dict(content["thresholds"]),
    )
