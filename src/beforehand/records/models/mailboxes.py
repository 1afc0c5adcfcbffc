"""Mailboxes that are read by IMAP, how far each folder has been read, and the addresses members write from."""

from django.db import models

from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow
from beforehand.records.secrets import EncryptedTextField


class Mailbox(OfficeRow):
    """A member's mailbox; `secret` is the password, or the refresh token of a sign-in with Google or Microsoft."""

    class Auth(models.TextChoices):
        PASSWORD = "password", "Password"
        GOOGLE = "google", "Google"
        MICROSOFT = "microsoft", "Microsoft"

    class Security(models.TextChoices):
        TLS = "tls", "TLS"
        STARTTLS = "starttls", "STARTTLS"
        NONE = "none", "None (inside this machine only)"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="mailboxes")
    address = models.EmailField()
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    username = models.CharField(max_length=254)
    auth = models.CharField(max_length=10, choices=Auth, default=Auth.PASSWORD)
    secret = EncryptedTextField(blank=True)
    access_token = EncryptedTextField(blank=True)
    access_until = models.DateTimeField(null=True)
    since = models.DateField()  # mail before this day is not read
    added_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)  # when it is read next; null: not any more
    looked_at = models.DateTimeField(null=True)  # when it last answered
    watched_until = models.DateTimeField(null=True)  # some worker waits at the server for new mail until then
    faults = models.PositiveIntegerField(default=0)  # since it last answered
    fault = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "address"],
                name="one_live_mailbox",
                condition=models.Q(removed_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(fields=["look_at"], name="mailbox_look", condition=models.Q(look_at__isnull=False))
        ]


class MailFolder(OfficeRow):
    """How far a folder has been read: all up to `read_uid` under this `uidvalidity`, and back to `back_uid`."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="folders")
    name = models.CharField(max_length=500)
    is_sent = models.BooleanField(default=False)
    uidvalidity = models.BigIntegerField()
    read_uid = models.BigIntegerField()
    back_uid = models.BigIntegerField(null=True)  # null: the back-fill is done
    to_fill = models.PositiveIntegerField(default=0)  # messages the back-fill has before it, for its progress
    filled = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "name"], name="one_mail_folder")]


class OwnAddress(OfficeRow):
    """An address a member writes from; only one that they have confirmed may log through the drop-box."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="own_addresses")
    address = models.EmailField()
    seen_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "address"], name="one_own_address")]
        indexes = [models.Index(fields=["office", "address"], name="own_address")]
