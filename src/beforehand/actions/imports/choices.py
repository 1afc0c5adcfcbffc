"""Who of a list is under our care: by label, group, status or ticks. Nobody is active unless chosen."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from beforehand.actions.clients import check_stage
from beforehand.actions.imports.guessing import settled, side_in, stage_in
from beforehand.actions.imports.rows import Candidate
from beforehand.actions.refusals import Refusal
from beforehand.playbooks.packs import pack
from beforehand.records.models import Client
from beforehand.rules.names import folded

ON_MATCH = ("skip", "update", "refuse")
LEAVE_OUT = "leave out"
_TARGET = re.compile(r"([a-z_]+):([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers of who imports; `ticks` of single rows outweigh labels.

    `active` is label to "SIDE:STAGE", or None to have it guessed; a tick is "active", "active SIDE:STAGE", "past",
    "known" or "leave out". `mapping` is field to column, `whose` handle to client; `ours` are addresses the agent wrote
    from, in normal form.
    """

    everybody: bool = False
    active: Mapping[str, str | None] = field(default_factory=dict)
    past_labels: tuple[str, ...] = ()
    ticks: Mapping[int, str] = field(default_factory=dict)
    on_match: str = "skip"
    mapping: Mapping[str, str] = field(default_factory=dict)
    whose: Mapping[str, int] = field(default_factory=dict)
    ours: tuple[str, ...] = ()

    def written(self) -> dict[str, Any]:
        """The choices as an Import row keeps them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Target:
    """What a contact becomes: its care, and side and stage where it is under our care."""

    care: str
    side: str = ""
    stage: str = ""


def read_choices(written: Mapping[str, Any]) -> Choices:
    """The choices that `written` gave."""
    ticks = {int(row): tick for row, tick in written.get("ticks", {}).items()}
    lists = {name: tuple(written.get(name, ())) for name in ("past_labels", "ours")}
    return Choices(**{**written, **lists, "ticks": ticks})


def active_labels(words: Sequence[str]) -> tuple[bool, dict[str, str | None]]:
    """Reads LABEL, LABEL=SIDE:STAGE, "all" and "none" as typed: whether everybody, and the labels."""
    if "none" in words and len(words) > 1:
        raise Refusal("--active none stands alone: leave out the other labels, or leave out “none”.")
    labels: dict[str, str | None] = {}
    for word in words:
        label, equals, target = word.rpartition("=")
        if equals and _TARGET.fullmatch(target.strip().lower()):
            labels[label.strip()] = target.strip().lower()
        elif word not in {"all", "none"}:
            labels[word.strip()] = None
    return "all" in words, labels


def check_choices(choices: Choices, pack_name: str) -> None:
    """Refuses sides, stages and answers that there are not."""
    if choices.on_match not in ON_MATCH:
        raise Refusal(f"On match: “{choices.on_match}” is none of {', '.join(ON_MATCH)}.")
    for word in (*choices.active.values(), *(_tick_target(tick) for tick in choices.ticks.values())):
        if word is not None:
            _checked(word, pack_name)


def labels_of(candidates: Iterable[Candidate]) -> Counter[str]:
    """What contacts can be chosen by, and how many each is: labels, groups, statuses, sides and stages."""
    return Counter(label for candidate in candidates for label in dict.fromkeys(_carried(candidate)))


def missing_labels(choices: Choices, there: Iterable[str]) -> list[str]:
    """The chosen labels that no contact carries."""
    known = {folded(label) for label in there}
    return [label for label in (*choices.active, *choices.past_labels) if folded(label) not in known]


def no_such_label(missing: Sequence[str], there: Counter[str]) -> str:
    """One sentence that names the labels there are."""
    listed = ", ".join(f"“{label}” ({count})" for label, count in there.most_common(30)) or "none at all"
    named = ", ".join(f"“{label}”" for label in missing)
    return f"No row carries the label {named}; there are: {listed}."


def target(candidate: Candidate, choices: Choices, pack_name: str) -> Target | None:
    """What this contact becomes by the choices; None: it is left out."""
    if (tick := choices.ticks.get(candidate.row)) is not None:
        return _ticked(candidate, tick, pack_name)
    carried = {folded(label): label for label in _carried(candidate)}
    chosen = [
        (carried[folded(label)], word) for label, word in choices.active.items() if folded(label) in carried
    ]
    if told := next((word for _, word in chosen if word), None):
        return _cared(*_checked(told, pack_name))
    if chosen:
        return _guessed(candidate, [label for label, _ in chosen], pack_name)
    if any(folded(label) in carried for label in choices.past_labels):
        return _past(candidate, pack_name)
    if choices.everybody:
        return _guessed(candidate, _carried(candidate), pack_name)
    return Target(Client.Care.KNOWN)


def _ticked(candidate: Candidate, tick: str, pack_name: str) -> Target | None:
    if tick == LEAVE_OUT:
        return None
    if tick == "known":
        return Target(Client.Care.KNOWN)
    if tick == "past":
        return _past(candidate, pack_name)
    if word := _tick_target(tick):
        return _cared(*_checked(word, pack_name))
    return _guessed(candidate, _carried(candidate), pack_name)


def _tick_target(tick: str) -> str | None:
    """The SIDE:STAGE of a tick that names one; any other tick must be one of the plain words."""
    deed, _, word = tick.partition(" ")
    if deed == "active":
        return word.strip() or None
    if tick in {"past", "known", LEAVE_OUT}:
        return None
    raise Refusal(f"“{tick}” is none of: active, active SIDE:STAGE, past, known, {LEAVE_OUT}.")


def _guessed(candidate: Candidate, labels: Sequence[str], pack_name: str) -> Target:
    own = (candidate.side, candidate.stage)
    side = side_in(own) or side_in(labels) or side_in(candidate.labels)
    return _cared(*settled(side, stage_in(own) or stage_in(labels), pack(pack_name)))


def _past(candidate: Candidate, pack_name: str) -> Target:
    return _cared(*settled(side_in(_carried(candidate)), "past", pack(pack_name)))


def _cared(side: str, stage: str) -> Target:
    return Target(Client.Care.PAST if stage == "past" else Client.Care.ACTIVE, side, stage)


def _checked(word: str, pack_name: str) -> tuple[str, str]:
    side, _, stage = word.partition(":")
    check_stage(side, stage, pack_name)
    return side, stage


def _carried(candidate: Candidate) -> list[str]:
    return [word for word in (*candidate.labels, candidate.side, candidate.stage) if word]
