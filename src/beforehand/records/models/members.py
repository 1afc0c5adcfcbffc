"""People of an office: the sign-in, the seat, its hours, absences, and who assists whom."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from beforehand.records.models.offices import OfficeRow


class User(AbstractBaseUser):
    """Somebody who can sign in; what they may see hangs on their Member row."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        return self.email


class Team(OfficeRow):
    """Agents under one lead."""

    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_team_name")]

    def __str__(self) -> str:
        return self.name


class Member(OfficeRow):
    """A user's seat in an office."""

    class Role(models.TextChoices):
        BROKER = "broker", "Broker"
        LEAD = "lead", "Team lead"
        AGENT = "agent", "Agent"
        ASSISTANT = "assistant", "Assistant"

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="member")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    role = models.CharField(max_length=12, choices=Role)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "name"], name="member_by_name")]

    def __str__(self) -> str:
        return self.name


class Assistance(OfficeRow):
    """An assistant sees and logs for the agents named here."""

    assistant = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="assists")
    agent = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="assisted_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assistant", "agent"], name="one_assistance")]


class MemberHours(OfficeRow):
    """A member's working week and zone from `holds_from` on; `week` is {"mon": [["09:00", "18:00"]], …}."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="hours")
    holds_from = models.DateTimeField()
    zone = models.CharField(max_length=64)
    week = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )


class Absence(OfficeRow):
    """Time off, and who answers meanwhile; `from_at` included, `until_at` not."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    cover = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="covers")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )


class Invitation(OfficeRow):
    """A one-time link by which a member chooses a password; only the token's hash is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
