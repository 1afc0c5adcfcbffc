"""Packs: the words of a trade and how often its clients are owed a call, as released TOML files."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from beforehand.rules.cadence import Terms

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a deal: its word, the sides that know it, and the terms that hold in it."""

    name: str
    title: str
    sides: tuple[str, ...]
    weekly: bool
    terms: Terms


@dataclass(frozen=True, slots=True)
class Pack:
    """A trade: titles of its sides, its stages in order, and the terms of a stage that it does not name."""

    name: str
    version: int
    title: str
    sides: Mapping[str, str]
    stages: tuple[Stage, ...]
    defaults: Terms

    def stage(self, name: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.name == name), None)


def seconds(text: str) -> int | None:
    """The seconds of `P7D` or `PT10M`; None for the empty text, which stands for "no such clock"."""
    if not text:
        return None
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        raise ValueError(f"“{text}” is no duration; write one like P7D or PT2H30M")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return days * 86400 + hours * 3600 + minutes * 60


@cache
def pack(name: str = "real_estate-1") -> Pack:
    """The released pack of that file name; FileNotFoundError where the library has none."""
    file = resources.files("beforehand.playbooks").joinpath(f"library/{name}.toml")
    document = tomllib.loads(file.read_text("utf-8"))
    defaults = document["defaults"]
    stages = tuple(
        Stage(
            name=entry["name"],
            title=entry["title"],
            sides=tuple(entry["sides"]),
            weekly=entry.get("weekly", True),
            terms=_terms(defaults | entry),
        )
        for entry in document["stages"]
    )
    return Pack(
        name=document["name"],
        version=document["version"],
        title=document["title"],
        sides=document["sides"],
        stages=stages,
        defaults=_terms(defaults),
    )


def _terms(entry: Mapping[str, Any]) -> Terms:
    names = [field.name for field in fields(Terms)]
    return Terms(**{name: seconds(entry.get(name, "")) for name in names})
