"""Calendars that members connect, and the meetings with clients that they hold."""

from django.db import models

from beforehand.records.models.clients import Client
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow
from beforehand.records.models.touches import Touch
from beforehand.records.secrets import EncryptedTextField


class Calendar(OfficeRow):
    """A member's calendar; its address is a secret too, as whoever knows that of a feed may read it."""

    class Kind(models.TextChoices):
        CALDAV = "caldav", "CalDAV"
        ICS = "ics", "Feed"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="calendars")
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=160)
    url = EncryptedTextField()
    username = models.CharField(max_length=254, blank=True)
    secret = EncryptedTextField(blank=True)
    state = models.TextField(blank=True)  # what it was at when last read: unchanged, it is not read again
    added_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)  # when it is read next; null: not any more
    looked_at = models.DateTimeField(null=True)  # when it last answered
    faults = models.PositiveIntegerField(default=0)  # since it last answered
    fault = models.CharField(max_length=300, blank=True)
    left_out = models.CharField(max_length=300, blank=True)  # events that could not be read, in a sentence
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["look_at"], name="calendar_look", condition=models.Q(look_at__isnull=False))
        ]


class Meeting(OfficeRow):
    """A client who is invited to an event of a calendar; past, it asks whether they met, and never assumes it."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="meetings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="meetings")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="meetings")
    external_id = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=8)
    cancelled_at = models.DateTimeField(null=True)  # when we saw that it was called off
    answered_at = models.DateTimeField(null=True)
    touch = models.ForeignKey(
        Touch, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: they did not

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "external_id", "client"], name="one_meeting_a_client")
        ]
        indexes = [
            models.Index(
                fields=["office", "ends_at"],
                name="meeting_open",
                condition=models.Q(answered_at__isnull=True),
            )
        ]
