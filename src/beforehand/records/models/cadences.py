"""How often a client is owed a call or a word: the office's table by side and stage, and a client's own."""

from django.db import models

from beforehand.records.models.clients import Client
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class OfficeCadence(OfficeRow):
    """The office's terms for a side and stage from `holds_from` on, in seconds; `*` is every other one."""

    side = models.CharField(max_length=30)
    stage = models.CharField(max_length=30)
    holds_from = models.DateTimeField()
    terms = models.JSONField()  # the fields of rules.cadence.Terms
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["office"], name="office_cadence")]


class ClientCadence(OfficeRow):
    """A client's own cadence from `holds_from` on, in seconds; null leaves the stage's in force."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="cadences")
    holds_from = models.DateTimeField()
    speak_every_s = models.PositiveIntegerField(null=True, blank=True)
    hear_every_s = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
