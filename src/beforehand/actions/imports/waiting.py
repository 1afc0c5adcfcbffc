"""Lines of a file that are nobody's, or several clients': the fresh ones wait for a person to say whose they are."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from beforehand.actions.bulk import insert, instant
from beforehand.actions.captures.recording import Hear, Understood, deed_of, ignored, sort_out, touch_key
from beforehand.actions.imports.rows import LoggedContact
from beforehand.actions.imports.whose import Judged, held_by, told_by
from beforehand.queries.matching import Holder
from beforehand.records.models import Capture, Import, Touch, WaitingPoint
from beforehand.rules.captures import Point

# Who called a month before Beforehand came does not wait for an answer any more: the call is history, not an ask.
STALE = timedelta(days=30)
_Event = tuple[str, str]  # source and external id
_Lines = dict[_Event, tuple[LoggedContact, list[Point]]]


def keep_waiting(found: Judged, imported: Import, at: datetime, hear: Hear) -> None:
    """Puts down what is fresh and not known yet, as captures of the agent whose file it is; of words what asks alone.

    Of a log, whose lines are each one client's, what went to several at once is left out, and so is what is with
    clients whom the agent may not see.
    """
    fresh = [(line, is_shared) for line, is_shared in _unmatched(found) if _is_fresh(line, at)]
    held = held_by(imported.office_id, {point for line, _ in fresh for point in told_by(line)})
    asked: _Lines = {
        (line.captured.source, line.captured.external_id): (line, points)
        for line, is_shared in fresh
        if (points := _waiting(line, held, is_shared=is_shared))
    }
    for event in _known(asked, held, imported.office_id):
        del asked[event]
    unwanted = ignored(imported.office_id, {point for _, points in asked.values() for point in points})
    wanted: _Lines = {
        event: (line, left)
        for event, (line, points) in asked.items()
        if (left := [point for point in points if point not in unwanted])
    }
    # Of two imports of one log at once, the other's row stands.
    rows = [_row(line, unwanted, imported, at, hear) for line, _ in wanted.values()]
    insert(Capture, rows, or_ignore=True)
    ours = _captures(wanted, imported.office_id).filter(imported_by=imported)
    insert(
        WaitingPoint,
        [
            {"office_id": imported.office_id, "capture_id": pk, "kind": kind, "value": value}
            for pk, *event in (ours.values_list("pk", "source", "external_id") if wanted else ())
            for kind, value in wanted[event[0], event[1]][1]
        ],
    )


def _unmatched(found: Judged) -> Iterator[tuple[LoggedContact, bool]]:
    """Each with whether it is several clients'."""
    yield from ((line, False) for line in found.nobodys)
    yield from ((line, False) for line, _ in found.likely)
    yield from ((line, True) for line in found.shared)


def _is_fresh(line: LoggedContact, at: datetime) -> bool:
    return line.captured.at >= at - STALE and not line.captured.automated


def _waiting(line: LoggedContact, held: Mapping[Point, list[Holder]], *, is_shared: bool) -> list[Point]:
    """The points of the line that somebody can say whose they are."""
    points = told_by(line)
    if line.is_received:
        return sort_out(points, held)[1]
    if len(points) != 1 or (points[0] in held and not is_shared):
        return []
    return list(points)


def _known(lines: _Lines, held: Mapping[Point, list[Holder]], office_id: int) -> set[_Event]:
    """Those that wait already, that somebody decided on, or that are in the ledger of one who has the point now."""
    if not lines:
        return set()
    keys = {
        touch_key(source, external_id, client_id): (source, external_id)
        for (source, external_id), (_, points) in lines.items()
        for client_id in [holder.client_id for point in points for holder in held.get(point, ())] or [0]
    }
    sources = {source for source, _ in lines}
    logged = Touch.objects.filter(office_id=office_id, source__in=sources, external_id__in=keys)
    captures = _captures(lines, office_id).values_list("source", "external_id")
    events = {keys[str(key)] for key in logged.values_list("external_id", flat=True)}
    return (events | set(captures)) & lines.keys()


def _captures(events: Collection[_Event], office_id: int) -> QuerySet[Capture]:
    return Capture.objects.filter(
        office_id=office_id,
        source__in={source for source, _ in events},
        external_id__in={external_id for _, external_id in events},
    )


def _row(
    line: LoggedContact, unwanted: Collection[Point], imported: Import, at: datetime, hear: Hear
) -> dict[str, Any]:
    captured = line.captured
    understood = hear(captured) if captured.direction == "in" else Understood()
    deed = deed_of(captured, understood)
    return {
        "office_id": imported.office_id,
        "member_id": imported.agent_id,
        "source": captured.source,
        "external_id": captured.external_id,
        "state": Capture.State.WAITING,
        "at": instant(captured.at.replace(microsecond=0)),
        "direction": captured.direction,
        "channel": captured.channel,
        "outcome": captured.outcome,
        "seconds": captured.seconds,
        "automated": False,
        "ask_if_reached": captured.ask_if_reached,
        "asks": deed.asks,
        "label": understood.label,
        "probability": understood.probability,
        "points": json.dumps([list(point) for point in told_by(line) if point not in unwanted]),
        "name": captured.name[:160],
        "ours": captured.ours[:254],
        "summary": deed.words[:200] if deed.asks != "none" else "",
        "body": "",
        "received_at": instant(at),
        "imported_by_id": imported.pk,
    }
