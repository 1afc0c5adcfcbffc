"""Captures: what channels received, each kept once, and what triage taught about addresses."""

from django.db import models

from beforehand.records.models.imports import Import
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class Capture(OfficeRow):
    """One thing that a channel received; its touches, if any, carry its source and external id.

    `body` is empty unless the office keeps bodies. Those that wait for a person keep metadata for thirty days.
    `imported_by` is the import that brought it, where no channel has received it.
    """

    class State(models.TextChoices):
        LOGGED = "logged", "In the ledger"
        WAITING = "waiting", "Waits for a person"
        LEFT_OUT = "left_out", "Left out by a person"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="captures", db_index=False)
    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State)
    at = models.DateTimeField()
    direction = models.CharField(max_length=3)
    channel = models.CharField(max_length=8)
    outcome = models.CharField(max_length=12)
    seconds = models.PositiveIntegerField(null=True)
    automated = models.BooleanField(default=False)
    ask_if_reached = models.BooleanField(default=False)
    asks = models.CharField(max_length=10, default="none")
    label = models.CharField(max_length=14, blank=True)
    probability = models.FloatField(null=True)
    points = models.JSONField(default=list)  # [["email", "maria@example.com"], …]
    name = models.CharField(max_length=160, blank=True)
    ours = models.CharField(max_length=254, blank=True)
    summary = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    received_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        Import, on_delete=models.SET_NULL, null=True, related_name="captures", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "source", "external_id"], name="one_capture_an_event")
        ]
        indexes = [
            models.Index(
                fields=["member", "at"], name="capture_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["office", "received_at"], name="capture_received"),
            models.Index(
                fields=["imported_by"],
                name="capture_by_import",
                condition=models.Q(imported_by__isnull=False),
            ),
        ]


class WaitingPoint(OfficeRow):
    """A phone, address or handle that a capture waits for: nobody's, or shared by several clients."""

    capture = models.ForeignKey(Capture, on_delete=models.CASCADE, related_name="waiting_points")
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=254)

    class Meta:
        indexes = [models.Index(fields=["office", "value"], name="waiting_point_value")]


class IgnoredPoint(OfficeRow):
    """An address nobody wants captures of, known by a keyed hash alone."""

    digest = models.CharField(max_length=64)
    ignored_at = models.DateTimeField()
    ignored_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "digest"], name="one_ignored_point")]


class Lesson(OfficeRow):
    """A label that a person corrected: the words, what we heard, and what they meant; it trains this office's ear."""

    words = models.CharField(max_length=500)
    heard = models.CharField(max_length=14)
    label = models.CharField(max_length=14)
    taught_at = models.DateTimeField()
    taught_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)


class StoppedTexts(OfficeRow):
    """A number whose holder wrote STOP: no text may go to it until they write START."""

    phone = models.CharField(max_length=20)
    stopped_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "phone"],
                name="one_live_stop",
                condition=models.Q(resumed_at__isnull=True),
            )
        ]
