"""The trail: who did what, and when, written in the transaction that did it."""

from django.db import models

from beforehand.records.models.clients import Client
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class AuditEntry(OfficeRow):
    """One deed: a dotted verb such as `promise.made`, its actor (null: Beforehand itself) and the row it is about."""

    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.SET_NULL, null=True, related_name="+")
    about = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["office", "-at"], name="audit_newest")]
