"""The figures of the judge and the tables they stand in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beforehand.listening.model import LABELS
from training.classes_data import Row

_DRAWS = 2000
_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """How one label was heard in one source left out: its size, precision, recall, and F1 of every bootstrap draw."""

    source: str
    positives: int
    negatives: int
    precision: float
    recall: float
    f1: float
    draws: np.ndarray


def judged(rows: Sequence[Row], heard: np.ndarray, label: str, source: str) -> Judged:
    """The figures of one source; the draws are of its rows with replacement, with a fixed seed."""
    own = [place for place, row in enumerate(rows) if row.source == source]
    true = np.array([rows[place].label == label for place in own])
    said = heard[own]
    picks = np.random.default_rng(1).integers(0, len(own), (_DRAWS, len(own)))
    hits, all_said, all_true = ((part[picks].sum(axis=1)) for part in (true & said, said, true))
    precision, recall = (true & said).sum() / max(1, said.sum()), (true & said).sum() / max(1, true.sum())
    f1 = 2 * (true & said).sum() / max(1, said.sum() + true.sum())
    draws = 2 * hits / np.maximum(1, all_said + all_true)
    return Judged(
        source, int(true.sum()), int((~true).sum()), float(precision), float(recall), float(f1), draws
    )


def source_table(figures: Sequence[Judged]) -> str:
    """A line a source and the mean of their F1, each with its 95 % bootstrap interval."""
    lines = [
        "| source left out | n of the class | other rows | precision | recall | F1 | 95 % interval |",
        "| --- |" + " ---: |" * 6,
    ]
    for one in figures:
        precision = f"{one.precision:.2f}" if one.negatives else "1 (holds nothing else)"
        counts = f"{one.positives} | {one.negatives}"
        lines.append(
            f"| {one.source} | {counts} | {precision} | {one.recall:.2f} | {one.f1:.3f} | {_interval(one.draws)} |"
        )
    mean = float(np.mean([one.f1 for one in figures]))
    draws = np.mean([one.draws for one in figures], axis=0)
    counts = f"{sum(one.positives for one in figures)} | {sum(one.negatives for one in figures)}"
    lines.append(f"| **mean of {len(figures)}** | {counts} | | | **{mean:.3f}** | {_interval(draws)} |")
    return "\n".join(lines)


def _interval(draws: np.ndarray) -> str:
    low, high = np.percentile(draws, [2.5, 97.5])
    return f"{low:.3f} to {high:.3f}"


def pooled_precision(rows: Sequence[Row], heard: np.ndarray, label: str) -> str:
    """Precision and recall over the rows of all sources together."""
    true = np.array([row.label == label for row in rows])
    hits = int((true & heard).sum())
    return (
        f"precision {hits / max(1, heard.sum()):.2f} ({hits} of {int(heard.sum())} heard), "
        f"recall {hits / max(1, true.sum()):.2f} ({hits} of {int(true.sum())})."
    )


def wrong_table(rows: Sequence[Row], heard: np.ndarray, label: str) -> str:
    """For every source what was missed and what was heard in error, by its true label."""
    missed = Counter(
        row.source for row, said in zip(rows, heard, strict=True) if row.label == label and not said
    )
    false = Counter(
        (row.source, row.label) for row, said in zip(rows, heard, strict=True) if row.label != label and said
    )
    lines = ["| source | missed | heard in error (true label) |", "| --- | ---: | --- |"]
    for source in sorted({row.source for row in rows}):
        errors = ", ".join(
            f"{true} {false[source, true]}"
            for true in ("ask_update", "complaint", "request_other", "other")
            if false[source, true]
        )
        if errors or missed[source]:
            lines.append(f"| {source} | {missed[source]} | {errors or '0'} |")
    return "\n".join(lines)


def calibration_table(rows: Sequence[Row], chances: dict[str, np.ndarray]) -> str:
    """Brier score, the same for always saying the share of the label, and expected calibration error in ten bins."""
    lines = [
        "| label | Brier score | of always saying its share | expected calibration error | n |",
        "| --- |" + " ---: |" * 4,
    ]
    for label in LABELS:
        true = np.array([row.label == label for row in rows], dtype=float)
        said = chances[label]
        bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
        error = sum(
            abs(true[bins == one].mean() - said[bins == one].mean()) * (bins == one).mean()
            for one in set(bins)
        )
        brier, base = np.mean((said - true) ** 2), np.mean((true.mean() - true) ** 2)
        lines.append(f"| {label} | {brier:.3f} | {base:.3f} | {error:.3f} | {len(rows)} |")
    return "\n".join(lines)
