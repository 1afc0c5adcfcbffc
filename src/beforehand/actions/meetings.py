"""Meetings: kept as their calendar has them, and "did you meet?", answered once and taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_held, void_touch
from beforehand.queries import access
from beforehand.records.models import Calendar, Client, Meeting, Member

SOURCE = "calendar"
_SHOWN = ("starts_at", "ends_at", "title", "channel")


@dataclass(frozen=True, slots=True)
class Invited:
    """A client at an event, as the calendar has it."""

    client_id: int
    external_id: str
    starts_at: datetime
    ends_at: datetime
    title: str
    channel: str
    is_cancelled: bool = False


@transaction.atomic
def keep_meetings(*, calendar: Calendar, invited: Iterable[Invited], from_at: datetime, at: datetime) -> None:
    """Has the calendar's meetings be these, read from `from_at` on: what is gone goes, unless it was answered."""
    if not Calendar.objects.select_for_update().filter(pk=calendar.pk, look_at__isnull=False).exists():
        return  # switched off or removed during the look
    known = {(row.external_id, row.client_id): row for row in Meeting.objects.filter(calendar=calendar)}
    fresh, changed = [], []
    for each in invited:
        row = known.pop((each.external_id, each.client_id), None)
        if row is None and not each.is_cancelled:
            fresh.append(_new(calendar, each))
        elif row is not None and _is_changed(row, each, at):
            changed.append(row)
    Meeting.objects.bulk_create(fresh, ignore_conflicts=True)
    Meeting.objects.bulk_update(changed, [*_SHOWN, "cancelled_at", "answered_at"], batch_size=200)
    gone = [row.pk for row in known.values() if row.answered_at is None or row.ends_at < from_at]
    Meeting.objects.filter(pk__in=gone).delete()


@transaction.atomic
def answer_meeting(*, meeting_id: int, did_meet: bool, by: Member, at: datetime) -> Client:
    """Settles "did you meet?": yes is a contact in the ledger, no is none. One answered already stays as it is."""
    meeting, client = _held(meeting_id, by)
    if meeting.ends_at > at:
        raise Refusal("That meeting is still to come; answer once it is over.")
    if meeting.answered_at is not None:
        return client
    same = Meeting.objects.filter(pk=meeting.pk)
    touch_id = None
    if did_meet:
        touch_id = _log(meeting, client, by, at)
        # A colleague who was there too is not asked again.
        same = Meeting.objects.filter(
            office_id=by.office_id, client=client, external_id=meeting.external_id, answered_at__isnull=True
        )
    same.update(answered_at=at, touch_id=touch_id)
    note(
        "meeting.answered",
        office_id=by.office_id, by=by, at=at, client=client, about=meeting.pk, did_meet=did_meet,
    )  # fmt: skip
    return client


@transaction.atomic
def take_back_answer(*, meeting_id: int, by: Member, at: datetime) -> Client:
    """Asks again; a contact that the answer logged is voided."""
    meeting, client = _held(meeting_id, by)
    if meeting.answered_at is None:
        return client
    same = Meeting.objects.filter(pk=meeting.pk)
    if meeting.touch_id is not None:
        void_touch(touch_id=meeting.touch_id, by=by, at=at)
        same = Meeting.objects.filter(office_id=by.office_id, touch_id=meeting.touch_id)
    same.update(answered_at=None, touch=None)
    note("meeting.asked_again", office_id=by.office_id, by=by, at=at, client=client, about=meeting.pk)
    return client


def _new(calendar: Calendar, each: Invited) -> Meeting:
    shown = {name: getattr(each, name) for name in _SHOWN}
    return Meeting(
        office_id=calendar.office_id,
        calendar=calendar,
        member_id=calendar.member_id,
        client_id=each.client_id,
        external_id=each.external_id,
        **shown,
    )


def _is_changed(row: Meeting, each: Invited, at: datetime) -> bool:
    """Whether the row, brought up to date, is another than before; what "no" was said to and then moves asks anew."""
    before = {name: getattr(row, name) for name in (*_SHOWN, "cancelled_at")}
    if row.answered_at is not None and row.touch_id is None and each.ends_at > row.ends_at:
        row.answered_at = None
    for name in _SHOWN:
        setattr(row, name, getattr(each, name))
    row.cancelled_at = (row.cancelled_at or at) if each.is_cancelled else None
    return any(getattr(row, name) != value for name, value in before.items())


def _held(meeting_id: int, by: Member) -> tuple[Meeting, Client]:
    """The meeting as it is while its client is held. Raises NotFound."""
    found = Meeting.objects.filter(pk=meeting_id, office_id=by.office_id)
    client_id = found.values_list("client_id", flat=True).first()
    if client_id is None:
        raise access.NotFound
    client = access.held_client(by, client_id)
    meeting = found.first()
    if meeting is None:
        raise access.NotFound
    return meeting, client


def _log(meeting: Meeting, client: Client, by: Member, at: datetime) -> int:
    deed = Deed(
        channel=meeting.channel,
        outcome="spoke",
        happened_at=meeting.ends_at,
        words=meeting.title,
        seconds=int((meeting.ends_at - meeting.starts_at).total_seconds()),
    )
    # The moment is in it, so that "yes" after a "yes" taken back counts.
    external_id = f"{meeting.external_id[:40]}:{meeting.client_id}:{int(at.timestamp())}"
    return log_held(client=client, deed=deed, by=by, at=at, source=SOURCE, external_id=external_id).touch_id
