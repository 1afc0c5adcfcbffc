"""Measure the classes on sources left out, and write docs/listening.md: python -m training.judge --data FOLDER."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from beforehand.listening.model import LABELS
from training.classes_calibration import MEASURED, THRESHOLDS, calibrated, chances, write_calibration
from training.classes_data import Row, shared_rows, written_rows
from training.classes_fit import tabulated
from training.classes_left_out import left_out_odds
from training.judge_figures import calibration_table, judged, pooled_precision, source_table, wrong_table
from training.judge_page import write_between

BEGIN, END = "<!-- classes: written by training.judge -->", "<!-- classes: end -->"
_AT_LEAST = 20


def main() -> None:
    """Train without each source in turn (some minutes), write the calibration and the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="the folder of intent_dev.jsonl")
    data = arguments.parse_args().data
    table = tabulated([*shared_rows(data), *written_rows()])
    rows = shared_rows(data)
    log_odds = left_out_odds(table)
    write_calibration(calibrated(rows, log_odds), MEASURED)
    write_between(BEGIN, END, "\n\n".join(_classes(rows, log_odds)))


def _classes(rows: Sequence[Row], log_odds: dict[str, np.ndarray]) -> list[str]:
    nested = _nested(rows, log_odds)
    shipped_chances = {name: chances(calibrated(rows, log_odds), name, log_odds[name]) for name in LABELS}
    found = []
    for label, threshold in THRESHOLDS.items():
        heard = shipped_chances[label] >= threshold
        figures = [judged(rows, heard, label, source) for source in _sources(rows, label)]
        found += [
            f"### {label}, threshold {threshold}",
            source_table(figures),
            f"All {len({row.source for row in rows})} sources left out in turn and their rows put together "
            f"({len(rows)} rows): {pooled_precision(rows, heard, label)}",
            wrong_table(rows, heard, label),
        ]
    return [*found, "### Calibration", calibration_table(rows, nested)]


def _nested(rows: Sequence[Row], log_odds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Chances of each source by a calibration that has not seen it either."""
    found = {label: np.zeros(len(rows)) for label in LABELS}
    sources = np.array([row.source for row in rows])
    for source in sorted(set(sources)):
        others = np.flatnonzero(sources != source)
        seen = calibrated(
            [rows[place] for place in others], {name: log_odds[name][others] for name in LABELS}
        )
        for label in LABELS:
            own = sources == source
            found[label][own] = chances(seen, label, log_odds[label][own])
    return found


def _sources(rows: Sequence[Row], label: str) -> list[str]:
    holding = [row.source for row in rows if row.label == label]
    return sorted(source for source in set(holding) if holding.count(source) >= _AT_LEAST)


if __name__ == "__main__":
    main()
