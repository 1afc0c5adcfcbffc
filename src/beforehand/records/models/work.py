"""Work to be done by a worker: leased rows, so that a worker that dies leaves nothing undone."""

from django.db import models

from beforehand.records.models.offices import Office


class Work(models.Model):
    """A piece of work, due at `run_at`: held by `leased_by` until `lease_until`, done, or given up."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=120, null=True)  # null is outside the unique key
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    leased_by = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                name="one_live_work",
                condition=models.Q(unique_key__isnull=False, done_at__isnull=True, failed_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["run_at"],
                name="work_waiting",
                condition=models.Q(done_at__isnull=True, failed_at__isnull=True),
            )
        ]
