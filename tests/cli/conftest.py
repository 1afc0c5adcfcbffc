"""The terminal as the cast uses it, on the Tuesday of the story."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from click.testing import CliRunner

if TYPE_CHECKING:  # pytest loads this file before Django knows its settings
    from tests.cast import Cast


@dataclass(frozen=True)
class Answered:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one line of JSON on stdout."""
        assert self.out.count("\n") == 1
        return json.loads(self.out)


Run = Callable[..., Answered]


@pytest.fixture
def run(db: None) -> Iterator[Run]:
    """Runs `beforehand` in this process; its clock stands at nine on that Tuesday."""
    from beforehand.main import roof
    from tests.cast import AT

    def run_command(*words: object, stdin: str = "") -> Answered:
        done = CliRunner().invoke(roof, [str(word) for word in words], input=stdin)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Answered(done.exit_code, done.stdout, done.stderr)

    with time_machine.travel(AT, tick=False):
        yield run_command


@pytest.fixture
def cast(run: Run) -> Cast:
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def rivera(cast: Cast) -> Callable[..., tuple[object, ...]]:
    """A command's words for Rivera Homes, since there are two offices."""
    return lambda *words: (*words, "--office", "Rivera Homes")
