"""What a channel received, in one shape for all channels, before anybody knows whose it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Point = tuple[str, str]  # ("phone" | "email" | "handle", value in its normal form)


def storable(text: str) -> str:
    """The text as every database takes it: without NULs, and with a question mark for half a pair of surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


@dataclass(frozen=True, slots=True)
class Captured:
    """One contact as a channel saw it, in the words of the clock rules.

    `source` and `external_id` (64 characters at most) name the event: the same wherever and however often it is
    received. `points` are those of the others: of an inbound contact the sender's alone. `text` is what was written
    or said, for understanding; it is kept only where the office keeps bodies. `summary` is one line that is kept.
    All of them are `storable`.
    """

    source: str
    external_id: str
    at: datetime  # when it ended: UTC, whole seconds
    direction: Literal["in", "out"]
    channel: str
    outcome: str
    points: tuple[Point, ...]
    name: str = ""  # what the channel calls the other
    ours: str = ""  # our address or number that it came to or went from
    summary: str = ""
    text: str = ""
    seconds: int | None = None
    automated: bool = False
    asks: str = "none"  # what the channel itself knows, as of a missed call
    ask_if_reached: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A piece that was left out: where it stands in its file, and a sentence that says why and what to do."""

    place: str
    problem: str


class Unreadable(Exception):
    """The whole file or message cannot be read; `problem` says why and what to do."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
