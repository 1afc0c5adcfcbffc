"""Today: whom an agent calls, in which order and why, and what is in hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from beforehand.queries import access
from beforehand.queries.standings import ABOVE_THE_LINE, Due, day_order, standing_of
from beforehand.queries.stopped_texts import stopped_at
from beforehand.records.models import Client, ContactPoint, Deal, Member, NextCall, Touch
from beforehand.rules.reasons import Contact
from beforehand.rules.standing import next_day

_SHOWN_IN_HAND = 3
_READ_IN_HAND = 40  # those with a planned call come first
_ASKED_FOR = timedelta(days=7)
_CARED_FOR = [Client.Care.ACTIVE, Client.Care.PAST]


@dataclass(frozen=True, slots=True)
class ShortCall:
    """A call so short that it may have been a greeting: the page asks "did you reach them?"."""

    touch_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One client on a list; `phone` is in international form or empty, `side` the word of its newest open deal."""

    id: int
    name: str
    side: str
    agent_id: int
    due: Due
    phone: str
    texts_stopped: bool
    is_past: bool
    planned_at: datetime | None
    short_call: ShortCall | None


@dataclass(frozen=True, slots=True)
class Today:
    """The day of one agent: first who asked, then who is owed a call, past clients apart, then who is in hand."""

    first: list[Card]
    calls: list[Card]
    past: list[Card]
    planned: list[Card]
    in_hand: list[Card]
    in_hand_count: int
    paused_count: int
    next_due_at: datetime | None
    spread_count: int
    minutes: int

    @property
    def count(self) -> int:
        """How many rows stand above "in hand"."""
        return len(self.first) + len(self.calls) + len(self.past)


def today(member: Member, agent: Member, *, now: datetime, call_minutes: int) -> Today:
    """The day of `agent` as `member`, who may see it, sees it at `now`: four statements whatever the office's size."""
    day_end = next_day(now, agent.zone)
    mine = access.clients(member).filter(agent=agent, care__in=_CARED_FOR)
    above = Q(due_at__lt=day_end) | Q(standing__in=["complaint", "asked"])
    everybody = _rows(mine, day_end)
    rows = list(everybody.filter(above))
    asked = short_calls([row["pk"] for row in rows], now=now)
    cards = [_card(row, agent, now, asked.get(row["pk"])) for row in rows]
    cards = [card for card in cards if card.due.standing in ABOVE_THE_LINE]
    cards.sort(key=lambda card: day_order(card.due, card.name))
    rest = everybody.exclude(above).filter(due_at__isnull=False)
    quiet = list(rest.order_by(F("planned_at").asc(nulls_last=True), "due_at", "name")[:_READ_IN_HAND])
    to_come = [row for row in quiet if row["planned_at"] is None][:_SHOWN_IN_HAND]
    counts = _counts(mine, day_end, now)
    first = [card for card in cards if card.due.standing in {"complaint", "asked"}]
    others = [card for card in cards if card.due.standing not in {"complaint", "asked"}]
    return Today(
        first=first,
        calls=[card for card in others if not card.is_past],
        past=[card for card in others if card.is_past],
        planned=[_card(row, agent, now) for row in quiet if row["planned_at"] is not None],
        in_hand=[_card(row, agent, now) for row in to_come],
        in_hand_count=counts["cared_for"] - len(cards) - counts["paused"],
        paused_count=counts["paused"],
        next_due_at=counts["next_due_at"],
        spread_count=counts["spread"],
        minutes=len(cards) * call_minutes,
    )


def short_calls(client_ids: list[int], *, now: datetime) -> dict[int, ShortCall]:
    """The newest call of each client in the last week that nobody has said the outcome of."""
    corrections = Touch.objects.filter(voids=OuterRef("pk"), client=OuterRef("client"))
    rows = Touch.objects.filter(
        ~Exists(corrections),
        client__in=client_ids,
        ask_if_reached=True,
        at__range=(now - _ASKED_FOR, now),
    ).order_by("at")
    return {client: ShortCall(touch, at) for touch, client, at in rows.values_list("pk", "client_id", "at")}


def _counts(mine: QuerySet[Client], day_end: datetime, now: datetime) -> dict[str, Any]:
    quiet = Q(due_at__gte=day_end) & ~Q(standing__in=["complaint", "asked"])
    return mine.aggregate(
        cared_for=Count("pk"),
        paused=Count("pk", filter=Q(standing="paused") & (quiet | Q(due_at__isnull=True))),
        next_due_at=Min("due_at", filter=quiet),
        spread=Count("pk", filter=Q(first_call_at__gt=now, last_spoke_at__isnull=True)),
    )


def _rows(rows: QuerySet[Client], day_end: datetime) -> QuerySet[Any, Any]:
    deal = Deal.objects.filter(client=OuterRef("pk"), closed_at__isnull=True).order_by("-opened_at")
    phone = ContactPoint.objects.filter(client=OuterRef("pk"), kind="phone").order_by("pk")
    planned = NextCall.objects.filter(
        client=OuterRef("pk"),
        is_agreed=False,
        at__lt=day_end,
        kept_at__isnull=True,
        moved_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    return rows.annotate(
        side=Subquery(deal.values("side")[:1]),
        phone=Subquery(phone.values("value")[:1]),
        texts_stopped_at=stopped_at("phone"),
        planned_at=Subquery(planned.values("at")[:1]),
    ).values(
        "pk", "name", "care", "agent_id", "since", "first_call_at", "last_spoke_at", "last_heard_at", "clocks",
        "side", "phone", "texts_stopped_at", "planned_at",
    )  # fmt: skip


def _card(row: dict[str, Any], agent: Member, now: datetime, short_call: ShortCall | None = None) -> Card:
    contact = Contact(row["last_spoke_at"], row["last_heard_at"], row["first_call_at"])
    return Card(
        id=row["pk"],
        name=row["name"],
        side=row["side"] or "",
        agent_id=row["agent_id"],
        due=standing_of(row["clocks"], contact, since=row["since"], now=now, zone=agent.zone),
        phone=row["phone"] or "",
        texts_stopped=row["texts_stopped_at"] is not None,
        is_past=row["care"] == Client.Care.PAST,
        planned_at=row["planned_at"],
        short_call=short_call,
    )
