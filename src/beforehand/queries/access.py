"""The only way to somebody's row: what a member may see, by role, inside the member's own office."""

from django.db.models import Q, QuerySet

from beforehand.records.models import Client, Member


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
    """That client, with its agent; NotFound where the member may not see it."""
    for found in clients(member).filter(pk=client_id).select_related("agent", "office")[:1]:
        return found
    raise NotFound


def held_client(member: Member, client_id: int) -> Client:
    """That client, held until the transaction ends, for a change of its facts."""
    rows = clients(member).filter(pk=client_id).select_for_update(of=("self",))
    for found in rows[:1]:  # not first(): an order costs more than the row
        return found
    raise NotFound


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
