"""Measure size and speed of what ships, and write docs/listening.md: python -m training.judge_speed --data FOLDER."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from beforehand.listening.hearing import hear, shipped
from beforehand.listening.model_file import SHIPPED, load
from beforehand.listening.reading import read
from training.classes_data import shared_rows
from training.judge_page import write_between

BEGIN, END = "<!-- speed: written by training.judge_speed -->", "<!-- speed: end -->"
_SHORT = 100
_ROUNDS = 5


def main() -> None:
    """Hear every tenth short message of the shared data, five times; the fastest round counts."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="the folder of intent_dev.jsonl")
    texts = [row.text for row in shared_rows(arguments.parse_args().data) if len(row.text) <= _SHORT][::10]
    loaded = min(_seconds(load) for _ in range(_ROUNDS))
    model = shipped()
    heard = min(_seconds(lambda: [hear(text) for text in texts]) for _ in range(_ROUNDS)) / len(texts) * 1000
    classes = (
        min(_seconds(lambda: [read(text, model) for text in texts]) for _ in range(_ROUNDS))
        / len(texts)
        * 1000
    )
    size, features = SHIPPED.stat().st_size / 1e6, len(model.weights)
    write_between(
        BEGIN,
        END,
        f"{size:.2f} MB, {features:,} features; loaded in {loaded:.2f} s. {heard:.2f} ms of processor time a message "
        f"for all of `hear`, {classes:.2f} ms of it the three detectors (mean of {len(texts)} messages of at most "
        f"{_SHORT} characters, the fastest of {_ROUNDS} rounds).",
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
