"""What a calendar holds, and what a past meeting is to the clocks: something to ask about, never assumed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from beforehand.channels.calendar.words import Channel
from beforehand.rules.captures import Captured


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited or invites: the address in its normal form."""

    email: str
    name: str = ""
    has_declined: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One event, or one instance of a repeated one: `recurrence` is when that was to be at first, else empty."""

    uid: str
    recurrence: str
    starts_at: datetime  # UTC, as are all
    ends_at: datetime
    title: str
    location: str
    channel: Channel
    guests: tuple[Guest, ...]  # the organizer too, rooms not
    is_cancelled: bool = False
    is_all_day: bool = False

    @property
    def external_id(self) -> str:
        """The same for the same meeting, wherever it is received and however often it is moved."""
        return sha256(f"{self.uid}\n{self.recurrence}".encode("utf-8", "replace")).hexdigest()


def others(event: Event, ours: Collection[str]) -> tuple[Guest, ...]:
    """Whom we meet there: the guests but for us and who declined; nobody if it is off, all day, or we declined."""
    if event.is_cancelled or event.is_all_day:
        return ()
    mine = [guest for guest in event.guests if guest.email in ours]
    if mine and all(guest.has_declined for guest in mine):
        return ()
    return tuple(guest for guest in event.guests if guest.email not in ours and not guest.has_declined)


def captured(event: Event, ours: Collection[str]) -> Captured | None:
    """A past meeting as one that nobody has confirmed, which resets no clock; None if it is with nobody else.

    `ours` are the addresses of the office in normal form. Whether the event is past is for the caller to see.
    """
    met = others(event, ours)
    if not met:
        return None
    return Captured(
        source="calendar",
        external_id=event.external_id,
        at=event.ends_at,
        direction="out",
        channel=event.channel,
        outcome="no_answer",
        points=tuple(("email", guest.email) for guest in met),
        name=met[0].name,
        ours=next((guest.email for guest in event.guests if guest.email in ours), ""),
        summary=event.title,
        seconds=int((event.ends_at - event.starts_at).total_seconds()),
        ask_if_reached=True,
    )
