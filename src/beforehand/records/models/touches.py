"""The ledger: one row a contact, never changed and never deleted (a trigger says so on both databases)."""

from django.db import models

from beforehand.records.models.clients import Client, Person
from beforehand.records.models.imports import Import
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class Touch(OfficeRow):
    """One contact with a client, in the words of the clock rules; a correction is a further row that voids.

    It is its own audit entry: who recorded it, when, and from where. `source` and `external_id` name the event,
    so that the same tap or the same line of a log is one row.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="touches", db_index=False)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="touches", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    direction = models.CharField(max_length=3)
    channel = models.CharField(max_length=8)
    outcome = models.CharField(max_length=12)
    asks = models.CharField(max_length=10, default="none")
    automated = models.BooleanField(default=False)
    holding = models.BooleanField(default=False)
    voids = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="voided_by", db_index=False
    )
    seconds = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=500, blank=True)
    ask_if_reached = models.BooleanField(default=False)
    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=80, null=True)
    imported_by = models.ForeignKey(
        Import, on_delete=models.PROTECT, null=True, related_name="touches", db_index=False
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "source", "external_id"],
                name="one_touch_an_event",
                condition=models.Q(external_id__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["client", "at"], name="touch_by_client"),
            models.Index(
                fields=["office", "at"],
                name="touch_asks_news",
                condition=models.Q(asks="update"),
            ),
            models.Index(
                fields=["imported_by"],
                name="touch_by_import",
                condition=models.Q(imported_by__isnull=False),
            ),
        ]
