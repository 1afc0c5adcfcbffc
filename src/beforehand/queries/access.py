"""The only way to somebody's row: what a member may see, by role, inside the member's own office.

Every request asks who is signed in, and every change holds its client: these two statements are composed once,
because to compose one by the ORM costs five times what running it does (docs/adr/0005).
"""

from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from beforehand.records.models import Client, Member, Office, User

# Other fields are read when they are asked for; left_at is none, as only a seat that is held is found.
_USER = ("id", "password", "email", "is_active")
_MEMBER = ("id", "office_id", "user_id", "team_id", "role", "name", "zone", "left_at")
_OFFICE = (
    "id", "name", "country", "state", "zone", "pack", "is_sample", "inbound_spoken_s", "outbound_spoken_s",
    "outbound_maybe_s", "keeps_bodies",
)  # fmt: skip
_SEAT = (
    f"SELECT {', '.join(f'u.{name}' for name in _USER)}, {', '.join(f'm.{name}' for name in _MEMBER)},"  # noqa: S608
    f" {', '.join(f'o.{name}' for name in _OFFICE)} FROM records_user u"
    " LEFT JOIN records_member m ON m.user_id = u.id AND m.left_at IS NULL"
    " LEFT JOIN records_office o ON o.id = m.office_id WHERE u.id = %s AND u.is_active"
)
_LARGEST_ID = 2**63 - 1
_ID, _OFFICE_ID, _MEMBER_ID, _TEAM_ID = (
    -1,
    -2,
    -3,
    -4,
)  # what stands in a composed statement for the real ones


class NotFound(Exception):
    """No such row, or none that this member may see; the two are never told apart."""


def clients(member: Member) -> QuerySet[Client]:
    """An agent's own clients, a lead's team's, a broker's office's, an assistant's agents'."""
    rows = Client.objects.filter(office_id=member.office_id)
    if member.role == Member.Role.BROKER:
        return rows
    if member.role == Member.Role.ASSISTANT:
        return rows.filter(agent__assisted_by__assistant=member)
    if member.role == Member.Role.LEAD and member.team_id is not None:
        return rows.filter(Q(agent=member) | Q(agent__team=member.team_id))
    return rows.filter(agent=member)


def client(member: Member, client_id: int) -> Client:
    """That client, with its agent and office; NotFound where the member may not see it."""
    for found in clients(member).filter(pk=client_id).select_related("agent")[:1]:
        found.office = found.agent.office = member.office
        return found
    raise NotFound


def held_client(member: Member, client_id: int) -> Client:
    """That client, held until the transaction ends, for a change of its facts."""
    if client_id > _LARGEST_ID:
        raise NotFound
    sql, places = _holding(connection.vendor, member.role, is_in_team=member.team_id is not None)
    meant = {_ID: client_id, _OFFICE_ID: member.office_id, _MEMBER_ID: member.pk, _TEAM_ID: member.team_id}
    for found in Client.objects.raw(sql, [meant[place] for place in places]):
        return found
    raise NotFound


@lru_cache(maxsize=16)
def _holding(vendor: str, role: str, *, is_in_team: bool) -> tuple[str, tuple[int, ...]]:
    """The statement that holds one client for a member of that role, and what to put in its places."""
    anybody = Member(pk=_MEMBER_ID, office_id=_OFFICE_ID, role=role, team_id=_TEAM_ID if is_in_team else None)
    rows = clients(anybody).filter(pk=_ID).select_for_update(of=("self",))
    sql, places = rows.query.sql_with_params()
    return sql, places


def signed_in(user_id: int) -> User | None:
    """The user of a session, with the seat, if it is still held, and its office."""
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, [user_id])
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        return None
    to_user, to_member = len(_USER), len(_USER) + len(_MEMBER)
    user, member = User.from_db("default", _USER, row[:to_user]), None
    if row[to_user] is not None:
        member = Member.from_db("default", _MEMBER, row[to_user:to_member])
        member.user, member.office = user, Office.from_db("default", _OFFICE, row[to_member:])
    User.member.related.set_cached_value(user, member)
    return user


def agents(member: Member) -> QuerySet[Member]:
    """The members whose clients this member may see, those who left too, by name."""
    rows = Member.objects.filter(office_id=member.office_id).order_by("name", "pk")
    if member.role == Member.Role.BROKER:
        return rows
    if member.role == Member.Role.ASSISTANT:
        return rows.filter(assisted_by__assistant=member)
    if member.role == Member.Role.LEAD and member.team_id is not None:
        return rows.filter(Q(pk=member.pk) | Q(team=member.team_id))
    return rows.filter(pk=member.pk)


def captures_of(member: Member) -> QuerySet[Member]:
    """The members whose unmatched captures this one may see: their own, and those of the agents they assist.

    No broker or lead looks into a colleague's mail from people who are no clients.
    """
    return Member.objects.filter(
        Q(pk=member.pk) | Q(assisted_by__assistant=member), office_id=member.office_id
    ).distinct()


def agent(member: Member, member_id: int) -> Member:
    """That member, if this one may see their clients."""
    found = agents(member).filter(pk=member_id).first()
    if found is None:
        raise NotFound
    return found


def colleagues(member: Member) -> QuerySet[Member]:
    """Everybody of the office who is still there, by name: whom a client can be handed to."""
    return Member.objects.filter(office_id=member.office_id, left_at__isnull=True).order_by("name", "pk")


def colleague(member: Member, member_id: int) -> Member:
    """That colleague; NotFound where there is none in this office."""
    found = colleagues(member).filter(pk=member_id).first()
    if found is None:
        raise NotFound
    return found
