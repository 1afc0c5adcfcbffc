"""Members: given a seat, invited by a one-time link, their hours, teams, assistants and time off."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.derivation import rederive_where
from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.records.models import Absence, Assistance, Invitation, Member, MemberHours, Office, Team, User
from beforehand.rules.weeks import AGENT_WEEK
from beforehand.rules.weeks import week as read_week

LINK_HOLDS = timedelta(days=7)

_LINK_IS_OVER = "This link was used already or has run out; ask your broker for a new one."


@transaction.atomic
def seat(
    *, office: Office, email: str, password: str | None, role: str, name: str, at: datetime, zone: str = ""
) -> Member:
    """Gives somebody a seat and the usual hours; no password: they choose one by an invitation."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as fault:
        raise Refusal(f"E-mail: “{email}” is no e-mail address; write one like ana@example.com.") from fault
    if User.objects.filter(email=email).exists():
        raise Refusal(f"E-mail: {email} has a seat already; an address can have only one.")
    user = User(email=email)
    if password is not None:
        check_password(password, user)
    user.set_password(password)
    user.save()
    at = at.replace(microsecond=0)
    member = Member.objects.create(
        office=office,
        user=user,
        role=role,
        name=name.strip()[:120] or email.partition("@")[0].replace(".", " ").title(),
        zone=zone or office.zone,
        joined_at=at,
    )
    MemberHours.objects.create(
        office=office, member=member, holds_from=at, zone=member.zone, week=AGENT_WEEK, recorded_at=at
    )
    return member


@transaction.atomic
def add_member(
    *, email: str, role: str, name: str, by: Member, at: datetime, team: Team | None = None
) -> tuple[Member, str]:
    """Gives a new member a seat and makes the token of a one-time link; only a broker may."""
    _check_broker(by)
    if team is not None and team.office_id != by.office_id:
        raise access.NotFound
    if role not in Member.Role.values:
        raise Refusal(f"Role: “{role}” is none of {', '.join(Member.Role.values)}.")
    member = seat(office=by.office, email=email, password=None, role=role, name=name, at=at)
    if team is not None:
        Member.objects.filter(pk=member.pk).update(team=team)
    note("member.added", office_id=by.office_id, by=by, at=at, about=member.pk)
    return member, _invite(member, at)


@transaction.atomic
def reset_member(*, member: Member, by: Member | None, at: datetime) -> str:
    """Makes the token of a new one-time link; links made before are void."""
    if by is not None:
        _check_broker(by)
        _check_colleagues([member], by)
    note("member.reset", office_id=member.office_id, by=by, at=at, about=member.pk)
    return _invite(member, at)


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime) -> Member:
    """Sets the password that the holder of a one-time link chose; the link is used up."""
    invitation = open_invitation(token, at=at)
    if invitation is None:
        raise Refusal(_LINK_IS_OVER)
    user = invitation.member.user
    check_password(password, user)
    if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at):
        raise Refusal(_LINK_IS_OVER)  # somebody else was quicker with the same link
    user.set_password(password)
    user.save(update_fields=["password"])
    note("member.joined", office_id=invitation.office_id, by=invitation.member, at=at)
    return invitation.member


@transaction.atomic
def change_password(*, current: str, password: str, by: Member, at: datetime) -> None:
    """Gives a member another password of their own choice; the current one proves who asks."""
    user = by.user
    if not user.check_password(current):
        raise Refusal("Current password: this is not the one you sign in with; type it again.")
    check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    note("member.password_changed", office_id=by.office_id, by=by, at=at)


def open_invitation(token: str, *, at: datetime) -> Invitation | None:
    """The invitation of a one-time link that can still be used."""
    rows = Invitation.objects.filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=at)
    return rows.select_related("member__user", "member__office").first()


def check_password(password: str, user: User) -> None:
    """Refuses a password that is too easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise Refusal("Password: " + " ".join(fault.messages)) from fault


@transaction.atomic
def set_hours(*, member: Member, zone: str, week: dict[str, Any], by: Member, at: datetime) -> None:
    """Records a member's working week and zone from now on; their own, or any by a broker."""
    _check_own(member, by)
    try:
        read_week(week)
    except ValueError as fault:
        raise Refusal(f"Hours: {fault}.") from fault
    at = at.replace(microsecond=0)
    MemberHours.objects.create(
        office_id=member.office_id,
        member=member,
        holds_from=at,
        zone=zone,
        week=week,
        recorded_at=at,
        recorded_by=by,
    )
    Member.objects.filter(pk=member.pk).update(zone=zone)
    note("member.hours_set", office_id=member.office_id, by=by, at=at, about=member.pk)
    rederive_where(at, agent=member)


@transaction.atomic
def take_time_off(
    *,
    member: Member,
    from_at: datetime,
    until_at: datetime,
    cover: Member | None,
    by: Member,
    at: datetime,
) -> Absence:
    """Records time off and who answers meanwhile; deadlines inside it come earlier or become the cover's."""
    _check_own(member, by)
    if until_at <= from_at:
        raise Refusal("Until: the end of the absence must come after its start.")
    if cover is not None and (cover.pk == member.pk or cover.office_id != member.office_id):
        raise Refusal("Cover: choose a colleague who is there meanwhile.")
    absence = Absence.objects.create(
        office_id=member.office_id,
        member=member,
        from_at=from_at,
        until_at=until_at,
        cover=cover,
        recorded_at=at,
        recorded_by=by,
    )
    note("absence.recorded", office_id=member.office_id, by=by, at=at, about=absence.pk)
    rederive_where(at, agent=member)
    return absence


@transaction.atomic
def withdraw_time_off(*, absence: Absence, by: Member, at: datetime) -> None:
    """Takes an absence back."""
    _check_own(absence.member, by)
    absence.withdrawn_at = at
    absence.save(update_fields=["withdrawn_at"])
    note("absence.withdrawn", office_id=absence.office_id, by=by, at=at, about=absence.pk)
    rederive_where(at, agent=absence.member)


@transaction.atomic
def place(
    *, member: Member, role: str, team_name: str, assists: list[Member], by: Member, at: datetime
) -> None:
    """Sets a member's role, team (made where it is new) and, for an assistant, whose clients they see."""
    _check_broker(by)
    _check_colleagues([member, *assists], by)
    if role not in Member.Role.values:
        raise Refusal(f"Role: “{role}” is none of {', '.join(Member.Role.values)}.")
    last_broker = not Member.objects.filter(
        office=by.office, role=Member.Role.BROKER, left_at__isnull=True
    ).exclude(pk=member.pk)
    if last_broker and role != Member.Role.BROKER:
        raise Refusal("Role: an office keeps at least one broker.")
    team = None
    if team_name.strip():
        team, _ = Team.objects.get_or_create(office=by.office, name=team_name.strip()[:120])
    member.role, member.team = role, team
    member.save(update_fields=["role", "team"])
    Assistance.objects.filter(assistant=member).delete()
    if role == Member.Role.ASSISTANT:
        Assistance.objects.bulk_create(
            Assistance(office=by.office, assistant=member, agent=agent) for agent in assists
        )
    note("member.placed", office_id=by.office_id, by=by, at=at, about=member.pk)


def _invite(member: Member, at: datetime) -> str:
    token = secrets.token_urlsafe(24)
    Invitation.objects.filter(member=member, used_at__isnull=True).update(expires_at=at)
    Invitation.objects.create(
        office_id=member.office_id,
        member=member,
        token_hash=_hash(token),
        made_at=at,
        expires_at=at + LINK_HOLDS,
    )
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _check_broker(by: Member) -> None:
    if by.role != Member.Role.BROKER:
        raise Refusal("Only a broker manages members.")


def _check_colleagues(members: list[Member], by: Member) -> None:
    if any(member.office_id != by.office_id for member in members):
        raise access.NotFound


def _check_own(member: Member, by: Member) -> None:
    own = member.pk == by.pk
    if not own and (by.role != Member.Role.BROKER or by.office_id != member.office_id):
        raise Refusal("Only a broker changes somebody else’s hours.")
