"""The training of the classes: the same sentences and the same model every time."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from beforehand.listening.hearing import shipped
from beforehand.listening.model import LABELS
from beforehand.listening.model_file import packed
from beforehand.listening.words import tokens

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "intent" / "dev"

pytest.importorskip("sklearn", reason="scikit-learn trains; it is not needed to listen")

from training.classes_calibration import MEASURED, THRESHOLDS  # noqa: E402
from training.classes_data import OWN, Row, shared_rows  # noqa: E402
from training.classes_fit import fitted, tabulated  # noqa: E402
from training.classes_own import own_rows  # noqa: E402


def test_the_same_seed_grows_the_same_sentences_of_every_label() -> None:
    once = own_rows(60, seed=3)
    assert once == own_rows(60, seed=3)
    assert once != own_rows(60, seed=4)
    assert {label for _, label in once} == {*LABELS, "other"}


def test_no_slot_of_a_template_stays_empty() -> None:
    assert [text for text, _ in own_rows(1500, seed=5) if set(text) & set("{}[]|@")] == []


def test_the_same_rows_give_the_same_bytes() -> None:
    table = tabulated([Row(text, label, OWN) for text, label in own_rows(150, seed=3)])
    everything = range(len(table.rows))
    ready = [replace(fitted(table, everything), calibration={}, thresholds=THRESHOLDS) for _ in range(2)]
    assert packed(ready[0]) == packed(ready[1])
    assert ready[0].weights


def test_what_ships_is_calibrated_as_measured() -> None:
    measured = {
        label: tuple(pair) for label, pair in json.loads(MEASURED.read_text(encoding="utf-8")).items()
    }
    assert (shipped().calibration, shipped().thresholds) == (measured, THRESHOLDS)


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside this repository")
def test_hardly_any_of_our_longer_sentences_stands_in_the_shared_data() -> None:
    theirs = {tuple(tokens(row.text)) for row in shared_rows(DATA)}
    ours = [words for text, _ in own_rows(1000, seed=7) if len(words := tuple(tokens(text))) >= 6]
    assert sum(words in theirs for words in ours) < len(ours) / 200
