"""Deals, and the stages that they went through."""

from django.db import models

from beforehand.records.models.clients import Client
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class Deal(OfficeRow):
    """One sale or purchase of a client; `stage` is the newest DealStage's word."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="deals")
    side = models.CharField(max_length=30)
    stage = models.CharField(max_length=30)
    address = models.CharField(max_length=300, blank=True)
    closing_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )


class DealStage(OfficeRow):
    """A deal's stage from `holds_from` on, with the closing date as known then."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=30)
    closing_on = models.DateField(null=True, blank=True)
    holds_from = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
