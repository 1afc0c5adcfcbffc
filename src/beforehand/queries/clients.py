"""Clients: searched and listed, and one of them as the call sheet shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from beforehand.queries import access
from beforehand.queries.derivation import cadence
from beforehand.queries.facts import Gathered, NextCallRow, gather
from beforehand.queries.lessons import RELABELLED
from beforehand.queries.standings import Due, standing_of
from beforehand.queries.stopped_texts import stopped_at
from beforehand.records.models import (
    Client,
    ClientHours,
    ContactPoint,
    Deal,
    Member,
    Person,
    Touch,
)
from beforehand.rules.asks import BY_PEOPLE
from beforehand.rules.cadence import speak_every, steps
from beforehand.rules.corrections import voided
from beforehand.rules.facts import Touch as TouchFact
from beforehand.rules.names import folded
from beforehand.rules.next_calls import NextCall, is_missed
from beforehand.rules.quilt import Patch, quilt
from beforehand.rules.reasons import Contact

STORY_LENGTH = 60
_QUILT_DAYS = 56
_SETTLED_CALLS = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A client on the list of all: where it stands, or how it ended."""

    id: int
    name: str
    side: str
    care: str
    agent: str
    due: Due | None
    phone: str
    texts_stopped: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story: a touch, who of the household it was with, and whether it was taken back."""

    id: int
    at: datetime
    direction: str
    channel: str
    outcome: str
    asks: str
    automated: bool
    holding: bool
    words: str
    seconds: int | None
    source: str
    person: str
    by: str
    is_void: bool
    ask_if_reached: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is open."""

    id: int
    words: str
    asks: str
    asked_at: datetime
    channel: str
    outcome: str
    is_acknowledged: bool
    touch_id: int
    is_heard: bool  # a channel heard it; nobody wrote it down


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that is open."""

    id: int
    text: str
    made_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause that runs; `until_at` None: until further notice."""

    reason: str
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnCadence:
    """The client's own cadence that holds, in seconds; None leaves the stage's in force."""

    speak_every_s: int | None
    hear_every_s: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class SettledCall:
    """A next call that is over: kept, late, missed, moved or withdrawn."""

    at: datetime
    is_agreed: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an agent wants to see before ringing."""

    client: Client
    due: Due | None
    people: list[Person]
    points: list[ContactPoint]
    deals: list[Deal]
    asked: list[Asked]
    owed: list[Owed]
    next_call: NextCallRow | None
    settled_calls: list[SettledCall]
    zone: str
    zone_source: str
    week: dict[str, Any] | None
    pause: Paused | None
    speak_every: timedelta | None
    hear_every: timedelta | None
    own_cadence: OwnCadence | None
    story: list[Told]
    patches: list[Patch]


def listed(
    member: Member, *, words: str = "", care: str = "", agent_id: int | None = None, standing: str = ""
) -> QuerySet[Any, Any]:
    """The clients this member may see, by name, whose name, phone, e-mail or address holds every word."""
    rows = access.clients(member)
    if agent_id is not None:
        rows = rows.filter(agent=agent_id)
    if care:
        rows = rows.filter(care=care)
    elif not words:
        rows = rows.filter(care__in=[Client.Care.ACTIVE, Client.Care.PAST])
    if standing:
        rows = rows.filter(standing=standing)
    for word in folded(words).split():
        digits = "".join(c for c in word if c.isdigit())
        rows = rows.filter(search__contains=digits if len(digits) >= 7 else word)
    deal = Deal.objects.filter(client=OuterRef("pk"), closed_at__isnull=True).order_by("-opened_at")
    phone = ContactPoint.objects.filter(client=OuterRef("pk"), kind="phone").order_by("pk")
    return (
        rows.annotate(
            side=Subquery(deal.values("side")[:1]),
            phone=Subquery(phone.values("value")[:1]),
            texts_stopped_at=stopped_at("phone"),
        )
        .order_by("name", "pk")
        .values(
            "pk", "name", "care", "since", "first_call_at", "last_spoke_at", "last_heard_at", "clocks",
            "side", "phone", "texts_stopped_at", "agent__name", "agent__zone",
        )
    )  # fmt: skip


def listed_row(row: dict[str, Any], now: datetime) -> Listed:
    """One row of `listed` with its standing at `now`."""
    under_care = row["care"] in {Client.Care.ACTIVE, Client.Care.PAST}
    contact = Contact(row["last_spoke_at"], row["last_heard_at"], row["first_call_at"])
    zone = row["agent__zone"]
    return Listed(
        id=row["pk"],
        name=row["name"],
        side=row["side"] or "",
        care=row["care"],
        agent=row["agent__name"],
        due=standing_of(row["clocks"], contact, since=row["since"], now=now, zone=zone)
        if under_care
        else None,
        phone=row["phone"] or "",
        texts_stopped=row["texts_stopped_at"] is not None,
    )


def namesakes(member: Member, client: Client) -> list[str]:
    """The names of this member's other clients who share a phone or an e-mail address with that one."""
    values = list(client.contact_points.values_list("value", flat=True))
    same = ContactPoint.objects.filter(office_id=member.office_id, value__in=values).exclude(client=client)
    return list(
        access.clients(member).filter(pk__in=same.values("client")).values_list("name", flat=True)[:3]
    )


def sheet(member: Member, client_id: int, *, now: datetime) -> Sheet:
    """The call sheet and the story of a client this member may see, in seven statements."""
    client = access.client(member, client_id)
    (gathered,) = gather([client.pk], now=now)
    void = voided(gathered.touches)
    live = [touch for touch in gathered.touches if touch.id not in void]
    held = cadence(gathered, now, client.last_spoke_at, client.last_heard_at)
    hours = _newest(ClientHours.objects.filter(client=client, holds_from__lte=now))
    return Sheet(
        client=client,
        due=_due(client, now),
        people=list(Person.objects.filter(client=client).order_by("pk")),
        points=list(
            ContactPoint.objects.filter(client=client)
            .annotate(texts_stopped_at=stopped_at("value"))
            .order_by("pk")
        ),
        deals=list(Deal.objects.filter(client=client).order_by("closed_at", "-opened_at")),
        asked=_asked(gathered, live),
        owed=_owed(gathered),
        next_call=max(
            (c for c in gathered.next_calls if c.kept_at is None), key=lambda c: c.at, default=None
        ),
        settled_calls=_settled_calls(gathered),
        zone=gathered.calendar.zone,
        zone_source=hours.get_zone_source_display() if hours else "",
        week=hours.week if hours else None,
        pause=_pause(gathered, now),
        speak_every=held.cadence.speak_every,
        hear_every=held.cadence.hear_every,
        own_cadence=_own_cadence(gathered, now),
        story=_story(client, void),
        patches=_patches(client, gathered, live, now),
    )


def _due(client: Client, now: datetime) -> Due | None:
    if client.care not in {Client.Care.ACTIVE, Client.Care.PAST}:
        return None
    contact = Contact(client.last_spoke_at, client.last_heard_at, client.first_call_at)
    return standing_of(client.clocks, contact, since=client.since, now=now, zone=client.agent.zone)


def _asked(gathered: Gathered, live: Sequence[TouchFact]) -> list[Asked]:
    touch_of = {touch.id: touch for touch in live}
    return [
        Asked(
            id=request.id,
            words=request.words,
            asks=touch.asks,
            asked_at=touch.at,
            channel=touch.channel,
            outcome=touch.outcome,
            is_acknowledged=request.acknowledged_at is not None,
            touch_id=int(request.touch),
            is_heard=request.source not in BY_PEOPLE,
        )
        for request in gathered.requests
        if request.answered_at is None and (touch := touch_of.get(request.touch)) is not None
    ]


def _owed(gathered: Gathered) -> list[Owed]:
    return [
        Owed(int(promise.id), gathered.promise_texts[promise.id], promise.made_at, promise.due_at)
        for promise in sorted(gathered.promises, key=lambda promise: promise.due_at)
    ]


def _patches(client: Client, gathered: Gathered, live: Sequence[TouchFact], now: datetime) -> list[Patch]:
    return quilt(
        live,
        since=client.since,
        every=partial(speak_every, steps(gathered.spans, gathered.table, gathered.own)),
        days=_QUILT_DAYS,
        now=now,
        zone=client.agent.zone,
    )


def _settled_calls(gathered: Gathered) -> list[SettledCall]:
    """The last calls that are over, newest first."""
    kept = [(call, _kept_word(call)) for call in gathered.next_calls if call.kept_at is not None]
    given_up = [(call, "moved" if call.moved_at else "withdrawn") for call in gathered.given_up_calls]
    newest = sorted(kept + given_up, key=lambda pair: pair[0].at, reverse=True)
    return [SettledCall(call.at, call.is_agreed, word) for call, word in newest[:_SETTLED_CALLS]]


def _kept_word(call: NextCallRow) -> str:
    missed = call.kept_at is not None and is_missed(
        NextCall(call.made_at, call.at), call.kept_at, call.kept_at
    )
    return "missed, and made up for later" if missed else "kept"


def _own_cadence(gathered: Gathered, now: datetime) -> OwnCadence | None:
    begun = [
        (own.holds_from, OwnCadence(own.speak_every, own.hear_every, reason))
        for own, reason in zip(gathered.own, gathered.own_reasons, strict=True)
        if own.holds_from <= now
    ]
    return max(begun, key=lambda pair: pair[0])[1] if begun else None


def _newest(rows: QuerySet[ClientHours]) -> ClientHours | None:
    """What holds of rows that take over from one another."""
    return next(iter(rows.order_by("-holds_from", "-pk")[:1]), None)


def _pause(gathered: Gathered, now: datetime) -> Paused | None:
    running = [
        (pause.from_at, Paused(reason, pause.until_at))
        for pause, reason in zip(gathered.pauses, gathered.pause_reasons, strict=True)
        if pause.from_at <= now and (pause.until_at is None or now < pause.until_at)
    ]
    return max(running, key=lambda pair: pair[0])[1] if running else None


def _story(client: Client, void: set[str]) -> list[Told]:
    rows = (
        Touch.objects.filter(client=client, voids__isnull=True)
        .order_by("-at", "-pk")
        .values_list(
            "pk", "at", "direction", "channel", "outcome", "asks", "automated", "holding", "words", "seconds",
            "source", "person__name", "member__name", "ask_if_reached", "external_id",
        )[:STORY_LENGTH]
    )  # fmt: skip
    # What was set right stands in the story once, as it was meant.
    set_right = {row[14] for row in rows if row[10] == RELABELLED}
    return [
        Told(
            id=row[0],
            at=row[1],
            direction=row[2],
            channel=row[3],
            outcome=row[4],
            asks=row[5],
            automated=row[6],
            holding=row[7],
            words=row[8],
            seconds=row[9],
            source=row[10],
            person=row[11] or "",
            by=row[12] or "",
            is_void=str(row[0]) in void,
            ask_if_reached=row[13],
        )
        for row in rows
        if str(row[0]) not in set_right or str(row[0]) not in void
    ]
