"""What several processes know together: the tries at signing in, and until when a worker is alive."""

from django.db import models


class CacheRow(models.Model):
    """A row of Django's database cache, which knows it by these column names; only PostgreSQL uses it for that."""

    WORKER = "worker"  # the key of the heartbeat: `expires` is until when a worker counts as alive

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
