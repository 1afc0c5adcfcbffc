"""Rows to a model: one logistic regression a label over the features, sources weighed against each other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from beforehand.listening.features import features
from beforehand.listening.model import GROUPS, LABELS, Model
from beforehand.listening.model_file import STEPS
from training.classes_data import OWN, Row

SEEN_AT_LEAST = 3
SMALLEST_STEP = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How strongly the rows speak against the prior, how sources of many rows are damped, what our own rows weigh."""

    strength: float
    damping: float
    own: float


SETTINGS: Mapping[str, Settings] = {
    "ask_update": Settings(strength=1.5, damping=0.8, own=1.0),
    "complaint": Settings(strength=2.0, damping=0.7, own=3.0),
    "request_other": Settings(strength=1.5, damping=0.7, own=1.0),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and their features: a line a row, a column a feature that was seen at least three times."""

    rows: Sequence[Row]
    matrix: sparse.csr_matrix
    names: list[str]


def tabulated(rows: Sequence[Row]) -> Table:
    """The table of the rows, columns in the order of their names."""
    found = [features(row.text) for row in rows]
    seen = Counter(name for groups in found for names in groups.values() for name in set(names))
    names = sorted(name for name, times in seen.items() if times >= SEEN_AT_LEAST)
    column = {name: place for place, name in enumerate(names)}
    starts, columns, values = [0], [], []
    for groups in found:
        for group, having in groups.items():
            known = [column[name] for name in having if name in column]
            columns.extend(known)
            values.extend([GROUPS[group] / max(1, len(having)) ** 0.5] * len(known))
        starts.append(len(columns))
    matrix = sparse.csr_matrix((values, columns, starts), shape=(len(rows), len(names)))
    matrix.sum_duplicates()
    return Table(rows, matrix, names)


def fitted(table: Table, taken: Sequence[int]) -> Model:
    """A model of the rows taken, weights on the grid of its file, not calibrated yet; deterministic."""
    rows = [table.rows[place] for place in taken]
    matrix = table.matrix[np.asarray(taken)]
    regressions = [_regression(matrix, rows, label) for label in LABELS]
    weights = np.stack([_stepped(regression.coef_[0]) for regression in regressions], axis=1)
    kept = np.flatnonzero(np.abs(weights).max(axis=1))
    return Model(
        bias=tuple(round(float(regression.intercept_[0]), 4) for regression in regressions),
        weights={table.names[place]: tuple(map(float, weights[place])) for place in kept},
        calibration={},
        thresholds={},
    )


def _regression(matrix: sparse.csr_matrix, rows: Sequence[Row], label: str) -> LogisticRegression:
    settings = SETTINGS[label]
    with threadpool_limits(1):
        regression = LogisticRegression(C=settings.strength, max_iter=200, tol=1e-3)
        return regression.fit(
            matrix, [row.label == label for row in rows], sample_weight=_weights(rows, settings)
        )


def _weights(rows: Sequence[Row], settings: Settings) -> np.ndarray:
    sizes = Counter((row.source, row.label) for row in rows)
    weights = np.array([sizes[row.source, row.label] ** (settings.damping - 1) for row in rows])
    weights[[row.source == OWN for row in rows]] *= settings.own
    return weights / weights.mean()


def _stepped(values: np.ndarray) -> np.ndarray:
    step = np.abs(values).max() / STEPS
    return np.where(np.abs(values) < step * SMALLEST_STEP, 0.0, np.round(values / step)) * step
