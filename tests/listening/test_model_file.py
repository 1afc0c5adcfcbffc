"""The file of a model: what ships, what is written, what is refused."""

import gzip
import json
from pathlib import Path

import pytest

from beforehand.listening.hearing import hear, shipped
from beforehand.listening.model_file import SHIPPED, UnreadableModel, load, packed, save


def test_what_ships_is_small() -> None:
    assert SHIPPED.stat().st_size < 1_500_000
    assert len(shipped().weights) < 150_000


def test_a_saved_model_is_read_back_and_saves_to_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "ours.json.gz"
    save(shipped(), path)
    again = load(path)
    assert again == shipped()
    assert packed(again) == path.read_bytes()
    assert path.read_bytes() == SHIPPED.read_bytes()


def test_an_office_hears_with_its_own_model(tmp_path: Path) -> None:
    path = tmp_path / "ours.json.gz"
    save(shipped(), path)
    assert hear("Any news from the lender?", model=load(path)) == hear("Any news from the lender?")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not gzip",
        gzip.compress(b"not json"),
        gzip.compress(b"{}"),
        gzip.compress(json.dumps({"labels": ["a"]}).encode()),
        SHIPPED.read_bytes()[:1000],
    ],
)
def test_a_file_that_is_no_model_is_refused_with_the_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.json.gz"
    path.write_bytes(content)
    with pytest.raises(
        UnreadableModel, match=r"broken\.json\.gz is not a model .* beforehand listen --retrain"
    ):
        load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableModel, match=r"absent\.json\.gz"):
        load(tmp_path / "absent.json.gz")
