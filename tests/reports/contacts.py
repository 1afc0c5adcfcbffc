"""Contacts with a few clients of Maya's, as channels would hand them over, and an audit of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from beforehand.reports.audit.auditing import Audit, audit
from beforehand.reports.audit.gathering import Gathering, Listed
from beforehand.reports.audit.understanding import Understood
from beforehand.rules.captures import Captured, Point

MAYA = ("email", "maya@lindqvist.example")
DANA = ("email", "dana@ortega.example")
TOM = ("phone", "+15125550177")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = datetime(2026, 4, 27, 12, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def contact(
    at: str | datetime, kind: str = "out email sent", *points: Point, name: str = "", **more: Any
) -> Captured:
    """A contact with Dana unless other points are given; its id is its moment and kind."""
    moment = utc(at) if isinstance(at, str) else at
    direction, channel, outcome = kind.split()
    called = name or ("Dana Ortega" if not points else "")
    given: dict[str, Any] = {
        "source": "test",
        "external_id": f"{moment:%Y%m%dT%H%M%S} {kind} {points}",
        **more,
    }
    return Captured(
        at=moment,
        direction=direction,
        channel=channel,
        outcome=outcome,
        points=points or (DANA,),
        name=called,
        **given,
    )


def listen(captured: Captured) -> Understood:
    """News is asked for by “any news”, a promise is “I will”, by “[instant]” where the text has one."""
    if captured.direction == "out":
        due = captured.text.partition("[")[2].partition("]")[0]
        return Understood(is_promise="I will" in captured.text, due_at=utc(due) if due else None)
    if "ny news" in captured.text:
        return Understood("update", captured.text[:200])
    return Understood(captured.asks)


def gathered(*contacts: Captured, listed: Sequence[Listed] = (), now: datetime = NOW) -> Gathering:
    gathering = Gathering(ours=[MAYA], listen=listen, until=now, listed=listed)
    for each in contacts:
        gathering.take(each)
    return gathering


def audited(*contacts: Captured, listed: Sequence[Listed] = (), now: datetime = NOW, **more: Any) -> Audit:
    """Listed are Dana and Tom unless others are given, so that everybody counts; in UTC, every seven days."""
    listed = listed or (Listed("Dana Ortega", (DANA,)), Listed("Tom Becker", (TOM,)))
    given: dict[str, Any] = {"since": None, "every": 7 * DAY, "zone": "UTC", **more}
    return audit(gathered(*contacts, listed=listed, now=now), now=now, **given)
