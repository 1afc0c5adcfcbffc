"""The pages as the cast sees them, on the Tuesday of the story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:  # pytest loads this file before Django knows its settings
    from django.test import Client as Browser

    from beforehand.records.models import Member
    from tests.cast import Cast


@pytest.fixture
def at_nine() -> Iterator[None]:
    """The clock of the doors stands at nine on that Tuesday."""
    from tests.cast import AT

    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast(db: None, at_nine: None) -> Cast:
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def sit(cast: Cast) -> Callable[[Member], Browser]:
    """A browser in which that member is signed in."""

    from django.test import Client as Browser

    def sit_down(member: Member) -> Browser:
        browser = Browser()
        browser.force_login(member.user)
        return browser

    return sit_down


@pytest.fixture
def alice(cast: Cast, sit: Callable[[Member], Browser]) -> Browser:
    return sit(cast.alice)


@pytest.fixture
def bob(cast: Cast, sit: Callable[[Member], Browser]) -> Browser:
    return sit(cast.bob)


@pytest.fixture
def tia(cast: Cast, sit: Callable[[Member], Browser]) -> Browser:
    return sit(cast.tia)


@pytest.fixture
def lea(cast: Cast, sit: Callable[[Member], Browser]) -> Browser:
    return sit(cast.lea)


@pytest.fixture
def charlie(cast: Cast, sit: Callable[[Member], Browser]) -> Browser:
    return sit(cast.charlie)
