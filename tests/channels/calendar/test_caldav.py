"""Against a real Radicale: calendars are found, changes are seen, and what goes wrong is said in a sentence."""

import signal
from datetime import UTC, datetime
from itertools import count

import pytest

from beforehand.channels.calendar import caldav
from beforehand.channels.calendar.answers import Asking, Failed, Login
from beforehand.channels.calendar.caldav import Found
from beforehand.channels.calendar.events import Event
from beforehand.channels.calendar.reading import events
from tests.channels.calendar.files import CHICAGO, MARIA, calendar, event, starts
from tests.radicale import PASSWORD, USER, Radicale

FROM, UNTIL = datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 12, 10, tzinfo=UTC)
LOGIN = Login(USER, PASSWORD)
NUMBERS = count(1)
pytestmark = pytest.mark.slow


def find(url: str, login: Login = LOGIN) -> list[Found]:
    with Asking(url, login, allow_private=True) as asking:
        return caldav.calendars(asking, url)


def look(url: str, state: str = "") -> caldav.Fetched | None:
    with Asking(url, LOGIN, allow_private=True) as asking:
        return caldav.fetch(asking, url, from_at=FROM, until_at=UNTIL, state=state)


def seen(fetched: caldav.Fetched | None) -> list[Event]:
    assert fetched is not None
    found = [
        item for file in fetched.files for item in events(file, from_at=FROM, until_at=UNTIL, zone=CHICAGO)
    ]
    return sorted((item for item in found if isinstance(item, Event)), key=lambda each: each.starts_at)


@pytest.fixture
def work(radicale: Radicale) -> str:
    return radicale.make_calendar(f"Work {next(NUMBERS)}".replace(" ", "-"))


@pytest.mark.parametrize(
    "path", ["", ".well-known/caldav", f"{USER}/", f"{USER}/showings/", "nowhere/at/all"]
)
def test_calendars_are_found_from_any_address_of_the_server(radicale, path):
    for name, holds in (("Showings", "VEVENT"), ("Tasks", "VTODO")):
        radicale.ask("DELETE", f"/{USER}/{name.lower()}/")
        radicale.make_calendar(name, holds)

    found = find(f"{radicale.url}{path}")

    assert Found(f"{radicale.url}{USER}/showings/", "Showings") in found
    assert "Tasks" not in {each.name for each in found}


def test_a_stretch_of_the_calendar_comes_with_what_repeats_into_it(radicale, work):
    radicale.put(
        work,
        "weekly",
        calendar(event("RRULE:FREQ=WEEKLY", MARIA, uid="weekly", start="DTSTART:20250107T150000Z")),
    )
    radicale.put(work, "once", calendar(event(uid="once")))
    radicale.put(work, "later", calendar(event(uid="later", start="DTSTART:20270101T150000Z")))

    fetched = look(work)

    assert len(fetched.files) == 2
    assert starts(seen(fetched)) == [
        "11-10 15:00",
        "11-17 15:00",
        "11-24 15:00",
        "11-24 15:00",
        "12-01 15:00",
        "12-08 15:00",
    ]


def test_a_calendar_that_has_not_changed_is_not_read_again(radicale, work):
    radicale.put(work, "once", calendar(event("SUMMARY:Walk", uid="once")))
    first = look(work)

    assert first.state
    assert look(work, first.state) is None

    radicale.put(work, "once", calendar(event("SUMMARY:Offer", uid="once")))
    second = look(work, first.state)
    assert [each.title for each in seen(second)] == ["Offer"]

    radicale.put(work, "once", calendar(event("SUMMARY:Offer", "STATUS:CANCELLED", uid="once")))
    third = look(work, second.state)
    assert [each.is_cancelled for each in seen(third)] == [True]

    radicale.remove(work, "once")
    fourth = look(work, third.state)
    assert seen(fourth) == []
    assert look(work, fourth.state) is None


@pytest.mark.parametrize("state", ["http://radicale.org/ns/sync/forgotten", "nonsense"])
def test_a_state_that_the_server_has_forgotten_reads_all_anew(radicale, work, state):
    radicale.put(work, "once", calendar(event(uid="once")))

    assert len(seen(look(work, state))) == 1


@pytest.mark.parametrize("login", [Login(USER, "wrong"), Login("nobody", PASSWORD), Login()])
def test_a_wrong_password_says_so(radicale, login):
    with pytest.raises(Failed) as failed:
        find(radicale.url, login)

    assert failed.value.problem == (
        "127.0.0.1 does not accept the user name and password (401); check both; "
        "many servers want an app password made for this purpose."
    )
    assert failed.value.is_permanent


def test_a_calendar_that_was_removed_and_one_that_is_none(radicale, work):
    radicale.remove(work)

    with pytest.raises(
        Failed, match=r"^127\.0\.0\.1 has no calendar at this address \(404\); check the address\.$"
    ):
        look(work)
    with pytest.raises(Failed, match=r"^What is at this address is no calendar; add the calendar again\.$"):
        look(f"{radicale.url}{USER}/")


def test_a_server_that_dies_and_comes_back(tmp_path):
    server = Radicale(tmp_path)
    server.start()
    try:
        work = server.make_calendar("Work")
        server.put(work, "once", calendar(event(uid="once")))
        before = look(work)
        server.stop(signal.SIGKILL)

        with pytest.raises(Failed) as failed:
            look(work, before.state)
        assert failed.value.problem == "127.0.0.1 does not answer; check the address. It is tried again."
        assert not failed.value.is_permanent

        server.start()
        assert look(work, before.state) is None
    finally:
        server.stop(signal.SIGKILL)


def test_a_private_address_is_not_asked_unless_the_operator_says_so(radicale):
    with (
        pytest.raises(Failed) as failed,
        Asking(radicale.url, LOGIN, allow_private=False) as asking,
    ):
        caldav.calendars(asking, radicale.url)

    assert failed.value.is_permanent
    assert failed.value.problem == (
        "127.0.0.1 is inside a private network, where this server does not look; "
        "ask whoever runs it (BEFOREHAND_ALLOW_PRIVATE_ADDRESSES)."
    )
