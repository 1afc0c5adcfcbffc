"""Which ear an office hears with: its own where it has learned, and the shipped one where that cannot be used."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from beforehand.actions.housekeeping import keep_house
from beforehand.actions.lessons import retrain, retrain_where_new
from beforehand.intake import captures
from beforehand.intake.ears import ear_of
from beforehand.listening.hearing import hear, shipped
from beforehand.listening.model_file import save
from beforehand.queries.lessons import ear_file
from beforehand.records.models import Lesson, Request
from beforehand.rules.captures import Captured
from tests.cast import AT

MAPLE, CEDAR = "Ping pong on the Maple file", "Ping pong on the Cedar file"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def teach(member, words=MAPLE, label="ask_update", at=AT):
    Lesson.objects.create(
        office=member.office, words=words, heard="other", label=label, taught_at=at, taught_by=member
    )


def test_an_office_that_has_taught_nothing_hears_as_shipped(cast):
    assert ear_of(cast.bob.office_id) is hear


def test_an_office_hears_what_it_taught_and_another_does_not(cast):
    teach(cast.bob)
    retrain(cast.bob.office_id, at=AT)
    assert ear_of(cast.bob.office_id)(CEDAR).label == "ask_update"
    assert ear_of(cast.charlie.office_id) is hear


def test_what_is_learned_anew_is_heard_at_once(cast):
    teach(cast.bob)
    retrain(cast.bob.office_id, at=AT)
    assert ear_of(cast.bob.office_id)(MAPLE).label == "ask_update"
    teach(cast.bob, label="complaint", at=AT + DAY)
    retrain(cast.bob.office_id, at=AT)
    assert ear_of(cast.bob.office_id)(MAPLE).label == "complaint"


def test_a_text_that_comes_in_is_understood_as_its_office_taught(cast):
    client = cast.client_of(cast.bob, at=AT - DAY, phone="512 555 0142")
    teach(cast.bob)
    retrain(cast.bob.office_id, at=AT)
    text = Captured(
        "telephony", "SM1", AT, "in", "text", "received", (("phone", "+15125550142"),), text=CEDAR
    )
    captures.take(text, member=cast.bob, at=AT)
    assert Request.objects.values_list("client", "asks", "words").get() == (client.pk, "update", CEDAR)


def test_a_damaged_file_is_told_and_the_shipped_model_listens(cast, caplog):
    teach(cast.bob)
    retrain(cast.bob.office_id, at=AT)
    file = ear_file(cast.bob.office_id)
    file.write_bytes(file.read_bytes()[:1000])
    with caplog.at_level(logging.WARNING, "beforehand.listening"):
        assert ear_of(cast.bob.office_id) is hear
        assert ear_of(cast.bob.office_id) is hear
    (told,) = caplog.messages
    assert told.startswith(f"{file} is not a model of this version")
    assert told.endswith("The shipped model listens meanwhile.")


def test_a_model_learned_on_top_of_an_earlier_version_waits_for_the_night(cast, caplog):
    teach(cast.bob)
    file = ear_file(cast.bob.office_id)
    file.parent.mkdir()
    save(replace(shipped(), bias=tuple(value + 1 for value in shipped().bias)), file)
    assert ear_of(cast.bob.office_id) is hear
    assert caplog.messages == [
        f"{file} is of another version: the shipped model listens until the night's learning."
    ]
    keep_house(at=AT + DAY)
    assert ear_of(cast.bob.office_id)(MAPLE).label == "ask_update"


def test_at_night_only_offices_with_something_new_learn(cast):
    assert retrain_where_new(at=AT) == []
    teach(cast.bob)
    teach(cast.charlie, "We got three quotes for the roof", "complaint")
    mine, theirs = cast.bob.office_id, cast.charlie.office_id
    assert retrain_where_new(at=AT + DAY) == [mine, theirs]
    assert retrain_where_new(at=AT + 2 * DAY) == []
    teach(cast.bob, "Ping pong on the Smith deal", at=AT + 2 * DAY)
    assert retrain_where_new(at=AT + 3 * DAY) == [mine]


def test_learning_leaves_one_file_that_only_its_owner_reads(cast, data):
    teach(cast.bob)
    for _ in range(2):
        retrain(cast.bob.office_id, at=AT)
    (file,) = (data / "listening").iterdir()
    assert (file, file.stat().st_mode & 0o777) == (ear_file(cast.bob.office_id), 0o600)
