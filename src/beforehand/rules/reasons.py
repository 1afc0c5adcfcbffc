"""Why a client is on the list, in one sentence for a person."""

from dataclasses import dataclass
from datetime import datetime

from beforehand.rules.spoken_time import ago, moment, span_days

_BY = {
    "call": "Call",
    "video": "Video call",
    "meeting": "In person",
    "text": "Text",
    "chat": "Chat",
    "email": "E-mail",
    "letter": "Letter",
    "social": "Message",
    "page": "Their page",
}
HEARD_IN = {"call": "voicemail", "text": "text", "chat": "chat", "email": "e-mail"}
_LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class StoredClock:
    """A running clock as it is stored with its client: the deadline, and the words and touch it is about."""

    kind: str
    ref: str | None
    late_at: datetime
    due_at: datetime
    no_window: bool = False
    complaint: bool = False
    words: str = ""
    at: datetime | None = None
    channel: str = ""
    outcome: str = ""
    asks: str = ""
    heard: bool = False  # a channel heard the words; nobody wrote them down


@dataclass(frozen=True, slots=True)
class Contact:
    """When we last spoke with a client, when they last heard from us, and what a first call was planned for."""

    spoke_at: datetime | None
    heard_at: datetime | None
    first_call_at: datetime | None = None


def sentence(clock: StoredClock | None, standing: str, contact: Contact, now: datetime, zone: str) -> str:
    """The reason for the standing; `zone` is the reader's, whose times the sentence tells."""
    if clock is None:
        return "Paused." if standing == "paused" else _last_spoke(contact, now)
    if clock.kind in {"answer", "acknowledge"}:
        return _asked(clock, now, zone)
    if clock.kind == "promise":
        return _promised(clock, now, zone)
    if clock.kind == "hear":
        return _heard(clock, contact, now, zone)
    if standing == "in_hand":
        return f"{_last_spoke(contact, now)} Next call by {moment(clock.due_at, now, zone)}."
    return _spoke(clock, contact, now, zone)


def _asked(clock: StoredClock, now: datetime, zone: str) -> str:
    when = ago(clock.at, now) if clock.at else ""
    by = moment(clock.late_at, now, zone).removeprefix("today, ")
    late = clock.late_at < now
    if clock.complaint:
        return f"{_said(clock, when) or f'They complained. {_how(clock, when)}'} Only a call puts it right."
    if clock.outcome == "no_answer":
        deadline = f"They have waited since {by}." if late else f"Call back by {by}."
        return f"They rang {when} and did not reach you. {deadline}"
    if clock.outcome == "left_message" and not clock.words:
        deadline = f"They have waited since {by}." if late else f"Call back by {by}."
        return f"They left a voicemail {when}. {deadline}"
    deadline = f"They have waited since {by}." if late else f"Answer by {by}."
    return f"{_said(clock, when) or f'They asked. {_how(clock, when)}'} {deadline}"


def _said(clock: StoredClock, when: str) -> str:
    """What they said and how; nothing without words."""
    if not clock.words:
        return ""
    if clock.heard:
        return f"Heard in their {HEARD_IN.get(clock.channel, 'message')}, {when}: “{_quote(clock.words)}”"
    return f"“{_quote(clock.words)}” {_how(clock, when)}"


def _how(clock: StoredClock, when: str) -> str:
    return f"{_BY.get(clock.channel, 'Message')}, {when}."


def _promised(clock: StoredClock, now: datetime, zone: str) -> str:
    if clock.ref and clock.ref.startswith("call-"):
        return f"You agreed to call {moment(clock.late_at, now, zone).replace(', ', ' at ')}."
    what = clock.words.rstrip(".")
    if clock.late_at < now:
        return f"You promised by {moment(clock.late_at, now, zone)}: {what}. Say so before they notice."
    return f"You promised by {moment(clock.late_at, now, zone)}: {what}."


def _spoke(clock: StoredClock, contact: Contact, now: datetime, zone: str) -> str:
    if clock.no_window and clock.late_at >= now:
        return f"{_last_spoke(contact, now)} No hour is left that suits you both: call soon, or find a cover."
    if contact.spoke_at is None:
        if clock.late_at < now:
            return "You have not spoken yet, and the first call is late."
        return f"You have not spoken yet. First call by {moment(clock.due_at, now, zone)}."
    if clock.late_at < now:
        return f"{_last_spoke(contact, now)} The call was owed by {moment(clock.late_at, now, zone)}."
    if clock.due_at < now:
        return f"{_last_spoke(contact, now)} Call before {moment(clock.late_at, now, zone)}."
    return f"{_last_spoke(contact, now)} Call by {moment(clock.due_at, now, zone)}."


def _heard(clock: StoredClock, contact: Contact, now: datetime, zone: str) -> str:
    since = "They have not heard from you yet"
    if contact.heard_at is not None:
        since = f"{span_days(now - contact.heard_at).capitalize()} since they heard from you"
    if clock.late_at < now:
        return f"{since}; a word was owed by {moment(clock.late_at, now, zone)}."
    if clock.due_at < now:
        return f"{since}. Write or call before {moment(clock.late_at, now, zone)}."
    return f"{since}. Write or call by {moment(clock.due_at, now, zone)}."


def _last_spoke(contact: Contact, now: datetime) -> str:
    if contact.spoke_at is None:
        return "You have not spoken yet."
    quiet = span_days(now - contact.spoke_at)
    return "You spoke within the day." if quiet.startswith("less") else f"{quiet} since you spoke."


def _quote(words: str) -> str:
    words = " ".join(words.split())
    if len(words) > _LONGEST_QUOTE:
        return words[: _LONGEST_QUOTE - 1].rstrip() + "…"
    return words if words.endswith((".", "?", "!", "…", ")")) else f"{words}."
