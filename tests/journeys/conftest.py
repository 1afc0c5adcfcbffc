"""A browser and a served office for the stories."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import chromium
from tests.served import served


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with chromium.browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address and the data folder of a freshly installed Beforehand."""
    data = tmp_path_factory.mktemp("data")
    with served(data) as url:
        yield url, data
