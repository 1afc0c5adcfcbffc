"""What holds for any contacts whatever, in any order and however often received."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand.reports.audit.documents import document
from beforehand.reports.audit.page import page
from beforehand.rules.captures import Captured
from beforehand.rules.facts import ASKS
from tests.reports.contacts import DANA, NOW, TOM, audited, contact

KINDS = (
    "out email sent",
    "out call spoke",
    "in call spoke",
    "out call no_answer",
    "in text received",
    "in call left_message",
)


@st.composite
def contacts(draw: st.DrawFn) -> Captured:
    at: datetime = NOW - timedelta(minutes=draw(st.integers(0, 400 * 1440)))
    kind = draw(st.sampled_from(KINDS))
    asks = draw(st.sampled_from(ASKS)) if kind.startswith("in") else "none"
    text = draw(st.sampled_from(("", "I will", "Any news?")))
    who = draw(st.sampled_from((DANA, TOM)))
    words = (
        f"{at:%Y%m%dT%H%M} {kind} {who} {asks} {text}"  # an event that is received twice says the same twice
    )
    return contact(at, kind, who, asks=asks, text=text, external_id=words)


@settings(max_examples=60, deadline=None)
@given(st.lists(contacts(), max_size=25), st.integers(-1, 400), st.randoms())
def test_order_and_repetition_change_nothing_and_no_figure_leaves_its_bounds(
    found: list[Captured], ago: int, chance: object
) -> None:
    terms = {"zone": "America/Chicago", "since": None if ago < 0 else NOW - timedelta(days=ago)}
    told = audited(*found, **terms)
    shuffled = [*found, *found[:3]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert document(audited(*shuffled, **terms)) == document(told)
    for client in told.clients:
        assert 0 <= client.days_within <= client.days
        assert client.promises.followed <= client.promises.found
        assert all(wait > timedelta(0) for wait in client.answers)
        assert all(silence.length >= timedelta(0) for silence in client.silences)
        assert all(late.due_at <= late.silence.begins + timedelta(days=7) for late in client.overdue)
    assert sum(week.days for week in told.weeks) == told.totals.days
    assert sum(week.days_within for week in told.weeks) == told.totals.days_within
    assert sum(week.asked_first for week in told.weeks) == told.totals.asked_first
    assert page(told).endswith("</html>\n")
