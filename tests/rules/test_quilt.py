"""The quilt: each day by the rules of its own time, with the mark of what weighed most on it."""

from datetime import UTC, datetime, timedelta

from beforehand.rules.facts import Touch
from beforehand.rules.quilt import quilt

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def spoke(days_ago: float, name: str = "t") -> Touch:
    return Touch(name, NOW - days_ago * DAY, "out", "call", "spoke")


def tones(touches: list[Touch], every: object = lambda at: 7 * DAY, since: datetime = NOW - 30 * DAY) -> str:
    patches = quilt(touches, since=since, every=every, days=14, now=NOW, zone="America/Chicago")  # type: ignore[arg-type]
    return "".join(patch.tone[0] for patch in patches)


def test_a_day_is_kept_within_the_week_soon_on_its_last_day_and_late_after_it() -> None:
    assert tones([spoke(13, "a"), spoke(3, "b")]) == "kkkkkkslllkkkk"


def test_days_before_our_care_are_neither() -> None:
    assert tones([], since=NOW - 5 * DAY) == "ppppppppkkkkkk"


def test_a_day_is_judged_by_the_cadence_that_held_on_it() -> None:
    def every(at: datetime) -> timedelta:
        return 3 * DAY if at > NOW - 2 * DAY else 7 * DAY

    assert tones([spoke(5)], every) == "llllllllkkklll"


def test_an_ask_weighs_more_than_a_talk_and_a_talk_more_than_a_message() -> None:
    at = NOW - 2 * DAY
    touches = [
        Touch("a", at, "in", "text", "received", asks="update"),
        Touch("b", at, "out", "call", "spoke"),
        Touch("c", at - DAY, "out", "text", "sent"),
        Touch("d", at - DAY, "out", "call", "no_answer"),
    ]
    patches = quilt(touches, since=NOW - 9 * DAY, every=lambda at: 7 * DAY, days=4, now=NOW, zone="UTC")
    assert [patch.mark for patch in patches] == ["wrote", "ask", "", ""]
