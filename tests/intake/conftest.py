"""The cast and a real Dovecot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.dovecot import Dovecot, running

if TYPE_CHECKING:  # pytest loads this file before Django knows its settings
    from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    with running() as server:
        yield server
