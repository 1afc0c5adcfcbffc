"""Train the classes that ship: python -m training.classes --data ../shared/data/intent/dev."""

import argparse
from pathlib import Path

from beforehand.listening.model import SHIPPED, save
from training.classes_data import shared_rows, written_rows
from training.classes_fit import fitted


def main() -> None:
    """Train on everything and write the model."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="the folder of intent_dev.jsonl")
    arguments.add_argument("--out", type=Path, default=SHIPPED)
    chosen = arguments.parse_args()
    save(fitted([*shared_rows(chosen.data), *written_rows()]), chosen.out)


if __name__ == "__main__":
    main()
