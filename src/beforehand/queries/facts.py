"""All the facts of clients that the clock rules need, in one statement however many clients there are.

The rows of each table come as JSON, gathered by the database; hand-written SQL because building the same query by
the ORM costs more than running it (docs/adr/0005).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from beforehand.rules.cadence import Dated, Own, StageSpan, Terms
from beforehand.rules.facts import Absence, Calendar, Pause, Promise, Responsible, Touch
from beforehand.rules.holidays import public_holidays
from beforehand.rules.weeks import CALLING_WEEK, week

_AT_ONCE = 500
_TABLES = {
    "touches": (
        "t.id, t.at, t.direction, t.channel, t.outcome, t.asks, t.automated, t.holding, t.voids_id",
        "records_touch t WHERE t.client_id = c.id",
    ),
    "requests": (
        "r.id, r.touch_id, r.words, r.acknowledged_at, r.answered_at, r.voided_at, q.source",
        "records_request r JOIN records_touch q ON q.id = r.touch_id WHERE r.client_id = c.id",
    ),
    "promises": (
        "p.id, p.made_at, p.due_at, p.kept_at, p.withdrawn_at, p.text",
        "records_promise p WHERE p.client_id = c.id AND (p.kept_at IS NULL OR p.kept_at > %s)"
        " AND (p.withdrawn_at IS NULL OR p.withdrawn_at > %s)",
    ),
    "next_calls": (
        "n.id, n.is_agreed, n.made_at, n.at, n.kept_at, n.moved_at, n.withdrawn_at",
        "records_nextcall n WHERE n.client_id = c.id",
    ),
    "pauses": ("u.from_at, u.until_at, u.reason", "records_pause u WHERE u.client_id = c.id"),
    "hours": ("h.holds_from, h.zone, h.week", "records_clienthours h WHERE h.client_id = c.id"),
    # The stages of each deal by themselves: joined, they were read whole for every client of a fresh PostgreSQL.
    "spans": (
        "d.side, d.closed_at, (SELECT {many}({one}(s.stage, s.holds_from, s.closing_on)) FROM records_dealstage s"
        " WHERE s.deal_id = d.id)",
        "records_deal d WHERE d.client_id = c.id",
    ),
    "own": (
        "w.holds_from, w.speak_every_s, w.hear_every_s, w.reason",
        "records_clientcadence w WHERE w.client_id = c.id",
    ),
    "agent_hours": ("m.holds_from, m.zone, m.week", "records_memberhours m WHERE m.member_id = c.agent_id"),
    "absences": (
        "a.from_at, a.until_at, a.cover_id",
        "records_absence a WHERE a.member_id = c.agent_id AND a.withdrawn_at IS NULL",
    ),
    "cover_hours": (
        "k.member_id, k.holds_from, k.zone, k.week",
        "records_memberhours k WHERE k.member_id IN (SELECT b.cover_id FROM records_absence b"
        " WHERE b.member_id = c.agent_id AND b.withdrawn_at IS NULL)",
    ),
    "closed": ("y.day", "records_closedday y WHERE y.office_id = c.office_id"),
    "table": (
        "q.side, q.stage, q.holds_from, q.terms",
        "records_officecadence q WHERE q.office_id = c.office_id",
    ),
}
_OF_NOW = 2  # the moments in these conditions
_PARSED_ONCE = ("agent_hours", "absences", "cover_hours", "closed", "table")
_OWN = tuple(name for name in _TABLES if name not in _PARSED_ONCE)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the client's row says of it now: the proposals to compare with what the facts say."""

    last_spoke_at: datetime | None
    last_heard_at: datetime | None
    standing: str
    reason: str
    due_at: datetime | None
    late_at: datetime | None
    look_at: datetime | None
    clocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A request as stored, by its touch; `source` is the touch's."""

    id: int
    touch: str
    words: str
    acknowledged_at: datetime | None
    answered_at: datetime | None
    voided_at: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class NextCallRow:
    """A next call that is neither moved nor withdrawn."""

    id: int
    is_agreed: bool
    made_at: datetime
    at: datetime
    kept_at: datetime | None
    moved_at: datetime | None
    withdrawn_at: datetime | None

    def stands_at(self, now: datetime) -> bool:
        """Whether it was neither moved nor withdrawn by then."""
        return all(at is None or at > now for at in (self.moved_at, self.withdrawn_at))


@dataclass(frozen=True, slots=True)
class Gathered:
    """One client's facts as the rules take them, with its stored proposals."""

    id: int
    office_id: int
    agent_id: int
    name: str
    care: str
    since: datetime
    first_call_at: datetime | None
    calendar: Calendar
    agent: Responsible
    touches: tuple[Touch, ...]
    requests: tuple[AskedRow, ...]
    promises: tuple[Promise, ...]
    promise_texts: Mapping[str, str]
    next_calls: tuple[NextCallRow, ...]  # those that stand
    given_up_calls: tuple[NextCallRow, ...]  # those that were moved or withdrawn
    pauses: tuple[Pause, ...]
    pause_reasons: tuple[str, ...]  # of each
    spans: tuple[StageSpan, ...]
    table: tuple[Dated, ...]
    own: tuple[Own, ...]
    own_reasons: tuple[str, ...]  # of each
    changes_at: datetime | None  # the next instant at which hours that are already written down take over
    stored: Stored


def gather(client_ids: Sequence[int], *, now: datetime) -> Iterator[Gathered]:
    """The facts of those clients, in any order, each once; absent ids are left out.

    `now` picks the hours that hold, and the promises and next calls that are not settled by then.
    """
    sql = _sql(connection.vendor)
    moments = [connection.ops.adapt_datetimefield_value(now)] * _OF_NOW
    ids = iter(client_ids)
    while chunk := list(islice(ids, _AT_ONCE)):
        with connection.cursor() as cursor:
            cursor.execute(sql.format(", ".join(["%s"] * len(chunk))), [*chunk, *moments, *chunk])
            for row in cursor.fetchall():
                yield _gathered(row, now)


def responsible(member_id: int, *, now: datetime) -> Responsible:
    """The hours and absences of that member, by which their clients' deadlines are reckoned."""
    names = ("agent_hours", "absences", "cover_hours", "closed")
    member = "(SELECT m.id AS agent_id, m.office_id FROM records_member m WHERE m.id = %s) c"
    with connection.cursor() as cursor:
        cursor.execute(_responsible_sql(connection.vendor, names, member), [member_id])
        country, state, zone, *texts = cursor.fetchone()
    return _responsible(*texts, country, state, zone, _day(now))[0]


def _responsible_sql(vendor: str, names: Sequence[str], source: str) -> str:
    columns = ", ".join(_parts(vendor, names))
    return (
        f"SELECT o.country, o.state, o.zone, {columns} FROM {source}"
        " JOIN records_office o ON o.id = c.office_id"
    )


@lru_cache(maxsize=2)
def _sql(vendor: str) -> str:
    """One statement; what hangs on the agent and the office alone is read once for all of their clients."""
    client = (
        "(c.id, c.office_id, c.agent_id, c.name, c.care, c.since, c.first_call_at, c.last_spoke_at,"
        " c.last_heard_at, c.standing, c.reason, c.due_at, c.late_at, c.look_at, c.clocks)"
    )
    own = dict(zip(_OWN, _parts(vendor, _OWN), strict=True))
    shared = dict(zip(_PARSED_ONCE, _parts(vendor, _PARSED_ONCE), strict=True))
    columns = ", ".join(own.get(name, f"shared.its_{name}") for name in _TABLES)
    return (
        "WITH shared AS MATERIALIZED (SELECT c.agent_id, c.office_id, "
        + ", ".join(f"{part} AS its_{name}" for name, part in shared.items())
        + " FROM (SELECT DISTINCT agent_id, office_id FROM records_client WHERE id IN ({0})) c)"
        f" SELECT o.country, o.state, o.zone, CAST({_gatherers(vendor)[0]}{client} AS TEXT), {columns}"
        " FROM records_client c JOIN records_office o ON o.id = c.office_id"
        " JOIN shared ON shared.agent_id = c.agent_id AND shared.office_id = c.office_id WHERE c.id IN ({0})"
    )


def _parts(vendor: str, names: Iterable[str]) -> list[str]:
    """A column for each of these tables: its rows as the text of a JSON list."""
    one, many = _gatherers(vendor)
    tables = ((_TABLES[name][0].format(one=one, many=many), _TABLES[name][1]) for name in names)
    return [f"CAST((SELECT {many}({one}({columns})) FROM {rest}) AS TEXT)" for columns, rest in tables]


def _gatherers(vendor: str) -> tuple[str, str]:
    """The functions that make one row and many rows JSON."""
    return ("json_array", "json_group_array") if vendor == "sqlite" else ("json_build_array", "json_agg")


def _gathered(row: Sequence[Any], now: datetime) -> Gathered:
    country, state, zone, client_text, *texts = row
    raw = dict(zip(_TABLES, texts, strict=True))
    rows = {name: json.loads(text) if text else [] for name, text in raw.items() if name not in _PARSED_ONCE}
    client = json.loads(client_text)
    agent, agent_changes = _responsible(
        raw["agent_hours"],
        raw["absences"],
        raw["cover_hours"],
        raw["closed"],
        country,
        state,
        zone,
        _day(now),
    )
    calendar, client_changes = _client_calendar(raw["hours"], zone, _day(now))
    calls = [_next_call(row) for row in rows["next_calls"]]
    return Gathered(
        id=client[0],
        office_id=client[1],
        agent_id=client[2],
        name=client[3],
        care=client[4],
        since=_at(client[5]),
        first_call_at=_maybe(client[6]),
        calendar=calendar,
        agent=agent,
        touches=tuple(_touch(each) for each in rows["touches"]),
        requests=tuple(
            AskedRow(r[0], str(r[1]), r[2], _maybe(r[3]), _maybe(r[4]), _maybe(r[5]), r[6])
            for r in rows["requests"]
        ),
        promises=tuple(
            Promise(str(p[0]), _at(p[1]), _at(p[2]), _maybe(p[3]), _maybe(p[4])) for p in rows["promises"]
        ),
        promise_texts={str(p[0]): p[5] for p in rows["promises"]},
        next_calls=tuple(call for call in calls if call.stands_at(now)),
        given_up_calls=tuple(call for call in calls if not call.stands_at(now)),
        pauses=tuple(Pause(_at(u[0]), _maybe(u[1])) for u in rows["pauses"]),
        pause_reasons=tuple(u[2] for u in rows["pauses"]),
        spans=tuple(_spans(rows["spans"], zone)),
        table=_table(raw["table"] or "[]"),
        own=tuple(Own(_at(w[0]), w[1], w[2]) for w in rows["own"]),
        own_reasons=tuple(w[3] for w in rows["own"]),
        changes_at=min((c for c in (agent_changes, client_changes) if c), default=None),
        stored=_stored(client[7:]),
    )


def _touch(row: Sequence[Any]) -> Touch:
    voids = row[8]
    return Touch(
        str(row[0]),
        _at(row[1]),
        row[2],
        row[3],
        row[4],
        row[5],
        bool(row[6]),
        bool(row[7]),
        None if voids is None else str(voids),
    )


def _next_call(row: Sequence[Any]) -> NextCallRow:
    return NextCallRow(row[0], bool(row[1]), _at(row[2]), _at(row[3]), *(_maybe(text) for text in row[4:]))


def _stored(values: Sequence[Any]) -> Stored:
    spoke, heard, standing, reason, due, late, look, clocks = values
    return Stored(
        _maybe(spoke),
        _maybe(heard),
        standing,
        reason,
        _maybe(due),
        _maybe(late),
        _maybe(look),
        _nested(clocks),
    )


def _spans(deals: Sequence[Sequence[Any]], zone: str) -> Iterator[StageSpan]:
    """Each deal's stages in a row, one ending where the next begins."""
    for side, closed_at, rows in deals:
        stages = sorted(_nested(rows) or [], key=lambda row: str(row[1]))
        ends = [_at(row[1]) for row in stages[1:]] + [_maybe(closed_at)]
        before, entered_at = None, None
        for (stage, from_at, closing_on), until_at in zip(stages, ends, strict=False):
            closes_at = _midnight(date.fromisoformat(closing_on), zone) if closing_on else None
            entered_at = entered_at if stage == before else _at(from_at)
            before = stage
            yield StageSpan(side, stage, _at(from_at), until_at, closes_at, entered_at)


@lru_cache(maxsize=256)
def _table(text: str) -> tuple[Dated, ...]:
    return tuple(
        Dated(side, stage, _at(at), Terms(**_nested(terms))) for side, stage, at, terms in json.loads(text)
    )


@lru_cache(maxsize=2048)
def _responsible(
    hours: str | None,
    absences: str | None,
    covers: str | None,
    closed: str | None,
    country: str,
    state: str,
    zone: str,
    day: date,
) -> tuple[Responsible, datetime | None]:
    """Who answers, by the hours that hold on `day`, with public holidays and the office's own closed days."""
    own_days = {date.fromisoformat(row[0]) for row in json.loads(closed or "[]")}
    days = public_holidays(country, state, day.year - 1, day.year + 2) | own_days
    now = datetime.combine(day, time(), UTC)
    calendar, changes_at = _calendar(json.loads(hours or "[]"), zone, days, now)
    cover_rows: dict[int, list[Any]] = {}
    for member, *rest in json.loads(covers or "[]"):
        cover_rows.setdefault(member, []).append(rest)
    away = tuple(
        Absence(
            _at(from_at),
            _at(until_at),
            _calendar(cover_rows.get(cover, []), zone, days, now)[0] if cover is not None else None,
        )
        for from_at, until_at, cover in sorted(json.loads(absences or "[]"), key=lambda row: row[:2])
    )
    return Responsible(calendar, away), changes_at


@lru_cache(maxsize=4096)
def _client_calendar(hours: str | None, zone: str, day: date) -> tuple[Calendar, datetime | None]:
    now = datetime.combine(day, time(), UTC)
    return _calendar(json.loads(hours or "[]"), zone, frozenset(), now)


def _calendar(
    rows: Sequence[Sequence[Any]], zone: str, closed: frozenset[date], now: datetime
) -> tuple[Calendar, datetime | None]:
    """The newest hours that hold by the end of the day of `now`, and when the ones after them begin."""
    dated = sorted(((_at(row[0]), row[1], _nested(row[2])) for row in rows), key=lambda row: row[0])
    held = [row for row in dated if row[0].date() <= now.date()]
    later = [row[0] for row in dated if row[0].date() > now.date()]
    _, zone, written = held[-1] if held else (None, zone, None)
    return Calendar(zone, week(written or CALLING_WEEK), closed), min(later, default=None)


def _nested(value: Any) -> Any:
    """A JSON column inside JSON: text on SQLite, a document on PostgreSQL."""
    return json.loads(value) if isinstance(value, str) else value


def _day(now: datetime) -> date:
    return now.date()


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _at(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else _at(text)
