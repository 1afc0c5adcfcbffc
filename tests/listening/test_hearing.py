"""What a message is taken for."""

import pytest

from beforehand.listening.hearing import hear

ASKS = [
    "Any word from the lender?",
    "Just checking in - where are we at with the inspection?",
    "haven't heard from you in two weeks",
    "Did the sellers sign yet?",
    "status of my claim pls",
    "Still waiting on the visa, any news?",
]


@pytest.mark.parametrize("text", ASKS)
def test_a_client_who_wants_news_asks(text: str) -> None:
    assert hear(text).label == "ask_update"


def test_nothing_said_is_nothing_heard() -> None:
    assert (hear("").label, hear("  \n").words) == ("other", "")
