"""Did you meet? Asked of what is past, answered once, never assumed."""

from datetime import timedelta
from typing import Any

import pytest

from beforehand.actions.calendars import connect_calendars
from beforehand.actions.meetings import Invited, answer_meeting, keep_meetings, take_back_answer
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch
from beforehand.queries.access import NotFound
from beforehand.queries.meetings import of_client, questions
from beforehand.records.models import AuditEntry, Calendar, Client, Meeting, Member, Touch
from tests.cast import AT, Cast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FROM = AT - 14 * DAY


def calendar_of(member: Member, url: str = "https://calendar.example/bob/") -> Calendar:
    (calendar,) = connect_calendars(
        kind="caldav", found=[(url, "Work")], username="bob", secret="secret", by=member, at=AT
    )
    return calendar


def invited(client: Client, **given: Any) -> Invited:
    """Dana's walk through an hour ago, which took an hour."""
    words: dict[str, Any] = {
        "client_id": client.pk,
        "external_id": "walk",
        "starts_at": AT - 2 * HOUR,
        "ends_at": AT - HOUR,
        "title": "Walk through",
        "channel": "meeting",
    }
    return Invited(**words | given)


def keep(calendar: Calendar, *found: Invited) -> None:
    keep_meetings(calendar=calendar, invited=found, from_at=FROM, at=AT)


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, "Dana Ortega", at=AT - 9 * DAY, email="dana@ortega.example")


@pytest.fixture
def calendar(cast: Cast) -> Calendar:
    return calendar_of(cast.bob)


def asked(member: Member, agent: Member | None = None) -> list[str]:
    return [each.client_name for each in questions(member, agent or member, now=AT)]


def test_a_past_meeting_asks_and_moves_no_clock(cast, dana, calendar):
    before = Client.objects.values().get(pk=dana.pk)
    keep(calendar, invited(dana))

    (question,) = questions(cast.bob, cast.bob, now=AT)

    assert (question.client_name, question.starts_at, question.channel, question.whose) == (
        "Dana Ortega", AT - 2 * HOUR, "meeting", "",
    )  # fmt: skip
    assert Client.objects.values().get(pk=dana.pk) == before
    assert not Touch.objects.exists()


def test_yes_is_a_contact_at_the_time_the_meeting_ended(cast, dana, calendar):
    keep(calendar, invited(dana))
    (meeting,) = Meeting.objects.all()

    answer_meeting(meeting_id=meeting.pk, did_meet=True, by=cast.bob, at=AT)

    touch = Touch.objects.get()
    assert (touch.at, touch.channel, touch.outcome, touch.direction) == (AT - HOUR, "meeting", "spoke", "out")
    assert (touch.source, touch.words, touch.seconds, touch.recorded_by) == (
        "calendar",
        "Walk through",
        3600,
        cast.bob,
    )
    dana.refresh_from_db()
    assert dana.last_spoke_at == AT - HOUR
    assert asked(cast.bob) == []


def test_no_leaves_the_ledger_alone_and_asks_no_more(cast, dana, calendar):
    keep(calendar, invited(dana))
    (meeting,) = Meeting.objects.all()

    answer_meeting(meeting_id=meeting.pk, did_meet=False, by=cast.bob, at=AT)
    keep(calendar, invited(dana))

    assert not Touch.objects.exists()
    assert asked(cast.bob) == []
    entry = AuditEntry.objects.get(verb="meeting.answered")
    assert (entry.client, entry.by, entry.details) == (dana, cast.bob, {"did_meet": False})


def test_an_answer_counts_once_however_often_it_comes(cast, dana, calendar):
    keep(calendar, invited(dana))
    (meeting,) = Meeting.objects.all()

    for did_meet in (True, True, False):
        answer_meeting(meeting_id=meeting.pk, did_meet=did_meet, by=cast.bob, at=AT)

    assert Touch.objects.count() == 1
    meeting.refresh_from_db()
    assert meeting.touch is not None


def test_an_answer_taken_back_asks_again_and_counts_if_given_again(cast, dana, calendar):
    keep(calendar, invited(dana))
    (meeting,) = Meeting.objects.all()
    answer_meeting(meeting_id=meeting.pk, did_meet=True, by=cast.bob, at=AT)

    take_back_answer(meeting_id=meeting.pk, by=cast.bob, at=AT)
    take_back_answer(meeting_id=meeting.pk, by=cast.bob, at=AT)

    dana.refresh_from_db()
    assert dana.last_spoke_at is None
    assert asked(cast.bob) == ["Dana Ortega"]
    answer_meeting(meeting_id=meeting.pk, did_meet=True, by=cast.bob, at=AT + timedelta(seconds=5))
    dana.refresh_from_db()
    assert dana.last_spoke_at == AT - HOUR


def test_a_meeting_to_come_cannot_be_answered_and_stands_on_the_sheet(cast, dana, calendar):
    keep(calendar, invited(dana, starts_at=AT + DAY, ends_at=AT + DAY + HOUR))
    (meeting,) = Meeting.objects.all()

    with pytest.raises(Refusal, match=r"^That meeting is still to come; answer once it is over\.$"):
        answer_meeting(meeting_id=meeting.pk, did_meet=True, by=cast.bob, at=AT)
    past, coming = of_client(cast.bob, dana, now=AT)
    assert past == []
    assert [(each.starts_at, each.title, each.is_cancelled) for each in coming] == [
        (AT + DAY, "Walk through", False)
    ]
    assert asked(cast.bob) == []


def test_what_was_called_off_asks_nothing_and_says_so(cast, dana, calendar):
    later = {"external_id": "later", "starts_at": AT + DAY, "ends_at": AT + DAY + HOUR}
    keep(calendar, invited(dana), invited(dana, **later))
    keep(calendar, invited(dana, is_cancelled=True), invited(dana, **later, is_cancelled=True))

    past, coming = of_client(cast.bob, dana, now=AT)

    assert past == []
    assert [each.is_cancelled for each in coming] == [True]
    assert asked(cast.bob) == []
    keep(calendar, invited(dana))
    assert asked(cast.bob) == ["Dana Ortega"]


def test_what_is_gone_from_the_calendar_goes_unless_it_was_answered(cast, dana, calendar):
    keep(calendar, invited(dana), invited(dana, external_id="other"))
    meeting = Meeting.objects.get(external_id="walk")
    answer_meeting(meeting_id=meeting.pk, did_meet=True, by=cast.bob, at=AT)

    keep(calendar)

    assert [row.external_id for row in Meeting.objects.all()] == ["walk"]
    assert Touch.objects.count() == 1
    keep_meetings(calendar=calendar, invited=[], from_at=AT, at=AT)
    assert not Meeting.objects.exists()


def test_a_meeting_that_was_denied_and_then_moved_asks_anew(cast, dana, calendar):
    keep(calendar, invited(dana, starts_at=AT - 5 * HOUR, ends_at=AT - 4 * HOUR))
    (meeting,) = Meeting.objects.all()
    answer_meeting(meeting_id=meeting.pk, did_meet=False, by=cast.bob, at=AT)

    keep(calendar, invited(dana))

    assert [each.starts_at for each in questions(cast.bob, cast.bob, now=AT)] == [AT - 2 * HOUR]


def test_two_who_were_there_are_asked_once(cast, dana, calendar):
    other = calendar_of(cast.alice, "https://calendar.example/alice/")
    keep(calendar, invited(dana))
    keep(other, invited(dana))
    assert asked(cast.alice) == ["Dana Ortega"]
    assert asked(cast.alice, cast.bob) == ["Dana Ortega"]

    answer_meeting(meeting_id=Meeting.objects.get(calendar=other).pk, did_meet=True, by=cast.alice, at=AT)

    assert asked(cast.bob) == asked(cast.alice) == []
    assert Touch.objects.count() == 1


def test_a_colleague_s_meeting_with_my_client_asks_me_by_their_name(cast, dana):
    keep(calendar_of(cast.max), invited(dana))

    assert [each.whose for each in questions(cast.bob, cast.bob, now=AT)] == ["Max Ito"]
    assert asked(cast.max) == []
    assert asked(cast.tia, cast.bob) == ["Dana Ortega"]


def test_a_call_logged_by_hand_answers_too(cast, dana, calendar):
    keep(
        calendar,
        invited(dana),
        invited(dana, external_id="old", starts_at=AT - 3 * DAY, ends_at=AT - 2 * DAY),
    )
    deed = Deed("meeting", "spoke", AT - HOUR + timedelta(minutes=5))
    log_touch(client_id=dana.pk, deed=deed, by=cast.bob, at=AT, source="page")

    assert [each.starts_at for each in questions(cast.bob, cast.bob, now=AT)] == [AT - 3 * DAY]


def test_questions_go_away_after_a_fortnight(cast, dana, calendar):
    keep(calendar, invited(dana, starts_at=FROM - 2 * HOUR, ends_at=FROM - HOUR))

    assert asked(cast.bob) == []
    assert of_client(cast.bob, dana, now=AT) == ([], [])


def test_nobody_answers_for_a_client_they_may_not_see(cast, dana, calendar):
    keep(calendar, invited(dana))
    (meeting,) = Meeting.objects.all()

    for by in (cast.max, cast.charlie):
        with pytest.raises(NotFound):
            answer_meeting(meeting_id=meeting.pk, did_meet=True, by=by, at=AT)
        with pytest.raises(NotFound):
            take_back_answer(meeting_id=meeting.pk, by=by, at=AT)
    assert asked(cast.charlie, cast.charlie) == []
