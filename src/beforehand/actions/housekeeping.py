"""What is done at night: learning what was corrected, and clearing away what nobody needs to keep."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from beforehand.actions.captures.triage import KEEP_WAITING, forget_waiting
from beforehand.actions.lessons import retrain_where_new
from beforehand.records.models import CacheRow, Work

KEEP_DONE = timedelta(days=30)


def keep_house(*, at: datetime) -> None:
    """Clears away, and learns what offices have corrected since; done twice, it does nothing more."""
    clear_away(at=at)
    retrain_where_new(at=at)


def clear_away(*, at: datetime) -> None:
    """Deletes what is past keeping at that moment; work that was given up stays to be looked at."""
    Work.objects.filter(done_at__lt=at - KEEP_DONE).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    while forget_waiting(before=at - KEEP_WAITING):
        pass
    CacheRow.objects.filter(expires__lt=at).delete()
