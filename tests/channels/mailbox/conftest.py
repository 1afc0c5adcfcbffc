"""One Dovecot for the folder's tests; each test has mailboxes of its own by its own delivery."""

from collections.abc import Iterator

import pytest

from tests.dovecot import Dovecot, running


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    with running() as server:
        yield server
