"""Corrections of one office: they are heard from then on, and the rest as before."""

import pytest

from beforehand.listening.hearing import hear, shipped
from beforehand.listening.learning import UnknownLabel, learn
from beforehand.listening.model_file import packed
from tests.listening.test_hearing import ASKS, COMPLAINTS, NEITHER, REQUESTS

PINGED = [
    ("Ping pong on the Maple file", "ask_update"),
    ("ping pong on our purchase", "ask_update"),
    ("Ping pong, Bob?", "ask_update"),
    ("ping pong on the Smith deal", "ask_update"),
]


def test_a_handful_of_corrections_turns_their_kind() -> None:
    alike = "Ping pong on the Cedar file"
    assert hear(alike).label != "ask_update"
    learned = learn(PINGED, shipped())
    assert [hear(text, model=learned).label for text, _ in PINGED] == ["ask_update"] * len(PINGED)
    assert hear(alike, model=learned).label == "ask_update"


def test_what_is_unlike_the_corrections_is_heard_as_before() -> None:
    learned = learn(PINGED, shipped())
    for text in [*ASKS, *COMPLAINTS, *REQUESTS, *NEITHER]:
        assert hear(text, model=learned).label == hear(text).label, text


def test_an_ask_can_be_corrected_away() -> None:
    text = "Any news on the bake sale?"
    assert hear(text).label == "ask_update"
    learned = learn([(text, "other")], shipped())
    assert hear(text, model=learned).label == "other"
    assert hear("Any news from the lender?", model=learned).label == "ask_update"


def test_the_later_of_two_corrections_counts() -> None:
    learned = learn([("Any news?", "other"), ("Any news?", "ask_update")], shipped())
    assert hear("Any news?", model=learned).label == "ask_update"


def test_learning_is_the_same_every_time_and_leaves_what_ships_alone() -> None:
    before = packed(shipped())
    assert packed(learn(PINGED, shipped())) == packed(learn(PINGED, shipped()))
    assert packed(shipped()) == before


def test_no_corrections_change_nothing() -> None:
    assert learn([], shipped()) == shipped()


def test_an_unknown_label_is_named_with_its_place() -> None:
    with pytest.raises(UnknownLabel, match="correction 2: label 'urgent' is none of ask_update, complaint"):
        learn([("Any news?", "ask_update"), ("hi", "urgent")], shipped())
