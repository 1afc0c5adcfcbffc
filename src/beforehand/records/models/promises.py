"""Promises: what we said we would do."""

from django.db import models

from beforehand.records.models.clients import Client
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class Promise(OfficeRow):
    """A promise with its owner and outcome; a renegotiated one is withdrawn and replaced by a new one."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="promises")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["office", "due_at"],
                name="promise_open",
                condition=models.Q(kept_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]
