"""Whose each line of a file is: a client's, several clients', nobody's, or none that can come in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from beforehand.actions.captures.recording import sort_out
from beforehand.actions.imports.rows import Line, LoggedContact, NoContact, RowProblem
from beforehand.queries.matching import Holder, by_full_name, by_point, holders
from beforehand.records.models import Member
from beforehand.rules.captures import Point
from beforehand.rules.names import folded

_CLOCK_SKEW = timedelta(minutes=2)
_AT_ONCE = 5000


@dataclass(slots=True)
class Judged:
    """Lines by whose they are, `shared` where that would be a guess, and what is wrong with them or others.

    What channels receive too is matched with each of its clients. `likely` are nobody's by their handle, which has the
    full name of one client: a person has to say so. `passed` counts what is no contact.
    """

    matched: list[tuple[LoggedContact, Holder]] = field(default_factory=list)
    shared: list[LoggedContact] = field(default_factory=list)
    likely: list[tuple[LoggedContact, Holder]] = field(default_factory=list)
    nobodys: list[LoggedContact] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    passed: int = 0

    @property
    def refused(self) -> int:
        """How many lines cannot come in."""
        return sum(problem.is_refused for problem in self.problems)


def judged(lines: Iterable[Line], agent: Member, at: datetime) -> Judged:
    """The lines as this agent's file has them at `at`; each shared or likely point is a problem once."""
    found = Judged()
    heard = _heard(lines, found, at)
    _judge_received([line for line in heard if line.is_received], agent.office_id, found)
    _judge_logged([line for line in heard if not line.is_received], agent, found)
    return found


def _judge_received(lines: Sequence[LoggedContact], office_id: int, found: Judged) -> None:
    """As the channels that receive the same: any client's of the office, and each client's."""
    known = held_by(office_id, {point for line in lines for point in line.captured.points})
    shared: dict[Point, None] = {}
    for line in lines:
        clients, waiting = sort_out(line.captured.points, known)
        found.matched += [(line, holder) for holder in clients.values()]
        if unsure := [point for point in waiting if point in known]:
            found.shared.append(line)
            shared |= dict.fromkeys(unsure)
        elif not clients:
            found.nobodys.append(line)
    found.problems += [
        RowProblem(0, "address", f"{value} is shared by several clients: log it by hand")
        for _, value in shared
    ]


def _judge_logged(heard: Sequence[LoggedContact], agent: Member, found: Judged) -> None:
    known = by_point(agent, {point for line in heard for point in line.captured.points})
    orphans = [line for line in heard if not _holders(line, known)]
    namesakes = by_full_name(agent, {name for line in orphans if (name := handle_name(line))})
    said: dict[str, RowProblem] = {}
    for line in heard:
        holders = _holders(line, known)
        if len(holders) == 1:
            found.matched.append((line, holders[0]))
        elif holders:
            found.shared.append(line)
            said.setdefault(_shared(line, holders), RowProblem(line.row, "number", _shared(line, holders)))
        elif holder := namesakes.get(handle_name(line)):
            found.likely.append((line, holder))
            said.setdefault(_likely(line, holder), RowProblem(0, "name", _likely(line, holder)))
        else:
            found.nobodys.append(line)
    found.problems += said.values()


def held_by(office_id: int, points: Collection[Point]) -> dict[Point, list[Holder]]:
    """As `holders`, of however many points."""
    wanted = list(points)
    known: dict[Point, list[Holder]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        known |= holders(office_id, set(wanted[start : start + _AT_ONCE]))
    return known


def told_by(line: LoggedContact) -> tuple[Point, ...]:
    """The points of those whom it was with: of an inbound group message the sender alone, of an outbound one all."""
    captured = line.captured
    return captured.points[:1] if captured.direction == "in" and not line.is_received else captured.points


def handle_name(line: LoggedContact) -> str:
    """The folded name of the one whom a line is with, where nothing but a handle tells who that is; else nothing."""
    captured = line.captured
    return folded(captured.name) if [kind for kind, _ in captured.points] == ["handle"] else ""


def _heard(lines: Iterable[Line], found: Judged, at: datetime) -> list[LoggedContact]:
    """The lines that can be read and have happened; what is wrong with the others goes to the problems."""
    heard: list[LoggedContact] = []
    for line in lines:
        if isinstance(line, RowProblem):
            found.problems.append(line)
        elif isinstance(line, NoContact):
            found.passed += 1
        elif line.captured.at > at + _CLOCK_SKEW:
            found.problems.append(_still_to_come(line))
        else:
            heard.append(line)
    return heard


def _still_to_come(line: LoggedContact) -> RowProblem:
    dated = f"this is dated {line.captured.at:%Y-%m-%d %H:%M} UTC, still to come"
    if line.place:
        words = f"{dated}: its sender’s clock was wrong; log it by hand"
        return RowProblem(0, line.place, words, is_refused=True)
    return RowProblem(line.row, "date", f"{dated}: set the phone’s clock and export again", is_refused=True)


def _holders(line: LoggedContact, known: Mapping[Point, list[Holder]]) -> list[Holder]:
    found = {holder.client_id: holder for point in told_by(line) for holder in known.get(point, ())}
    return list(found.values())


def _shared(line: LoggedContact, holders: Sequence[Holder]) -> str:
    names = " and ".join(holder.name for holder in holders[:3])
    if len(line.captured.points) > 1:
        return f"sent to {names} at once: log it by hand"
    return f"{line.captured.points[0][1]} is shared by {names}: log it by hand"


def _likely(line: LoggedContact, holder: Holder) -> str:
    return (
        f"“{line.captured.name}” of this chat has the name of your client {holder.name}: say whether it is them, "
        "in the preview or with --by-name"
    )
