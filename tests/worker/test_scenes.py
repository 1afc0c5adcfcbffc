"""Real processes that compete, die, stop and lose their database, on SQLite and on PostgreSQL."""

import json
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


@pytest.fixture(scope="module")
def scenes(own_environment):
    played = subprocess.run(
        [sys.executable, "-m", "tests.worker.scenes"],
        env=own_environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert played.returncode == 0, played.stderr
    return json.loads(played.stdout)


def test_of_workers_that_claim_at_once_no_two_get_the_same_piece(scenes):
    assert scenes["claims_at_once"]["claimed"] == list(range(300))


def test_no_work_is_lost_when_workers_are_killed_at_random_points(scenes):
    told = scenes["killed_at_random_points"]
    assert (told["deeds"], told["marked"]) == (50, 50)
    assert told["again"] > 0, "nobody was killed while holding work, so this shows nothing"


def test_work_that_lasts_longer_than_its_lease_is_taken_by_nobody_else(scenes):
    assert scenes["long_work_keeps_its_lease"] == {"stolen": 0, "attempts": 1}


def test_a_worker_told_to_stop_finishes_its_piece_and_gives_the_others_back(scenes):
    assert scenes["stopped_in_the_middle"] == {"done": 1, "given_back": 4}


def test_a_worker_outlives_a_restart_of_its_database(scenes):
    assert scenes["database_goes_away"] == {"done_afterwards": True}
