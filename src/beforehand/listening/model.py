"""A linear classifier as plain data: its file, and what it says of one piece of text."""

import base64
import binascii
import gzip
import json
from array import array
from dataclasses import dataclass
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

from beforehand.listening.features import features

LABELS = ("ask_update", "complaint", "request_other", "other")
SHIPPED = Path(__file__).with_name("classes.json.gz")
_ODDS_LIMIT = 1e-6


class UnreadableModel(ValueError):
    """The file is not a model of ours."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights a feature for each of LABELS, and how its odds become chances (slope and offset a label)."""

    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    groups: dict[str, float]
    calibration: dict[str, tuple[float, float]]
    thresholds: dict[str, float]


def raw_chances(model: Model, text: str) -> tuple[float, ...]:
    """The model's own chances of LABELS for one sentence or message, before calibration; they sum to 1."""
    totals = list(model.bias)
    find = model.weights.get
    for group, names in features(text).items():
        if not names:
            continue
        sums = [0.0] * len(totals)
        for name in names:
            found = find(name)
            if found is not None:
                for index, weight in enumerate(found):
                    sums[index] += weight
        scale = model.groups[group] / sqrt(len(names))
        totals = [total + scale * part for total, part in zip(totals, sums, strict=True)]
    top = max(totals)
    powers = [exp(total - top) for total in totals]
    whole = sum(powers)
    return tuple(power / whole for power in powers)


def calibrated(model: Model, label: str, chance: float) -> float:
    """The chance as often right as it says, for a label the model knows."""
    slope, offset = model.calibration.get(label, (1.0, 0.0))
    kept = min(max(chance, _ODDS_LIMIT), 1 - _ODDS_LIMIT)
    return 1 / (1 + exp(-(slope * log(kept / (1 - kept)) + offset)))


def save(model: Model, path: Path) -> None:
    """Write the model, each weight in a byte; the same model gives the same bytes."""
    names = sorted(model.weights)
    largest = max((abs(value) for name in names for value in model.weights[name]), default=1.0) or 1.0
    steps = array("b", (round(value / largest * 127) for name in names for value in model.weights[name]))
    content = {
        "labels": LABELS,
        "bias": model.bias,
        "groups": model.groups,
        "calibration": model.calibration,
        "thresholds": model.thresholds,
        "largest": largest,
        "features": "\n".join(names),
        "weights": base64.b64encode(steps.tobytes()).decode(),
    }
    packed = gzip.compress(json.dumps(content, sort_keys=True).encode(), mtime=0)
    path.write_bytes(packed)


def load(path: Path = SHIPPED) -> Model:
    """The model in a file that save wrote; raises UnreadableModel with the place and the remedy."""
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
        return _model(content)
    except (OSError, EOFError, ValueError, KeyError, TypeError, binascii.Error) as error:
        message = (
            f"{path}: not a model of this version ({error}). Train it again with: beforehand listen --retrain"
        )
        raise UnreadableModel(message) from error


def _model(content: dict[str, Any]) -> Model:
    if tuple(content["labels"]) != LABELS:
        raise ValueError(f"labels {content['labels']}")
    steps = array("b", base64.b64decode(content["weights"]))
    names = content["features"].split("\n") if content["features"] else []
    if len(steps) != len(names) * len(LABELS):
        raise ValueError(f"{len(steps)} weights for {len(names)} features")
    unit = content["largest"] / 127
    values = [step * unit for step in steps]
    columns = (values[index :: len(LABELS)] for index in range(len(LABELS)))
    return Model(
        bias=tuple(content["bias"]),
        weights=dict(zip(names, zip(*columns, strict=True), strict=True)),
        groups=content["groups"],
        calibration={label: (pair[0], pair[1]) for label, pair in content["calibration"].items()},
        thresholds=content["thresholds"],
    )
