"""Meetings with clients: past ones that nobody has answered for, and those to come; calendars and how they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max, Q, QuerySet

from beforehand.queries import access
from beforehand.queries.matching import holders
from beforehand.records.models import Calendar, Client, ContactPoint, Meeting, Member

BACK, AHEAD = timedelta(days=14), timedelta(days=60)
_AFTERWARDS = timedelta(hours=2)
_MOST = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A past meeting: did they meet? `whose` is the member whose calendar it is in, empty if the asker's own."""

    id: int
    client_id: int
    client_name: str
    starts_at: datetime
    channel: str
    whose: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come, or one that was to be and is called off."""

    starts_at: datetime
    channel: str
    title: str
    is_cancelled: bool
    whose: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A calendar of one's own: read or not, when it last answered, and what is wrong with it."""

    id: int
    name: str
    kind: str
    is_read: bool
    looked_at: datetime | None
    fault: str
    left_out: str


def questions(member: Member, agent: Member, *, now: datetime) -> list[Question]:
    """What the day of `agent` asks, oldest first: meetings in their calendars and with their clients."""
    theirs = Q(member=agent) | Q(client__agent=agent)
    seen = access.clients(member).filter(care__in=[Client.Care.ACTIVE, Client.Care.PAST])
    rows = _open(member, now).filter(theirs, client__in=seen, ends_at__lte=now, cancelled_at__isnull=True)
    return _questions(rows, member)


def of_client(member: Member, client: Client, *, now: datetime) -> tuple[list[Question], list[Coming]]:
    """What a client's page asks, and the meetings to come; of a client this member may see."""
    rows = list(_open(member, now).filter(client=client).select_related("member").order_by("starts_at"))
    past = [row for row in rows if row.ends_at <= now and row.cancelled_at is None]
    coming = {row.external_id: row for row in rows if row.ends_at > now}
    asked = {row.external_id: row for row in past}
    return (
        [_question(row, client.name, member) for row in asked.values()],
        [
            Coming(row.starts_at, row.channel, row.title, row.cancelled_at is not None, _whose(row, member))
            for row in coming.values()
        ],
    )


def invited(office_id: int, emails: Iterable[str]) -> dict[str, list[int]]:
    """For each address the clients of the office who have it, whoever their agent is; absent where there are none."""
    found = holders(office_id, {("email", email) for email in emails})
    return {value: sorted({each.client_id for each in who}) for (_, value), who in found.items()}


def newest_point(office_id: int) -> int:
    """A number that changes when somebody can be matched who could not before."""
    return ContactPoint.objects.filter(office_id=office_id).aggregate(newest=Max("pk"))["newest"] or 0


def calendars(member: Member) -> list[CalendarLine]:
    """The member's own calendars, by name."""
    rows = Calendar.objects.filter(office_id=member.office_id, member=member, removed_at__isnull=True)
    return [
        CalendarLine(
            row["pk"],
            row["name"],
            row["kind"],
            row["look_at"] is not None,
            row["looked_at"],
            row["fault"],
            row["left_out"],
        )
        for row in rows.order_by("name", "pk").values(
            "pk", "name", "kind", "look_at", "looked_at", "fault", "left_out"
        )
    ]


def live_calendar(calendar_id: int) -> Calendar | None:
    """The calendar, if it is to be read and its member is still there."""
    rows = Calendar.objects.filter(pk=calendar_id, look_at__isnull=False, member__left_at__isnull=True)
    return rows.select_related("member").first()


def _open(member: Member, now: datetime) -> QuerySet[Meeting]:
    """What nobody has answered; a contact logged by hand in the meantime answers too."""
    spoke_then = Q(client__last_spoke_at__range=(F("starts_at"), F("ends_at") + _AFTERWARDS))
    return Meeting.objects.filter(
        office_id=member.office_id, answered_at__isnull=True, ends_at__gte=now - BACK
    ).exclude(spoke_then)


def _questions(rows: QuerySet[Meeting], member: Member) -> list[Question]:
    found = rows.select_related("client", "member").order_by("-starts_at")[:_MOST]
    each_once = {(row.external_id, row.client_id): row for row in found}
    return [_question(row, row.client.name, member) for row in reversed(each_once.values())]


def _question(row: Meeting, client_name: str, member: Member) -> Question:
    return Question(row.pk, row.client_id, client_name, row.starts_at, row.channel, _whose(row, member))


def _whose(row: Meeting, member: Member) -> str:
    return "" if row.member_id == member.pk else row.member.name
