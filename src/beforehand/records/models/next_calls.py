"""Next calls: agreed with the client or planned by us, on record before the call."""

from django.db import models

from beforehand.records.models.clients import Client
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class NextCall(OfficeRow):
    """A call with its time; kept by a touch, moved by a newer next call, or missed."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="next_calls")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="next_calls")
    is_agreed = models.BooleanField()
    made_at = models.DateTimeField()
    at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["client"],
                name="next_call_open",
                condition=models.Q(kept_at__isnull=True, moved_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]
