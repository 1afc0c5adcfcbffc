"""Clients: households with people, the ways to reach them, their hours, their pauses, and what is derived of them."""

from django.db import models

from beforehand.records.models.imports import Import
from beforehand.records.models.members import Member
from beforehand.records.models.offices import OfficeRow


class Client(OfficeRow):
    """A person or household under our care on one side of a deal.

    The last block is derived from facts by `actions.derivation` in the transaction that changes any of them;
    it says when to look, and what is true is derived again before anything is done.
    """

    class Care(models.TextChoices):
        ACTIVE = "active", "In our care"
        PAST = "past", "Past client"
        KNOWN = "known", "Known only"
        ENDED = "ended", "Ended"

    agent = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="clients", db_index=False)
    name = models.CharField(max_length=200)
    care = models.CharField(max_length=8, choices=Care)
    since = models.DateTimeField()  # our care began
    first_call_at = models.DateTimeField(null=True, blank=True)  # a first call planned at import
    known_since = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=20, blank=True)
    ended_words = models.CharField(max_length=300, blank=True)
    labels = models.JSONField(default=list)
    notes = models.TextField(blank=True)
    search = models.TextField(blank=True)
    imported_by = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="clients")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    last_spoke_at = models.DateTimeField(null=True)
    last_heard_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    clocks = models.JSONField(default=list)
    look_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["office", "agent", "due_at"], name="client_due"),
            models.Index(
                fields=["office", "agent"],
                name="client_asked",
                condition=models.Q(standing__in=["complaint", "asked"]),
            ),
            models.Index(fields=["office", "agent", "care", "name"], name="client_by_agent"),
            models.Index(fields=["office", "care", "name"], name="client_by_name"),
            models.Index(fields=["look_at"], name="client_look", condition=models.Q(look_at__isnull=False)),
            models.Index(fields=["office", "late_at"], name="client_late"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(OfficeRow):
    """Somebody of a household; any grown one counts as spoken to."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=160)
    is_grown = models.BooleanField(default=True)
    birthday = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ContactPoint(OfficeRow):
    """A client's phone, e-mail or handle, in one normal form; two clients may share one."""

    class Kind(models.TextChoices):
        PHONE = "phone", "Phone"
        EMAIL = "email", "E-mail"
        HANDLE = "handle", "Handle"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contact_points")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_points"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.CharField(max_length=254)
    written = models.CharField(max_length=254)
    label = models.CharField(max_length=60, blank=True)
    imported_by = models.ForeignKey(
        Import, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "kind", "value"], name="one_contact_point")]
        indexes = [models.Index(fields=["office", "value"], name="contact_point_value")]


class ClientHours(OfficeRow):
    """When and where a client may be called, from `holds_from` on; no `week`: 8:00 to 21:00 every day."""

    class Source(models.TextChoices):
        STATED = "stated", "they told us"
        ADDRESS = "address", "from the address"
        PHONE = "phone", "guessed from the phone number"
        OFFICE = "office", "guessed: the office’s own"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="hours")
    holds_from = models.DateTimeField()
    zone = models.CharField(max_length=64)
    zone_source = models.CharField(max_length=8, choices=Source)
    week = models.JSONField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )


class Pause(OfficeRow):
    """A time in which a client wants no regular calls; `until_at` null: until further notice."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="pauses")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
