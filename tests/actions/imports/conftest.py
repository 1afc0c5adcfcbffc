"""What every test of imports has: the cast, and files to bring."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def office(db: None, tmp_path: Path) -> Any:
    from tests.actions.imports.bringing import Office
    from tests.cast import Cast

    return Office(Cast(), tmp_path)
