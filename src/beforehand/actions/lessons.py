"""Learning what an office corrected: its own model, in a file beside the database."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from beforehand.listening.hearing import hear, shipped
from beforehand.listening.learning import learn
from beforehand.listening.model import Model
from beforehand.listening.model_file import UnreadableModel, load, save
from beforehand.queries.lessons import ear_file, is_of_this_version, lessons, taught


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text that was corrected: the label a person gave it, the one it had before learning, the one it has now."""

    words: str
    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Retrained:
    """How many corrections there were, what became of each text, and the file that hears so; None without any."""

    count: int
    texts: tuple[Corrected, ...] = ()
    file: Path | None = None


def retrain(office_id: int, *, at: datetime) -> Retrained:
    """Learns all corrections of an office on top of the shipped model; the file is replaced whole, as of `at`."""
    given = lessons(office_id)
    if not given:
        return Retrained(0)
    file = ear_file(office_id)
    before = _heard_with(file)
    _write(learn(given, shipped()), file, at)
    now = load(file)
    texts = tuple(
        Corrected(words, label, hear(words, model=before).label, hear(words, model=now).label)
        for words, label in dict(given).items()
    )
    return Retrained(len(given), texts, file)


def retrain_where_new(*, at: datetime) -> list[int]:
    """Retrains for each office that has corrected something since, or whose model is not of this version; which."""
    found = []
    for office_id, last in taught():
        file = ear_file(office_id)
        is_new = not file.exists() or file.stat().st_mtime <= last.timestamp()
        if is_new or _heard_with(file) is shipped():
            retrain(office_id, at=at)
            found.append(office_id)
    return found


def _heard_with(file: Path) -> Model:
    """The office's model, or where it has none that can be used, the shipped one."""
    try:
        own = load(file)
    except UnreadableModel:
        return shipped()
    return own if is_of_this_version(own) else shipped()


def _write(model: Model, file: Path, at: datetime) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        save(model, fresh)
        fresh.chmod(0o600)  # its words are the clients'
        os.utime(fresh, (at.timestamp(), at.timestamp()))
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
