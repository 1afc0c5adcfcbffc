"""Who had to ask: the clients who wanted news while nothing had been heard from us, in the last thirty days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from beforehand.queries import access
from beforehand.records.models import Member
from beforehand.records.models import Touch as Row
from beforehand.rules.asked_first import asked_first
from beforehand.rules.facts import Touch, heard_from_us

SPAN = timedelta(days=30)
_LOOK_BACK = timedelta(days=60)  # in nearly all cases we have spoken within that time before


@dataclass(frozen=True, slots=True)
class HadToAsk:
    """One such ask: whose, when, and how long nothing had been heard; `silent` None: nothing ever."""

    client_id: int
    client: str
    agent: str
    at: datetime
    silent: timedelta | None


def had_to_ask(member: Member, *, now: datetime) -> list[HadToAsk]:
    """Those of the clients this member may see, newest first; two statements, three where a silence is very long."""
    since = now - SPAN
    asks = Row.objects.filter(office_id=member.office_id, asks="update", at__range=(since, now))
    rows = (
        access.clients(member).filter(pk__in=asks.values("client")).values_list("pk", "name", "agent__name")
    )
    clients = {pk: (name, agent) for pk, name, agent in rows}
    if not clients:
        return []
    whose = Row.objects.filter(client__in=access.clients(member).filter(pk__in=asks.values("client")))
    touches = _by_client(whose.filter(at__range=(since - _LOOK_BACK, now)))
    long = [pk for pk in clients if not _has_word_before(touches[pk], since)]
    if long:
        touches |= _by_client(Row.objects.filter(client__in=long, at__lte=now))
    found = [
        HadToAsk(pk, *clients[pk], at=each.at, silent=each.silent)
        for pk in clients
        for each in asked_first(touches[pk])
        if each.at >= since
    ]
    return sorted(found, key=lambda each: (each.at, each.client_id), reverse=True)


def _by_client(rows: QuerySet[Row]) -> defaultdict[int, list[Touch]]:
    found: defaultdict[int, list[Touch]] = defaultdict(list)
    columns = (
        "client_id", "pk", "at", "direction", "channel", "outcome", "asks", "automated", "holding", "voids_id",
    )  # fmt: skip
    for row in rows.values_list(*columns):
        voids = None if row[9] is None else str(row[9])
        found[row[0]].append(
            Touch(str(row[1]), row[2], row[3], row[4], row[5], row[6], row[7], row[8], voids)
        )
    return found


def _has_word_before(touches: list[Touch], at: datetime) -> bool:
    """Whether the silence that `at` lies in begins among these touches."""
    voided = {touch.voids for touch in touches}
    return any(
        touch.at < at and heard_from_us(touch) and not touch.holding and touch.id not in voided
        for touch in touches
    )
