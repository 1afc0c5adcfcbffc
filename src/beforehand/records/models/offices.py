"""The office, our tenant, and its own closed days."""

from django.db import models


class Office(models.Model):
    """A tenant; a solo agent has an office of one."""

    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, default="US")
    state = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64)
    pack = models.CharField(max_length=60, default="real_estate-1")
    is_sample = models.BooleanField(default=False)
    inbound_spoken_s = models.PositiveIntegerField(default=30)
    outbound_spoken_s = models.PositiveIntegerField(default=90)
    outbound_maybe_s = models.PositiveIntegerField(default=30)
    keeps_bodies = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class OfficeRow(models.Model):
    """A row of one office; no query may read it without saying whose."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class ClosedDay(OfficeRow):
    """A day on which the whole office is closed beside the public holidays."""

    day = models.DateField()
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="one_closed_day")]
