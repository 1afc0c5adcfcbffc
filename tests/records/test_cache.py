"""The counts that several processes share."""

import pytest
from django.core.cache import cache
from django.db import connection

from beforehand.records.models import CacheRow


@pytest.mark.django_db
def test_what_one_process_counts_is_in_the_database_where_there_are_several():
    cache.set("tries:alice", [1, 2], timeout=300)
    assert cache.get("tries:alice") == [1, 2]
    assert CacheRow.objects.count() == (1 if connection.vendor == "postgresql" else 0)
