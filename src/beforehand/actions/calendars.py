"""Calendars: connected, read or not, removed, and what became of each look at them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from beforehand.actions.audit import note
from beforehand.actions.work import enqueue
from beforehand.queries import access
from beforehand.records.models import Calendar, Meeting, Member
from beforehand.records.secrets import UnreadableSecretError

LOOK_EVERY = timedelta(minutes=10)
_LONGEST_WAIT = timedelta(hours=6)
_MENDED = {"faults": 0, "fault": ""}


@transaction.atomic
def connect_calendars(
    *, kind: str, found: Sequence[tuple[str, str]], username: str, secret: str, by: Member, at: datetime
) -> list[Calendar]:
    """Keeps a member's own calendars, as (address, name); those connected already get this sign-in.

    A single new one is read from now on; of several the member has to choose.
    """
    known = _readable(by)
    kept = []
    for url, name in found:
        signs_in = {"username": username, "secret": secret, "name": name[:160], "state": "", **_MENDED}
        calendar = known.get(url)
        if calendar is None:
            calendar = Calendar(office_id=by.office_id, member=by, kind=kind, url=url, added_at=at)
        if len(found) == 1 or calendar.look_at is not None:
            calendar.look_at = at
        for field, value in signs_in.items():
            setattr(calendar, field, value)
        calendar.save()
        kept.append(calendar)
    note("calendar.connected", office_id=by.office_id, by=by, at=at, calendars=[each.pk for each in kept])
    return kept


@transaction.atomic
def choose_calendar(*, calendar_id: int, is_read: bool, by: Member, at: datetime) -> Calendar:
    """Reads a calendar from now on, or no more: then what nobody answered goes."""
    calendar = _one(by, calendar_id)
    calendar.look_at, calendar.state = (at if is_read else None), ""
    calendar.faults, calendar.fault = 0, ""
    calendar.save(update_fields=["look_at", "state", "faults", "fault"])
    if not is_read:
        _forget(calendar)
    return calendar


@transaction.atomic
def remove_calendar(*, calendar_id: int, by: Member, at: datetime) -> Calendar:
    """Reads it no more and forgets its address and password; what was answered stays."""
    calendar = _one(by, calendar_id)
    calendar.removed_at, calendar.look_at, calendar.url, calendar.secret = at, None, "", ""
    calendar.state = calendar.left_out = calendar.fault = ""
    calendar.save()
    _forget(calendar)
    note("calendar.removed", office_id=by.office_id, by=by, at=at, about=calendar.pk)
    return calendar


def plan_looks(at: datetime, limit: int = 100) -> int:
    """Puts down the work of looking at the calendars whose time has come; how many."""
    ids = list(
        Calendar.objects.filter(look_at__lte=at)
        .order_by("look_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    for calendar_id in ids:
        with transaction.atomic():
            # Should that work be lost, the next time comes all the same.
            if Calendar.objects.filter(pk=calendar_id, look_at__lte=at).update(look_at=at + LOOK_EVERY):
                payload = {"calendar_id": calendar_id}
                enqueue("calendar", payload, unique_key=f"calendar:{calendar_id}", run_at=at)
    return len(ids)


def answered(*, calendar_id: int, state: str, left_out: str, at: datetime) -> None:
    """Notes that the calendar was read, what it is at, and in a sentence what could not be read."""
    _live(calendar_id).update(
        looked_at=at,
        look_at=at + LOOK_EVERY + _apart(calendar_id),
        state=state,
        left_out=left_out[:300],
        **_MENDED,
    )


def unreachable(*, calendar_id: int, problem: str, is_permanent: bool, at: datetime) -> None:
    """Notes why it could not be read, and puts the next look off: twice as long each time, six hours at most.

    Six hours at once where trying again can hardly help.
    """
    live = _live(calendar_id)
    faults = live.values_list("faults", flat=True).first() or 0
    wait = _LONGEST_WAIT if is_permanent else min(LOOK_EVERY * 2 ** min(faults, 8), _LONGEST_WAIT)
    live.update(fault=problem[:300], faults=F("faults") + 1, look_at=at + wait + _apart(calendar_id))


def _apart(calendar_id: int) -> timedelta:
    """Up to two minutes, so that those connected together do not stay together."""
    return timedelta(seconds=calendar_id * 37 % 120)


def _own(member: Member) -> QuerySet[Calendar]:
    return Calendar.objects.filter(office_id=member.office_id, member=member, removed_at__isnull=True)


def _readable(member: Member) -> dict[str, Calendar]:
    """The member's calendars by their addresses, but those whose address cannot be decrypted any more."""
    found = {}
    for calendar in _own(member).defer("url", "secret"):
        with suppress(UnreadableSecretError):
            found[calendar.url] = calendar
    return found


def _one(member: Member, calendar_id: int) -> Calendar:
    calendar = _own(member).filter(pk=calendar_id).defer("url", "secret").select_for_update().first()
    if calendar is None:
        raise access.NotFound
    return calendar


def _live(calendar_id: int) -> QuerySet[Calendar]:
    """The row while it is still to be read: one switched off during a look stays off."""
    return Calendar.objects.filter(pk=calendar_id, removed_at__isnull=True, look_at__isnull=False)


def _forget(calendar: Calendar) -> None:
    Meeting.objects.filter(calendar=calendar, answered_at__isnull=True).delete()
