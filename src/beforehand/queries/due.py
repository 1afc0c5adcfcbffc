"""Whom an office or one agent calls, in Today's order: now by the stored proposals, or as of any moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from beforehand.queries.derivation import UNDER_CARE, derived
from beforehand.queries.facts import gather
from beforehand.queries.standings import ABOVE_THE_LINE, Due, day_order, standing_of
from beforehand.records.models import Client, Member, Office
from beforehand.rules.reasons import Contact
from beforehand.rules.standing import next_day


@dataclass(frozen=True, slots=True)
class DueRow:
    """One client on the list; `agent` is the e-mail address of its agent."""

    client_id: int
    name: str
    agent: str
    due: Due


def due_now(office: Office, agent: Member | None, *, now: datetime, with_rest: bool) -> list[DueRow]:
    """The list of an office, or of one agent, at `now`; `with_rest` adds who is in hand or paused.

    Whose time to look has come is derived again, since nobody may have looked yet.
    """
    agents = _agents(office)
    rows = _under_care(office, agent)
    looked = rows.filter(Q(look_at__gt=now) | Q(look_at__isnull=True))
    if not with_rest:
        day_end = max(next_day(now, member.zone) for member in agents.values())
        looked = looked.filter(Q(due_at__lt=day_end) | Q(standing__in=["complaint", "asked"]))
    unlooked = rows.filter(look_at__lte=now).values_list("pk", flat=True)
    return _in_order([*_stored(looked, agents, now), *_derived(unlooked, agents, now)], with_rest=with_rest)


def due_as_of(office: Office, agent: Member | None, *, at: datetime, with_rest: bool) -> list[DueRow]:
    """The same list at any moment, past or to come, derived from the facts alone."""
    ids = _under_care(office, agent).values_list("pk", flat=True)
    return _in_order(_derived(ids, _agents(office), at), with_rest=with_rest)


def _agents(office: Office) -> dict[int, Member]:
    return {member.pk: member for member in Member.objects.filter(office=office).select_related("user")}


def _under_care(office: Office, agent: Member | None) -> QuerySet[Client]:
    rows = Client.objects.filter(office=office, care__in=UNDER_CARE)
    return rows if agent is None else rows.filter(agent=agent)


def _stored(rows: QuerySet[Client], agents: dict[int, Member], now: datetime) -> Iterator[DueRow]:
    columns = ("pk", "name", "agent", "since", "first_call_at", "last_spoke_at", "last_heard_at", "clocks")
    for pk, name, agent_id, since, first_at, spoke_at, heard_at, clocks in rows.values_list(
        *columns
    ).iterator():
        agent = agents[agent_id]
        contact = Contact(spoke_at, heard_at, first_at)
        due = standing_of(clocks, contact, since=since, now=now, zone=agent.zone)
        yield DueRow(pk, name, agent.user.email, due)


def _derived(ids: QuerySet[Client, int], agents: dict[int, Member], now: datetime) -> Iterator[DueRow]:
    for facts in gather(list(ids), now=now):
        agent, found = agents[facts.agent_id], derived(facts, now)
        contact = Contact(found.last_spoke_at, found.last_heard_at, facts.first_call_at)
        due = standing_of(found.clocks, contact, since=facts.since, now=now, zone=agent.zone)
        yield DueRow(facts.id, facts.name, agent.user.email, due)


def _in_order(rows: Iterator[DueRow] | list[DueRow], *, with_rest: bool) -> list[DueRow]:
    listed = [row for row in rows if with_rest or row.due.standing in ABOVE_THE_LINE]
    return sorted(listed, key=lambda row: (day_order(row.due, row.name), row.client_id))
