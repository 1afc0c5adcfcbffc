"""What the office does not need to keep: done work after a month, sessions and counts that have expired."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from beforehand.actions.captures.triage import KEEP_WAITING, forget_waiting
from beforehand.records.models import CacheRow, Work

KEEP_DONE = timedelta(days=30)


def clear_away(*, at: datetime) -> None:
    """Deletes what is past keeping at that moment; work that was given up stays to be looked at."""
    Work.objects.filter(done_at__lt=at - KEEP_DONE).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    while forget_waiting(before=at - KEEP_WAITING):
        pass
    CacheRow.objects.filter(expires__lt=at).delete()
