"""Requests: touches that ask, with who owes the answer."""

from django.db import models

from beforehand.records.models.clients import Client
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow
from beforehand.records.models.touches import Touch


class Request(OfficeRow):
    """One inbound touch that asks; acknowledged and answered are derived from the touches after it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="requests")
    touch = models.OneToOneField(Touch, on_delete=models.PROTECT, related_name="request")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="requests")
    asked_at = models.DateTimeField()
    asks = models.CharField(max_length=10)
    words = models.CharField(max_length=500, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
