"""What a phone log holds, whatever phone wrote it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["call", "text", "voicemail"]
Direction = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class PhoneRecord:
    """One call, voicemail or message; `external_id` is the same for the same event in every export."""

    row: int  # from 1 at the first record of the log
    external_id: str
    kind: Kind
    direction: Direction
    at: datetime  # when it began: UTC, whole seconds
    ended_at: datetime  # a touch is at the moment it ended
    seconds: int  # 0 for messages
    number: str | None  # as written; None when it was withheld
    contact_name: str = ""  # "" when unknown, and for a group
    missed: bool = False  # inbound and not answered; voicemail too
    body: str = ""  # text of a message or transcript of a voicemail
    others: tuple[str, ...] = ()  # further numbers of a group message; our own may be among them
    failed: bool = False  # an outbound message that never left the phone


@dataclass(frozen=True, slots=True)
class Problem:
    """A record, or the rest of a broken file, that was left out; `field` is an attribute, column or file."""

    row: int
    field: str
    problem: str


class Unreadable(Exception):
    """The file as a whole is not a phone log that can be read; `problem` says why and what to do."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
