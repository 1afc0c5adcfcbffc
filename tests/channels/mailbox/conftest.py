"""One Dovecot for the folder's tests; each test has mailboxes of its own by its own delivery."""

from collections.abc import Iterator

import pytest

from tests.dovecot import Dovecot, running


@pytest.fixture
def dovecot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    with running(tmp_path_factory.mktemp("dovecot")) as server:
        yield server
