"""Personal addresses that may only log: for the phone, and for forwarded mail; and the office's telephone lines."""

from django.db import models

from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow
from beforehand.records.secrets import EncryptedTextField


class CaptureAddress(OfficeRow):
    """A secret address of one member; only the token's hash is kept, `hint` are its last characters."""

    class Kind(models.TextChoices):
        PHONE = "phone", "Phone"
        DROP_BOX = "drop_box", "Drop-box"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="capture_addresses")
    kind = models.CharField(max_length=8, choices=Kind)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    label = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class PhoneLine(OfficeRow):
    """A number at a telephony provider; calls and texts to it are those of `member`."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="phone_lines")
    number = models.CharField(max_length=20)
    account = models.CharField(max_length=64)
    secret = EncryptedTextField()
    key_hash = models.CharField(
        max_length=64, unique=True
    )  # of the part of the webhook's address that is secret
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="one_live_line", condition=models.Q(removed_at__isnull=True)
            )
        ]
