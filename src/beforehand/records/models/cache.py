"""What several processes count together: the tries at signing in."""

from django.db import models


class CacheRow(models.Model):
    """A row of Django's database cache, which knows it by these column names; only PostgreSQL uses it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
