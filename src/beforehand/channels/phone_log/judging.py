"""What a line of a phone log means for the client: spoken to, tried, written to, or asked by them."""

from dataclasses import dataclass
from typing import Literal

from beforehand.channels.phone_log.records import Direction, PhoneRecord
from beforehand.rules.call_lengths import Thresholds, connected

Outcome = Literal["spoke", "left_message", "no_answer", "sent", "received", "failed"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A touch in the words of the clock; `ask_if_reached` when only the member knows whether they spoke."""

    direction: Direction
    channel: Literal["call", "text"]
    outcome: Outcome
    asks: Literal["none", "question"] = "none"
    ask_if_reached: bool = False


def judge(record: PhoneRecord, thresholds: Thresholds) -> Judged:
    """Return the touch that `record` is; where the log leaves it open, the reading that resets no clock."""
    if record.kind == "text":
        return Judged(record.direction, "text", _written(record))
    if record.kind == "voicemail":
        return Judged("in", "call", "left_message", asks="question")
    if record.missed:
        return Judged("in", "call", "no_answer", asks="question")
    outcome, ask_if_reached = connected(record.direction, record.seconds, thresholds)
    return Judged(record.direction, "call", outcome, ask_if_reached=ask_if_reached)


def _written(record: PhoneRecord) -> Outcome:
    if record.failed:
        return "failed"
    return "received" if record.direction == "in" else "sent"
