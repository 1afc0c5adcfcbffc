"""The week ring: what is left of the time between two talks."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.rules.ring import ring

SPOKE = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
LATE = SPOKE + timedelta(days=7)


@pytest.mark.parametrize(
    ("days", "parts", "label"),
    [(0, 7, "7"), (0.5, 6, "6"), (1, 6, "6"), (3.5, 3, "3"), (6, 1, "1"), (6.9, 1, "0"), (7, 1, "0")],
)
def test_seven_parts_empty_and_the_number_is_whole_days_left(days, parts, label):
    found = ring("in_hand", SPOKE, LATE, SPOKE + timedelta(days=days))
    assert (found.parts, found.label, found.tone) == (parts, label, "kept")


def test_a_tighter_cadence_fills_the_same_ring():
    found = ring("in_hand", SPOKE, SPOKE + timedelta(days=4), SPOKE + timedelta(days=2))
    assert (found.parts, found.label, found.title) == (3, "2", "2 days left")


def test_due_is_amber():
    assert ring("due", SPOKE, LATE, LATE - timedelta(hours=30)).tone == "soon"


@pytest.mark.parametrize(
    ("over", "label", "title"),
    [
        (timedelta(seconds=1), "−1", "1 day late"),
        (timedelta(days=1), "−1", "1 day late"),
        (timedelta(days=1, seconds=1), "−2", "2 days late"),
    ],
)
def test_late_counts_the_days_begun(over, label, title):
    found = ring("late", SPOKE, LATE, LATE + over)
    assert (found.parts, found.label, found.tone, found.title) == (0, label, "late", title)


def test_who_asked_or_complained_has_a_mark_and_no_parts():
    asked, complained = (ring(word, SPOKE, LATE, SPOKE) for word in ("asked", "complaint"))
    assert (asked.parts, asked.label, asked.title) == (0, "!", "They asked first")
    assert (complained.parts, complained.label, complained.title) == (0, "!", "They complained")


def test_without_a_weekly_call_the_ring_is_plain():
    found = ring("paused", SPOKE, None, SPOKE)
    assert (found.parts, found.label, found.tone, found.title) == (0, "", "plain", "No weekly call")


def test_a_deadline_at_the_very_start_breaks_nothing():
    assert ring("due", SPOKE, SPOKE, SPOKE).parts == 1
