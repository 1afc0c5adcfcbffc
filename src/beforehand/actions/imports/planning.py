"""The preview of a client list: row by row what would be written and why, before anything is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from beforehand.actions.imports.choices import LEAVE_OUT, Choices, Target, check_choices, target
from beforehand.actions.imports.rows import Candidate, RowProblem
from beforehand.queries.facts import responsible
from beforehand.queries.imports import planned_first_calls
from beforehand.queries.matching import Directory, Known, Point, directory
from beforehand.records.models import Client, Member
from beforehand.rules.first_calls import SPREAD, spread_beside


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    MATCHING = "matching"
    PERHAPS = "perhaps the same"
    DUPLICATE = "twice in the file"
    WRONG = "wrong"
    LEFT_OUT = "left out"


MATCHED = (Verdict.MATCHING, Verdict.PERHAPS, Verdict.DUPLICATE)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row and what becomes of it; `client_id` is the client it matches, or of an undone import, brings back."""

    row: int
    name: str
    verdict: Verdict
    reason: str = ""
    candidate: Candidate | None = None
    target: Target | None = None
    client_id: int | None = None
    first_call_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Every row of a file in its order, and all problems, those of rows that go in included."""

    rows: tuple[PlannedRow, ...]
    problems: tuple[RowProblem, ...]

    def counts(self) -> dict[str, int]:
        """How many clients are new, matched and refused."""
        verdicts = Counter(row.verdict for row in self.rows)
        return {
            "new": verdicts[Verdict.NEW],
            "matched": sum(verdicts[verdict] for verdict in MATCHED),
            "refused": verdicts[Verdict.WRONG],
        }


@dataclass(slots=True)
class _Draft:
    """A row while it is planned."""

    candidate: Candidate
    verdict: Verdict
    reason: str = ""
    client_id: int | None = None
    target: Target | None = None
    same_as: int | None = None  # the place of the earlier row of the file
    may_start: bool = False  # a client known only, whom the list may bring into our care


def plan(
    candidates: Sequence[Candidate],
    problems: Sequence[RowProblem],
    *,
    choices: Choices,
    by: Member,
    agent: Member,
    at: datetime,
    beside_import: int | None = None,
) -> Plan:
    """What the list would do at `at`; `beside_import` leaves out what that import has written already."""
    check_choices(choices, by.office.pack)
    known = directory(
        by,
        points={point for candidate in candidates for point in _points(candidate)},
        names={candidate.name for candidate in candidates},
        beside_import=beside_import,
    )
    drafts = _judged(candidates, known, choices)
    for draft in drafts:
        draft.target = target(draft.candidate, choices, by.office.pack)
    calls = _first_calls(drafts, agent, at, beside_import)
    rows = [
        PlannedRow(
            row=draft.candidate.row,
            name=draft.candidate.name,
            verdict=draft.verdict,
            reason=draft.reason,
            candidate=draft.candidate,
            target=draft.target,
            client_id=draft.client_id,
            first_call_at=calls.get(place),
        )
        for place, draft in enumerate(drafts)
    ]
    refused = [
        PlannedRow(problem.row, "", Verdict.WRONG, problem.problem)
        for problem in problems
        if problem.is_refused
    ]
    clashes = [
        RowProblem(row.row, "", row.reason, is_refused=True) for row in rows if row.verdict == Verdict.WRONG
    ]
    return Plan(
        tuple(sorted([*rows, *refused], key=lambda row: row.row)),
        tuple(sorted([*problems, *clashes], key=lambda problem: problem.row)),
    )


def _judged(candidates: Sequence[Candidate], known: Directory, choices: Choices) -> list[_Draft]:
    drafts: list[_Draft] = []
    places: dict[int, int] = {}
    for place, candidate in enumerate(candidates):
        if choices.ticks.get(candidate.row) == LEAVE_OUT:
            drafts.append(_Draft(candidate, Verdict.LEFT_OUT, "you left it out"))
            continue
        points = _points(candidate)
        draft, who = _matched(candidate, points, known)
        if who is None:
            who = Known(None, candidate.name, row=candidate.row)
            places[candidate.row] = place
        elif who.id is None:
            draft.same_as = places[who.row]
        if draft.verdict != Verdict.PERHAPS:
            known.add(who, points)
        _apply_choice(draft, drafts, choices)
        drafts.append(draft)
    return drafts


def _matched(candidate: Candidate, points: list[Point], known: Directory) -> tuple[_Draft, Known | None]:
    """The verdict by phone, address and name, and whom the row is taken to be."""
    sharing = known.sharing(points)
    if len(sharing) > 1:
        alike = [each for each in sharing if each in known.namesakes(candidate.name, points)]
        sharing = alike if len(alike) == 1 else sharing
    if len(sharing) > 1:
        names = " and ".join(each.name for each in sharing[:3])
        return _Draft(candidate, Verdict.PERHAPS, f"shares a phone or an address with {names}"), sharing[0]
    if not sharing:
        namesakes = known.namesakes(candidate.name, points)
        if not namesakes:
            return _Draft(candidate, Verdict.NEW), None
        if not (len(namesakes) == 1 and namesakes[0].is_undone):
            return _Draft(candidate, Verdict.PERHAPS, f"same name as {_where(namesakes[0])}"), namesakes[0]
        sharing = namesakes
    who = sharing[0]
    if who.is_undone:
        return _Draft(candidate, Verdict.NEW, "comes back: its import was undone", who.id), who
    shared = sorted({kind for kind, value in points if (kind, value) in who.points})
    what = " and ".join({"phone": "phone", "email": "e-mail"}.get(kind, kind) for kind in shared)
    verdict = Verdict.DUPLICATE if who.id is None else Verdict.MATCHING
    draft = _Draft(candidate, verdict, f"same {what} as {_where(who)}", who.id)
    draft.may_start = who.is_waiting
    return draft, who


def _apply_choice(draft: _Draft, earlier: list[_Draft], choices: Choices) -> None:
    """Refuses a match, or gives what a later row of the same person adds to the earlier one."""
    if draft.verdict not in MATCHED:
        return
    draft.may_start &= choices.on_match == "update"
    if choices.on_match == "refuse":
        draft.verdict, draft.reason = (
            Verdict.WRONG,
            f"{draft.reason}: choose skip or update, or take the row out",
        )
    elif choices.on_match == "update" and draft.verdict == Verdict.DUPLICATE and draft.same_as is not None:
        first = earlier[draft.same_as]
        first.candidate = _merged(first.candidate, draft.candidate)


def _merged(one: Candidate, other: Candidate) -> Candidate:
    """The first row with what only the second has."""
    have = set(_points(one))
    shared = len(one.people) == len(other.people) == 1 and one.people == other.people
    added = [
        point if shared else replace(point, person=None)
        for point in other.points
        if (point.kind, point.value) not in have
    ]
    return replace(
        one,
        people=tuple(dict.fromkeys((*one.people, *other.people))),
        points=(*one.points, *added),
        labels=tuple(dict.fromkeys((*one.labels, *other.labels))),
        side=one.side or other.side,
        stage=one.stage or other.stage,
        address=one.address or other.address,
        address_zone=one.address_zone or other.address_zone,
        notes=one.notes or other.notes,
        known_since=min(filter(None, (one.known_since, other.known_since)), default=None),
        birthday=one.birthday or other.birthday,
    )


def _first_calls(
    drafts: Sequence[_Draft], agent: Member, at: datetime, beside_import: int | None
) -> dict[int, datetime]:
    """The first calls of the active clients among these, oldest acquaintance first; those without a date last."""
    active = [
        place
        for place, draft in enumerate(drafts)
        if (draft.verdict == Verdict.NEW or draft.may_start)
        and draft.target is not None
        and draft.target.care == Client.Care.ACTIVE
    ]
    if not active:
        return {}
    active.sort(key=lambda place: drafts[place].candidate.known_since or date.max)
    # A run that was cut has written some of these already: beside itself it plans the same again.
    taken = planned_first_calls(agent, after=at, until=at + SPREAD, beside_import=beside_import)
    times = spread_beside(taken, len(active), responsible(agent.pk, now=at), at)
    return dict(zip(active, (time.astimezone(UTC) for time in times), strict=True))


def _points(candidate: Candidate) -> list[Point]:
    return [(point.kind, point.value) for point in candidate.points]


def _where(known: Known) -> str:
    return known.name if known.id is not None else f"{known.name} in row {known.row}"
