"""Train the classes that ship: python -m training.classes --data ../shared/data/intent/dev."""

import argparse
from dataclasses import replace
from pathlib import Path

from beforehand.listening.model import Model
from beforehand.listening.model_file import SHIPPED, save
from training.classes_calibration import THRESHOLDS, read_calibration
from training.classes_data import shared_rows, written_rows
from training.classes_fit import fitted, tabulated


def trained(data: Path) -> Model:
    """The model of every row of the shared data and of our own sentences, ready to ship."""
    table = tabulated([*shared_rows(data), *written_rows()])
    return replace(
        fitted(table, range(len(table.rows))), calibration=read_calibration(), thresholds=THRESHOLDS
    )


def main() -> None:
    """Train on everything and write the model."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="the folder of intent_dev.jsonl")
    arguments.add_argument("--out", type=Path, default=SHIPPED)
    chosen = arguments.parse_args()
    save(trained(chosen.data), chosen.out)


if __name__ == "__main__":
    main()
