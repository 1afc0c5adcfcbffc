"""From a real Radicale to the question: a calendar is connected, looked at, changed, and dies."""

import random
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from beforehand.actions.calendars import connect_calendars
from beforehand.actions.contact_points import add_contact_point
from beforehand.channels.calendar.answers import Failed
from beforehand.intake.calendars import find, look
from beforehand.queries.meetings import of_client, questions
from beforehand.records.models import Calendar, Client, Meeting
from beforehand.worker import tick
from beforehand.worker.handlers import HANDLERS
from tests.cast import AT, Cast
from tests.channels.calendar.files import calendar, event
from tests.radicale import PASSWORD, USER, Radicale

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NUMBERS = count(1)
DANA = "ATTENDEE;CN=Dana Ortega:mailto:Dana@Ortega.example"
BOB = "ORGANIZER:mailto:bob@rivera.example"


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _inside(settings: object) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = True  # type: ignore[attr-defined]


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, "Dana Ortega", at=AT - 9 * DAY, email="dana@ortega.example")


@pytest.fixture
def work(radicale: Radicale) -> str:
    return radicale.make_calendar(f"Work-{next(NUMBERS)}")


def connect(cast: Cast, url: str, password: str = PASSWORD) -> Calendar:
    (row,) = connect_calendars(
        kind="caldav", found=[(url, "Work")], username=USER, secret=password, by=cast.bob, at=AT
    )
    return row


def walk(at: datetime, *lines: str, uid: str = "walk") -> bytes:
    return calendar(
        event("SUMMARY:Walk through", BOB, DANA, *lines, uid=uid, start=f"DTSTART:{at:%Y%m%dT%H%M%SZ}")
    )


def state_of(row: Calendar) -> str:
    row.refresh_from_db()
    return row.fault


def test_a_worker_looks_and_the_past_asks_while_the_future_stands_on_the_sheet(cast, dana, radicale, work):
    connect(cast, work)
    radicale.put(work, "past", walk(AT - 2 * HOUR, uid="past"))
    radicale.put(work, "weekly", walk(AT - 7 * DAY + HOUR, "RRULE:FREQ=WEEKLY;COUNT=3", uid="weekly"))
    radicale.put(work, "else", calendar(event("ATTENDEE:mailto:plumber@else.example", uid="else")))

    done = tick.run_once(AT, worker="ann", rng=random.Random(1))

    assert done["failed"] == 0
    asked = questions(cast.bob, cast.bob, now=AT)
    assert [each.starts_at for each in asked] == [AT - 7 * DAY + HOUR, AT - 2 * HOUR]
    _, coming = of_client(cast.bob, dana, now=AT)
    assert [each.starts_at for each in coming] == [AT + HOUR, AT + 7 * DAY + HOUR]
    assert Meeting.objects.count() == 4


def test_what_changes_in_the_calendar_changes_here(cast, dana, radicale, work):
    row = connect(cast, work)
    radicale.put(work, "walk", walk(AT + DAY))
    look(calendar_id=row.pk, at=AT)

    radicale.put(work, "walk", walk(AT + 2 * DAY))
    look(calendar_id=row.pk, at=AT + HOUR)
    assert [each.starts_at for each in of_client(cast.bob, dana, now=AT)[1]] == [AT + 2 * DAY]

    radicale.put(work, "walk", walk(AT + 2 * DAY, "STATUS:CANCELLED"))
    look(calendar_id=row.pk, at=AT + HOUR)
    assert [each.is_cancelled for each in of_client(cast.bob, dana, now=AT)[1]] == [True]

    radicale.remove(work, "walk")
    look(calendar_id=row.pk, at=AT + HOUR)
    assert not Meeting.objects.exists()


def test_a_calendar_that_has_not_changed_costs_one_question(cast, dana, radicale, work, monkeypatch):
    row = connect(cast, work)
    radicale.put(work, "walk", walk(AT + DAY))
    look(calendar_id=row.pk, at=AT)
    Meeting.objects.all().delete()

    look(calendar_id=row.pk, at=AT + HOUR)
    assert not Meeting.objects.exists()  # nothing was read
    look(calendar_id=row.pk, at=AT + DAY)
    assert Meeting.objects.count() == 1  # a new day reads all


def test_a_client_who_is_known_later_is_matched_at_the_next_look(cast, radicale, work):
    row = connect(cast, work)
    radicale.put(work, "walk", walk(AT + DAY))
    look(calendar_id=row.pk, at=AT)
    assert not Meeting.objects.exists()

    dana = cast.client_of(cast.max, "Dana Ortega", phone="512 555 0142")
    add_contact_point(client_id=dana.pk, text="dana@ortega.example", by=cast.max, at=AT)
    look(calendar_id=row.pk, at=AT + HOUR)

    meeting = Meeting.objects.get()
    assert (meeting.client, meeting.member, meeting.starts_at) == (dana, cast.bob, AT + DAY)


def test_a_server_that_dies_is_said_and_asked_again(cast, dana, tmp_path):
    server = Radicale(tmp_path)
    server.start()
    try:
        url = server.make_calendar("Work")
        server.put(url, "walk", walk(AT + DAY))
        row = connect(cast, url)
        server.stop(signal.SIGKILL)

        look(calendar_id=row.pk, at=AT)
        assert state_of(row) == "127.0.0.1 does not answer; check the address. It is tried again."
        assert AT < row.look_at < AT + HOUR

        server.start()
        look(calendar_id=row.pk, at=AT + HOUR)
        assert (state_of(row), row.looked_at) == ("", AT + HOUR)
        assert Meeting.objects.count() == 1
    finally:
        server.stop(signal.SIGKILL)


def test_a_password_that_was_changed_is_said_and_the_meetings_stay(cast, dana, radicale, work):
    row = connect(cast, work)
    radicale.put(work, "walk", walk(AT + DAY))
    look(calendar_id=row.pk, at=AT)

    connect(cast, work, password="old")
    look(calendar_id=row.pk, at=AT)

    assert state_of(row).startswith("127.0.0.1 does not accept the user name and password (401)")
    assert row.look_at > AT + 5 * HOUR
    assert Meeting.objects.count() == 1


def test_a_secret_that_no_key_opens_is_said(cast, radicale, work, settings):
    row = connect(cast, work)
    settings.SECRETS_KEYS = ["another key"]

    look(calendar_id=row.pk, at=AT)

    fault = Calendar.objects.filter(pk=row.pk).values_list("fault", flat=True).get()
    assert fault == "Enter this password again: BEFOREHAND_KEY has changed."


def test_one_that_was_switched_off_or_removed_is_not_looked_at(cast, radicale, work):
    row = connect(cast, work)
    Calendar.objects.update(look_at=None)

    look(calendar_id=row.pk, at=AT)
    look(calendar_id=row.pk + 1, at=AT)

    row.refresh_from_db()
    assert row.looked_at is None


def test_an_event_that_cannot_be_read_is_told(cast, dana, radicale, work):
    row = connect(cast, work)
    radicale.put(work, "walk", walk(AT + DAY))
    radicale.put(work, "odd", walk(AT + DAY, "RRULE:FREQ=HOURLY;COUNT=3", uid="odd"))

    look(calendar_id=row.pk, at=AT)

    row.refresh_from_db()
    assert row.left_out.startswith("One event was left out. line ")
    assert row.left_out.endswith(
        "It repeats more often than daily, as no meeting does; correct the event in its calendar."
    )
    assert Meeting.objects.count() == 1


def test_a_calendar_that_takes_too_long_is_cut_short_and_says_so(cast, dana, radicale, work, monkeypatch):
    row = connect(cast, work)
    radicale.put(work, "walk", walk(AT + DAY))
    monkeypatch.setattr("beforehand.intake.calendars._READING_S", 0.0)

    look(calendar_id=row.pk, at=AT)

    row.refresh_from_db()
    assert row.left_out == (
        "One event was left out. The rest: It takes too long to work out; take out what repeats."
    )
    assert not Meeting.objects.exists()


def test_a_server_is_asked_for_its_calendars(radicale, work):
    kind, found = find(address=radicale.url, username=USER, password=PASSWORD)

    assert kind == "caldav"
    assert work in [url for url, _ in found]
    with pytest.raises(Failed, match="does not accept the user name and password"):
        find(address=radicale.url, username=USER, password="wrong")


def test_a_file_with_a_password_is_a_feed(cast, dana, radicale, work):
    radicale.put(work, "walk", walk(AT - 2 * HOUR))

    kind, found = find(address=f"{work}walk.ics", username=USER, password=PASSWORD)
    (row,) = connect_calendars(kind=kind, found=found, username=USER, secret=PASSWORD, by=cast.bob, at=AT)
    look(calendar_id=row.pk, at=AT)
    look(calendar_id=row.pk, at=AT + HOUR)

    assert (kind, state_of(row), row.looked_at) == ("ics", "", AT + HOUR)
    assert [each.starts_at for each in questions(cast.bob, cast.bob, now=AT)] == [AT - 2 * HOUR]


def test_calendars_are_work_like_any_other():
    assert HANDLERS["calendar"] is look
    assert "calendars" in [name for name, _ in tick.DUTIES]
