"""Log-odds of left-out rows to probabilities (Platt), every source of the same weight; and the thresholds."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from beforehand.listening.model import LABELS
from training.classes_data import Row

MEASURED = Path(__file__).with_name("classes_calibration.json")
THRESHOLDS = {"ask_update": 0.55, "complaint": 0.65}

Calibration = dict[str, tuple[float, float]]


def calibrated(rows: Sequence[Row], log_odds: Mapping[str, np.ndarray]) -> Calibration:
    """Slope and offset of each label from log-odds that models gave to rows of sources they had not seen."""
    return {label: _platt(rows, label, log_odds[label]) for label in LABELS}


def _platt(rows: Sequence[Row], label: str, log_odds: np.ndarray) -> tuple[float, float]:
    sizes = Counter(row.source for row in rows)
    weights = np.array([sizes[row.source] ** -0.5 for row in rows])
    regression = LogisticRegression(C=1e3).fit(
        log_odds.reshape(-1, 1), [row.label == label for row in rows], sample_weight=weights / weights.mean()
    )
    return round(float(regression.coef_[0, 0]), 3), round(float(regression.intercept_[0]), 3)


def chances(calibration: Calibration, label: str, log_odds: np.ndarray) -> np.ndarray:
    """The probabilities of a label."""
    slope, offset = calibration[label]
    return 1 / (1 + np.exp(-np.clip(slope * log_odds + offset, -30, 30)))


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Keep what was measured on left-out sources (it takes minutes) for the program that trains what ships."""
    path.write_text(json.dumps(calibration, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def read_calibration(path: Path = MEASURED) -> Calibration:
    """What write_calibration wrote."""
    return {
        label: (slope, offset)
        for label, (slope, offset) in json.loads(path.read_text(encoding="utf-8")).items()
    }
