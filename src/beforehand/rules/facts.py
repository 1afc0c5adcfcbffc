"""The facts that the clock rules read: small frozen values, instants in UTC, durations as timedelta."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

VOICE = frozenset({"call", "video", "meeting"})
CHANNELS = ("call", "video", "meeting", "text", "chat", "email", "letter", "social", "page")
DIRECTIONS = ("out", "in")
OUTCOMES = ("spoke", "left_message", "no_answer", "sent", "received", "failed")
ASKS = ("none", "update", "question", "complaint")

Week = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Touch:
    """One contact between us and the client; `at` is the instant it ended."""

    id: str
    at: datetime
    direction: str
    channel: str
    outcome: str
    asks: str = "none"
    automated: bool = False
    holding: bool = False
    voids: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What we said we would do by `due_at`; seen from `made_at` until kept or withdrawn."""

    id: str
    made_at: datetime
    due_at: datetime
    kept_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event the client is to be told of within `tell_within` of agent hours; not yet done: None."""

    id: str
    done_at: datetime | None
    tell_within: timedelta


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which nothing is owed by `speak` and `hear`: until `until_at` or further notice."""

    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A person's hours: minutes of the local day, Monday first, in an IANA zone; `closed` are local dates.

    The hash is worked out once: a calendar is a cache key.
    """

    zone: str
    week: Week
    closed: frozenset[date] = frozenset()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.zone, self.week, self.closed)))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type["Calendar"], tuple[str, Week, frozenset[date]]]:
        # A hash of text holds in one process only, so it must not travel.
        return Calendar, (self.zone, self.week, self.closed)


@dataclass(frozen=True, slots=True)
class Absence:
    """Time off, `from_at` included and `until_at` excluded; without a cover nobody is there."""

    from_at: datetime
    until_at: datetime
    cover: Calendar | None


@dataclass(frozen=True, slots=True)
class Responsible:
    """The agent and who stands in: the first absence that holds an instant decides."""

    calendar: Calendar
    away: tuple[Absence, ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.calendar, self.away)))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type["Responsible"], tuple[Calendar, tuple[Absence, ...]]]:
        return Responsible, (self.calendar, self.away)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a client is owed a call or a word; a None means that there is no such clock."""

    speak_every: timedelta | None
    hear_every: timedelta | None
    acknowledge_within: timedelta | None
    first_call_within: timedelta
    answer_within: timedelta
    call_length: timedelta
    message_length: timedelta


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """The client's own hours and since when we care; `hear_since`, if given, holds for the `hear` clock."""

    calendar: Calendar
    since: datetime
    paused: tuple[Pause, ...] = ()
    hear_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that `derive` needs to know about one client."""

    client: ClientFacts
    agent: Responsible
    cadence: Cadence
    touches: Sequence[Touch]
    promises: Sequence[Promise] = ()
    milestones: Sequence[Milestone] = ()


def spoke(touch: Touch) -> bool:
    """Say whether we and the client spoke: a voice channel, in either direction, by a person.

    Whether a correction voids the touch is not asked here.
    """
    return touch.outcome == "spoke" and touch.channel in VOICE and not touch.automated and touch.voids is None


def heard_from_us(touch: Touch) -> bool:
    """Say whether the client heard from us: spoken to, or sent or left a message by a person."""
    if touch.direction == "out" and touch.outcome in _MESSAGES:
        return not touch.automated and touch.voids is None
    return spoke(touch)


_MESSAGES = frozenset({"sent", "left_message"})
