"""The ear of an office: what it learned from its own corrections, or the shipped one."""

import logging
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from beforehand.listening import hearing
from beforehand.listening.model import Model
from beforehand.listening.model_file import UnreadableModel, load
from beforehand.queries.lessons import ear_file, is_of_this_version

Ear = Callable[..., hearing.Heard]
log = logging.getLogger("beforehand.listening")

_MOST_KEPT = 4  # a model takes some 6 MB of memory


def ear_of(office_id: int) -> Ear:
    """How this office hears: by the model in its file as it is now, else by the shipped one."""
    file = ear_file(office_id)
    try:
        found = file.stat()
    except OSError:
        return hearing.hear
    model = _read(file, found.st_mtime_ns, found.st_ino)
    return partial(hearing.hear, model=model) if model else hearing.hear


@lru_cache(maxsize=_MOST_KEPT)
def _read(file: Path, *_of_this_writing: int) -> Model | None:
    try:
        model = load(file)
    except UnreadableModel as fault:
        log.warning("%s. The shipped model listens meanwhile.", fault)
        return None
    if not is_of_this_version(model):
        log.warning("%s is of another version: the shipped model listens until the night's learning.", file)
        return None
    return model
