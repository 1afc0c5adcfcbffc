"""Rows to a model: logistic regression over the features, every source and label of a weight with the others."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from beforehand.listening.features import GROUPS, features
from beforehand.listening.model import LABELS, Model
from training.classes_data import Row

STRENGTH = 6.0
SEEN_AT_LEAST = 3
SMALLEST_SHARE = 0.01
NO_THRESHOLDS = {"ask_update": 0.5, "complaint": 0.5}


def fitted(rows: Sequence[Row]) -> Model:
    """A model of the rows, not calibrated yet; the same rows give the same model."""
    found = [features(row.text) for row in rows]
    seen = Counter(name for groups in found for names in groups.values() for name in set(names))
    column = {
        name: place
        for place, name in enumerate(sorted(n for n, times in seen.items() if times >= SEEN_AT_LEAST))
    }
    with threadpool_limits(1):
        regression = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3)
        regression.fit(_matrix(found, column), [row.label for row in rows], sample_weight=_weights(rows))
    order = [list(regression.classes_).index(label) for label in LABELS]
    table = regression.coef_[order].T
    smallest = np.abs(table).max() * SMALLEST_SHARE
    kept = {
        name: tuple(map(float, table[place]))
        for name, place in column.items()
        if np.abs(table[place]).max() > smallest
    }
    return Model(tuple(map(float, regression.intercept_[order])), kept, GROUPS, {}, NO_THRESHOLDS)


def _matrix(found: list[dict[str, list[str]]], column: dict[str, int]) -> sparse.csr_matrix:
    starts, columns, values = [0], [], []
    for groups in found:
        for group, names in groups.items():
            known = [column[name] for name in names if name in column]
            columns.extend(known)
            values.extend([GROUPS[group] / max(1, len(names)) ** 0.5] * len(known))
        starts.append(len(columns))
    matrix = sparse.csr_matrix((values, columns, starts), shape=(len(found), len(column)))
    matrix.sum_duplicates()
    return matrix


def _weights(rows: Sequence[Row]) -> np.ndarray:
    sizes = Counter((row.source, row.label) for row in rows)
    weights = np.array([sizes[row.source, row.label] ** -0.5 for row in rows])
    return weights / weights.mean()
