"""Whose each line of a phone log is: a client's, several clients', nobody's, or none that can come in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from beforehand.actions.imports.rows import LoggedContact, RowProblem
from beforehand.queries.matching import Holder, by_phone
from beforehand.records.models import Member

_CLOCK_SKEW = timedelta(minutes=2)


@dataclass(slots=True)
class Judged:
    """Lines by whose they are, `shared` where that would be a guess, and what is wrong with them or others."""

    matched: list[tuple[LoggedContact, Holder]] = field(default_factory=list)
    shared: list[LoggedContact] = field(default_factory=list)
    nobodys: list[LoggedContact] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many lines cannot come in."""
        return sum(problem.is_refused for problem in self.problems)


def judged(lines: Iterable[LoggedContact | RowProblem], agent: Member, at: datetime) -> Judged:
    """The lines as this agent's log has them at `at`; each shared number is a problem once."""
    found = Judged()
    heard = _heard(lines, found.problems, at)
    known = by_phone(agent, {number for line in heard for number in line.numbers})
    said: set[str] = set()
    for line in heard:
        holders = _holders(line, known)
        if len(holders) == 1:
            found.matched.append((line, holders[0]))
        elif not holders:
            found.nobodys.append(line)
        else:
            found.shared.append(line)
            if (problem := _shared(line, holders)) not in said:
                said.add(problem)
                found.problems.append(RowProblem(line.row, "number", problem))
    return found


def _heard(
    lines: Iterable[LoggedContact | RowProblem], problems: list[RowProblem], at: datetime
) -> list[LoggedContact]:
    """The lines that can be read and have happened; what is wrong with the others goes to `problems`."""
    heard: list[LoggedContact] = []
    for line in lines:
        if isinstance(line, RowProblem):
            problems.append(line)
        elif line.at > at + _CLOCK_SKEW:
            late = f"this is dated {line.at:%Y-%m-%d %H:%M} UTC, still to come: set the phone’s clock and export again"
            problems.append(RowProblem(line.row, "date", late, is_refused=True))
        else:
            heard.append(line)
    return heard


def _holders(line: LoggedContact, known: Mapping[str, list[Holder]]) -> list[Holder]:
    """The clients it was with: of an inbound group message the sender alone, of an outbound one everybody."""
    numbers = line.numbers[:1] if line.direction == "in" else line.numbers
    found = {holder.client_id: holder for number in numbers for holder in known.get(number, ())}
    return list(found.values())


def _shared(line: LoggedContact, holders: Sequence[Holder]) -> str:
    names = " and ".join(holder.name for holder in holders[:3])
    if len(line.numbers) > 1:
        return f"sent to {names} at once: log it by hand"
    return f"{line.numbers[0]} is shared by {names}: log it by hand"
