"""Members as lists and forms show them; always inside the office of the member who asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from beforehand.queries import access
from beforehand.queries.access import NotFound
from beforehand.records.models import Absence, Assistance, Invitation, Member, MemberHours, Team


@dataclass(frozen=True, slots=True)
class Seat:
    """A member in the list of members; `assists` are names, `has_link` that one can still be used."""

    id: int
    name: str
    email: str
    role: str
    team: str
    assists: list[str]
    has_joined: bool
    has_link: bool


@dataclass(frozen=True, slots=True)
class TimeOff:
    """Time off: who is away, and who answers meanwhile ("": nobody); `last_at` is its last second."""

    id: int
    from_at: datetime
    last_at: datetime
    is_own: bool
    name: str
    cover: str


def seats(member: Member, *, now: datetime) -> list[Seat]:
    """Everybody of the office by name: two statements."""
    assists: dict[int, list[str]] = {}
    pairs = Assistance.objects.filter(office_id=member.office_id).order_by("agent__name")
    for assistant, agent in pairs.values_list("assistant_id", "agent__name"):
        assists.setdefault(assistant, []).append(agent)
    link = Invitation.objects.filter(member=OuterRef("pk"), used_at__isnull=True, expires_at__gt=now)
    rows = access.colleagues(member).select_related("user", "team").annotate(has_link=Exists(link))
    return [
        Seat(
            id=row.pk,
            name=row.name,
            email=row.user.email,
            role=row.get_role_display(),
            team=row.team.name if row.team else "",
            assists=assists.get(row.pk, []),
            has_joined=row.user.has_usable_password(),
            has_link=row.has_link,
        )
        for row in rows
    ]


def seat(by: Member, member_id: int) -> Member:
    """That member of the same office, with user, office and team; NotFound for any other."""
    found = access.colleagues(by).filter(pk=member_id).select_related("user", "office", "team").first()
    if found is None:
        raise NotFound
    return found


def assisted(member: Member) -> list[int]:
    """Whose clients an assistant sees."""
    return list(Assistance.objects.filter(assistant=member).values_list("agent_id", flat=True))


def team_names(member: Member) -> list[str]:
    """The teams of the office, by name."""
    return list(
        Team.objects.filter(office_id=member.office_id).order_by("name").values_list("name", flat=True)
    )


def week(member: Member, *, now: datetime) -> dict[str, Any]:
    """The working week that holds at `now`, as stored."""
    rows = MemberHours.objects.filter(member=member, holds_from__lte=now).order_by("-holds_from", "-pk")
    found = rows.first()
    return dict(found.week) if found else {}


def time_off(member: Member, *, now: datetime) -> list[TimeOff]:
    """The member's own time off, and what they cover of others, that is not over; soonest first."""
    rows = Absence.objects.filter(Q(member=member) | Q(cover=member), office_id=member.office_id)
    rows = rows.filter(until_at__gt=now, withdrawn_at__isnull=True).order_by("from_at", "pk")
    return [
        TimeOff(
            id=row.pk,
            from_at=row.from_at,
            last_at=row.until_at - timedelta(seconds=1),
            is_own=row.member_id == member.pk,
            name=row.member.name,
            cover=row.cover.name if row.cover else "",
        )
        for row in rows.select_related("member", "cover")
    ]


def own_absence(member: Member, absence_id: int) -> Absence:
    """That time off of the member's own; NotFound for anybody else's."""
    found = Absence.objects.filter(pk=absence_id, member=member).select_related("member").first()
    if found is None:
        raise NotFound
    return found
