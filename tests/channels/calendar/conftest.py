"""One Radicale for all tests of the folder; each makes calendars of its own."""

from collections.abc import Iterator

import pytest

from tests.radicale import Radicale


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    server.start()
    yield server
    server.stop()
