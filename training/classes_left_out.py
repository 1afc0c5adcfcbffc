"""Every row read by a model that has seen nothing of its source: what judging and calibration stand on."""

from collections.abc import Sequence

import numpy as np

from beforehand.listening.model import LABELS, Model
from beforehand.listening.reading import read
from beforehand.listening.words import tokens
from training.classes_data import OWN, Row
from training.classes_fit import Table, fitted


def left_out_odds(table: Table) -> dict[str, np.ndarray]:
    """For each label the log-odds of every row that is not our own, in order, its source left out of the training.

    Our own sentences that say word for word what a row of the left-out source says are left out with it.
    """
    rows = [row for row in table.rows if row.source != OWN]
    words = [tuple(tokens(row.text)) for row in table.rows]
    log_odds = {label: np.zeros(len(rows)) for label in LABELS}
    for source in sorted({row.source for row in rows}):
        left_out = {words[place] for place, row in enumerate(table.rows) if row.source == source}
        taken = [
            place
            for place, row in enumerate(table.rows)
            if row.source != source and not (row.source == OWN and words[place] in left_out)
        ]
        _read_into(log_odds, rows, source, fitted(table, taken))
    return log_odds


def _read_into(log_odds: dict[str, np.ndarray], rows: Sequence[Row], source: str, model: Model) -> None:
    for place, row in enumerate(rows):
        if row.source == source:
            for label, reading in read(row.text, model).items():
                log_odds[label][place] = reading.log_odds
