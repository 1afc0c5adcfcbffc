"""Reads the reports of calls: their end, what became of forwarding them, and what was said to the voicemail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from beforehand.channels.telephony.reports import (
    SOURCE,
    Line,
    Report,
    event_id,
    moment,
    number_of,
    seconds_in,
)
from beforehand.rules.call_lengths import Thresholds, connected
from beforehand.rules.captures import Captured

_ANSWERED = frozenset({"completed", "answered"})
_UNANSWERED = frozenset({"busy", "failed", "no-answer", "canceled"})
_NEVER_SPOKEN = frozenset({"no_answer"})
_ANYTHING = frozenset({"no_answer", "left_message", "spoke"})


def read_call(
    fields: Mapping[str, str], *, line: Line, thresholds: Thresholds, at: datetime
) -> Report | None:
    """The call that a report is about; None until it has ended, and where nobody could be called back.

    A caller whom nobody answered may be forwarded to another of us, or speak to the voicemail, whose words come
    minutes later: each such report knows more than those before it.
    """
    external_id = event_id(fields, "CallSid")
    if fields.get("RecordingSource", "RecordVerb") != "RecordVerb":
        return None  # of what was said in a call, not to a voicemail
    direction, other = _parties(fields, line)
    if other is None:
        return None
    if direction == "in":
        external_id = fields.get("ParentCallSid", "")[:64] or external_id
    call = Captured(
        source=SOURCE,
        external_id=external_id,
        at=moment(fields, at),
        direction=direction,
        channel="call",
        outcome="no_answer",
        points=(("phone", other),),
        name=fields.get("CallerName", "").strip() if direction == "in" else "",
        ours=line.number,
    )
    if direction == "in" and "DialCallStatus" not in fields and _is_voicemail(fields):
        return _voicemail(call, fields)
    return _ended(call, fields, thresholds)


def _parties(fields: Mapping[str, str], line: Line) -> tuple[Literal["in", "out"], str | None]:
    """Who called whom: a leg from a caller on to one of us is a part of the caller's own call."""
    caller, called = (number_of(fields.get(name, ""), line) for name in ("From", "To"))
    said = fields.get("Direction", "inbound").lower()
    if said == "inbound" or (said == "outbound-dial" and caller is not None):
        return "in", caller
    return "out", called


def _is_voicemail(fields: Mapping[str, str]) -> bool:
    return any(fields.get(name) for name in ("RecordingUrl", "RecordingSid", "TranscriptionText"))


def _voicemail(call: Captured, fields: Mapping[str, str]) -> Report:
    words = fields.get("TranscriptionText", "").strip()
    words = "" if words.casefold() == "(blank)" else words
    left = replace(
        call,
        outcome="left_message",
        asks="question",
        text=words,
        seconds=seconds_in(fields, "RecordingDuration") or None,
    )
    return Report(left, _ANYTHING if words else _NEVER_SPOKEN)


def _ended(call: Captured, fields: Mapping[str, str], thresholds: Thresholds) -> Report | None:
    dialled = fields.get("DialCallStatus", "").lower()
    status = dialled or fields.get("CallStatus", "").lower()
    seconds = seconds_in(fields, "DialCallDuration" if dialled else "CallDuration")
    call = replace(call, seconds=seconds)
    if status in _ANSWERED and seconds:
        if fields.get("AnsweredBy", "").startswith(("machine", "fax")):
            return Report(call)
        outcome, ask_if_reached = connected(call.direction, seconds, thresholds)
        is_leg = bool(dialled or fields.get("ParentCallSid"))
        return Report(
            replace(call, outcome=outcome, ask_if_reached=ask_if_reached),
            _NEVER_SPOKEN if is_leg and outcome == "spoke" else frozenset(),
        )
    if status not in _ANSWERED | _UNANSWERED:
        return None
    if call.direction == "in":
        return Report(replace(call, asks="question"))
    return Report(replace(call, outcome="failed") if status == "failed" else call)
