"""Train the weights by which a promise is heard: `python -m training.commitments`; the same bytes every time.

The sentences are our own (`commitments_sentences`); the rows of ../shared/data only judge (`commitments_judge`).
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from beforehand.listening import commitments
from beforehand.listening.commitment_marks import Marked, marked, plain
from training.commitments_sentences import sentences

WEIGHTS = Path(commitments.__file__).with_name("commitment_weights.json")
SEED, COUNT, ROUNDS, PENALTY, SMALLEST = 20261122, 6000, 4, 0.5, 0.02
FIRST_GUESS = ("will", "going", "bare_will", "expect", "passive", "let", "plan")


def fit(rows: list[tuple[str, bool]]) -> dict[str, float]:
    """Weights by mark; a promising sentence teaches by its most promising place, the others by every place."""
    promising = [places for text, promises in rows if promises and (places := marked(plain(text)))]
    others = [place for text, promises in rows if not promises for place in marked(plain(text))]
    chosen = [min(places, key=_rank) for places in promising]
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        weights = _regression(chosen, others)
        chosen = [
            max(places, key=lambda place: commitments.score(place.marks, weights)) for places in promising
        ]
    return weights


def _rank(place: Marked) -> int:
    kind = next(mark for mark in place.marks if mark.startswith("kind="))[5:]
    return FIRST_GUESS.index(kind) if kind in FIRST_GUESS else len(FIRST_GUESS)


def _regression(chosen: list[Marked], others: list[Marked]) -> dict[str, float]:
    vectors = DictVectorizer(dtype=np.float64)
    matrix = vectors.fit_transform(
        [dict.fromkeys(commitments.crossed(p.marks), 1.0) for p in (*chosen, *others)]
    )
    truth = np.array([1] * len(chosen) + [0] * len(others))
    model = LogisticRegression(C=PENALTY, max_iter=2000, tol=1e-8, class_weight="balanced").fit(matrix, truth)
    weights = {"": round(float(model.intercept_[0]), 3)}
    for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True):
        if abs(weight) >= SMALLEST:
            weights[str(name)] = round(float(weight), 3)
    return weights


def main() -> int:
    rows = sentences(COUNT, seed=SEED)
    weights = fit(rows)
    WEIGHTS.write_text(json.dumps(weights, indent=0, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    unheard = [text for text, promises in rows if promises and not marked(plain(text))]
    sys.stdout.write(
        f"{len(rows)} sentences, {len(weights)} weights, {len(unheard)} promises without a mark\n"
    )
    sys.stdout.writelines(f"  {text}\n" for text in unheard[:10])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
