"""Several files at once, as the terminal brings them: the lists first, so that the logs find their clients."""

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from beforehand.actions.imports.choices import Choices, missing_labels, no_such_label
from beforehand.actions.imports.rows import RowProblem
from beforehand.intake.client_lists import Listed
from beforehand.intake.importing import CLIENT_LIST, Refused, bring, kind_of, likely, listed
from beforehand.records.models import Import, Member
from beforehand.rules.names import folded


@dataclass(slots=True)
class Brought:
    """What all files gave; a problem is {"file", "row", "field", "problem"}, `problem_count` counts those not kept too.

    `labels` are what the contacts of the lists can be chosen by; of `unmatched` touches `shared` are several clients’;
    `passed` counts mail that is no contact.
    """

    clients: Counter[str] = field(default_factory=lambda: Counter(new=0, matched=0, refused=0))
    touches: Counter[str] = field(default_factory=lambda: Counter(new=0, known=0, unmatched=0, refused=0))
    shared: int = 0
    passed: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    problem_count: int = 0
    labels: Counter[str] = field(default_factory=Counter)


def bring_all(
    paths: Sequence[Path],
    *,
    kind: str | None,
    choices: Choices,
    agent: Member,
    by: Member,
    at: datetime,
    dry_run: bool = False,
    by_name: bool = False,
) -> Brought:
    """Brings in these files, each by itself; one that is refused keeps no other from coming in.

    `by_name` takes the handles of chats for the clients whose full names they have."""
    with transaction.atomic() if dry_run else nullcontext():
        brought = _bring_all(paths, kind=kind, choices=choices, agent=agent, by=by, at=at, by_name=by_name)
        if dry_run:
            transaction.set_rollback(True)
    return brought


def _bring_all(
    paths: Sequence[Path],
    *,
    kind: str | None,
    choices: Choices,
    agent: Member,
    by: Member,
    at: datetime,
    by_name: bool,
) -> Brought:
    brought = Brought()
    lists: list[tuple[Path, Listed]] = []
    logs: list[tuple[Path, str]] = []
    for path in paths:
        try:
            if (what := _kind(path, kind)) == CLIENT_LIST:
                lists.append((path, listed(path, mapping=choices.mapping, by=by)))
            else:
                logs.append((path, what))
        except Refused as refused:
            _tell(brought, path, [refused.problem])
    for _, found in lists:
        brought.labels.update(found.labels)
    if missing := missing_labels(choices, brought.labels) if lists else []:
        fault = RowProblem(0, "active", no_such_label(missing, brought.labels), is_refused=True)
        for path, _ in lists:
            _tell(brought, path, [fault])
        lists = []
    for path, found in lists:
        _add(brought, path, bring(path, found, choices=_kept(choices, found), agent=agent, by=by, at=at))
    for path, what in logs:
        _bring_log(brought, path, what, ours=choices.ours, agent=agent, by=by, at=at, by_name=by_name)
    return brought


def _bring_log(
    brought: Brought,
    path: Path,
    kind: str,
    *,
    ours: tuple[str, ...],
    agent: Member,
    by: Member,
    at: datetime,
    by_name: bool,
) -> None:
    try:
        whose = likely(path, kind=kind, agent=agent, at=at) if by_name else {}
    except Refused:
        whose = {}  # the import itself says why
    choices = Choices(whose=whose, ours=ours)
    _add(brought, path, bring(path, None, choices=choices, agent=agent, by=by, at=at, kind=kind))


def _kind(path: Path, kind: str | None) -> str:
    told = kind_of(path)  # it looks whether the file is there, too
    return kind or told


def _kept(choices: Choices, found: Listed) -> Choices:
    """The choices without the labels that only other files carry."""
    there = {folded(label) for label in found.labels}
    return replace(
        choices, active={label: to for label, to in choices.active.items() if folded(label) in there}
    )


def _add(brought: Brought, path: Path, imported: Import) -> None:
    brought.clients.update(imported.counts["clients"])
    touches = dict(imported.counts["touches"])
    brought.shared += touches.pop("shared")
    brought.passed += touches.pop("passed")
    brought.touches.update(touches)
    brought.problem_count += imported.counts["problems"]
    brought.problems += [{"file": path.name, **problem} for problem in imported.problems]


def _tell(brought: Brought, path: Path, problems: Sequence[RowProblem]) -> None:
    brought.problem_count += len(problems)
    brought.problems += [
        {"file": path.name, "row": problem.row, "field": problem.field, "problem": problem.problem}
        for problem in problems
    ]
