"""Two agents logging for one client at once, one tap sent twice: the right ledger on both databases."""

import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


@pytest.fixture(scope="module")
def scenes(own_environment):
    played = subprocess.run(
        [sys.executable, "-m", "tests.journeys.at_once"],
        env=own_environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert played.returncode == 0, played.stderr
    return json.loads(played.stdout)


def test_two_agents_who_log_for_one_client_at_once_lose_nothing(scenes):
    assert scenes["two_agents_for_one_client"] == {
        "written": [20, 20],
        "in_the_ledger": 40,
        "last_spoke_is_the_latest": True,
        "in_order": True,
    }


def test_one_tap_sent_four_times_is_one_entry_and_each_is_told_the_same(scenes):
    assert scenes["one_tap_sent_four_times"] == {
        "new_each_time": [1] * 12,
        "ids": 12,
        "in_the_ledger": 12,
        "in_order": True,
    }


def test_an_ask_and_its_answer_recorded_at_once_find_each_other(scenes):
    assert scenes["one_ask_and_its_answer"] == {"answered": 8, "in_order": True}


def test_one_undo_sent_three_times_is_one_correction(scenes):
    assert scenes["one_undo_sent_twice"] == {"corrections": 1, "same": 1, "in_order": True}


def test_a_promise_is_kept_once(scenes):
    assert scenes["one_promise_kept_by_two"] == {"refused": 2, "kept": 1, "entries": 1, "in_order": True}


def test_logging_moving_handing_over_and_looking_at_one_moment_leave_what_the_facts_say(scenes):
    assert scenes["everybody_and_the_worker"] == {"stages": [["under_contract"]], "in_order": True}


def test_the_database_itself_refuses_to_change_the_ledger(scenes):
    told = scenes["the_ledger_takes_no_change"]
    assert told == {"said": ["the ledger is append-only: record a touch that voids this one"] * 2, "left": 1}
