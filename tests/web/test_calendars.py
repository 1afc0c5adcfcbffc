"""Calendars on the settings page, and the question they ask on Today and on a client's page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from benchmarks.inside import statements
from django.test import Client as Browser

from beforehand.actions.calendars import answered, choose_calendar, connect_calendars, unreachable
from beforehand.actions.meetings import keep_meetings
from beforehand.channels.calendar.answers import Failed
from beforehand.records.models import Calendar, Client, Meeting, Member, Touch
from beforehand.web.calendars import views
from tests.actions.test_meetings import invited
from tests.cast import AT, Cast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HTMX = {"hx-request": "true"}
TYPED = {"address": "https://calendar.example", "username": "bob", "password": "abcd-efgh-ijkl"}
WORK = ("https://calendar.example/bob/showings/", "Work")


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, "Dana Ortega", at=AT - 9 * DAY, email="dana@ortega.example")


def connected(member: Member) -> Calendar:
    (row,) = connect_calendars(kind="caldav", found=[WORK], username="bob", secret="secret", by=member, at=AT)
    return row


def met(calendar: Calendar, client: Client, **given: object) -> Meeting:
    keep_meetings(calendar=calendar, invited=[invited(client, **given)], from_at=AT - 14 * DAY, at=AT)
    return Meeting.objects.get()


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def page(browser: Browser, address: str) -> str:
    return words(browser.get(address).content.decode())


def test_today_and_the_client_s_page_ask_in_one_sentence(cast, dana, bob):
    met(connected(cast.bob), dana, starts_at=AT - DAY + HOUR, ends_at=AT - DAY + 2 * HOUR)

    asks = "Did you meet Dana Ortega yesterday at 10 am? Yes, we met No"
    assert asks in page(bob, "/")
    assert asks in page(bob, f"/clients/{dana.pk}/")


@pytest.mark.parametrize(
    ("channel", "asks"),
    [
        ("meeting", "Did you meet Dana Ortega on Fri 20 Nov at 9 am? Yes, we met No"),
        ("video", "Did you speak with Dana Ortega on Fri 20 Nov at 9 am? Yes, we spoke No"),
        ("call", "Did you speak with Dana Ortega on Fri 20 Nov at 9 am? Yes, we spoke No"),
    ],
)
def test_the_question_fits_the_meeting(cast, dana, bob, channel, asks):
    met(connected(cast.bob), dana, starts_at=AT - 4 * DAY, ends_at=AT - 4 * DAY + HOUR, channel=channel)

    assert asks in page(bob, "/")


def test_a_colleague_s_meeting_is_asked_by_name(cast, dana, bob, tia):
    met(connected(cast.max), dana)

    assert "Did Max Ito meet Dana Ortega today at 7 am? Yes No" in page(bob, "/")
    assert "Did Max Ito meet Dana Ortega today at 7 am?" in page(tia, "/")


def test_yes_is_one_tap_with_undo(cast, dana, bob):
    meeting = met(connected(cast.bob), dana)

    answer = bob.post(f"/meetings/{meeting.pk}/answer/", {"met": "yes"}, headers=HTMX)

    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "changed"
    assert "Logged: the meeting with Dana Ortega." in words(answer.content.decode())
    dana.refresh_from_db()
    assert dana.last_spoke_at == AT - HOUR
    assert "Did you meet" not in page(bob, "/")
    assert "You met 60 min from the calendar Walk through" in page(bob, f"/clients/{dana.pk}/")
    (undo,) = set(re.findall(r'action="([^"]+)"', answer.content.decode()))

    assert "Taken back. It asks again." in bob.post(undo, headers=HTMX).content.decode()
    dana.refresh_from_db()
    assert dana.last_spoke_at is None
    assert "Did you meet" in page(bob, "/")


def test_no_logs_nothing_and_works_without_scripts(cast, dana, bob):
    meeting = met(connected(cast.bob), dana)

    answer = bob.post(f"/meetings/{meeting.pk}/answer/", {"met": "no", "next": "/"}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    shown = words(answer.content.decode())
    assert "Noted: you did not meet. Nothing is logged." in shown
    assert "Did you meet" not in shown
    assert not Touch.objects.exists()


def test_an_answer_goes_back_to_the_client_and_never_elsewhere(cast, dana, bob):
    meeting = met(connected(cast.bob), dana)

    answer = bob.post(f"/meetings/{meeting.pk}/answer/", {"met": "no", "next": "https://evil.example/"})

    assert answer["Location"] == f"/clients/{dana.pk}/"


def test_a_meeting_to_come_stands_on_the_call_sheet(cast, dana, bob):
    calendar = connected(cast.bob)
    coming = {"starts_at": AT + 3 * DAY, "ends_at": AT + 3 * DAY + HOUR}
    met(calendar, dana, **coming)

    assert "Meeting Friday, 9 am: Walk through (already in your calendar)" in page(
        bob, f"/clients/{dana.pk}/"
    )
    met(calendar, dana, **coming, is_cancelled=True)
    assert "(already in your calendar) called off" in page(bob, f"/clients/{dana.pk}/")
    assert "From your calendar" not in page(bob, "/")


def test_what_a_title_says_is_words_only(cast, dana, bob):
    met(
        connected(cast.bob),
        dana,
        title="<script>alert(1)</script>",
        starts_at=AT + DAY,
        ends_at=AT + DAY + HOUR,
    )

    assert "<script>alert(1)" not in bob.get(f"/clients/{dana.pk}/").content.decode()


def test_one_calendar_is_connected_at_once(cast, bob, monkeypatch):
    asked = []
    monkeypatch.setattr(views, "find", lambda **given: asked.append(given) or ("caldav", [WORK]))

    answer = bob.post("/settings/calendars/", TYPED, follow=True)

    assert asked == [TYPED]
    shown = words(answer.content.decode())
    assert "Work is connected and read within a minute." in shown
    assert "Work Read within a minute. Stop reading (Work) Remove Work" in shown
    row = Calendar.objects.get()
    assert (row.member, row.look_at, row.secret, row.url) == (cast.bob, AT, TYPED["password"], WORK[0])
    assert TYPED["password"] not in answer.content.decode()


def test_of_several_the_member_chooses(cast, bob, monkeypatch):
    home = ("https://calendar.example/bob/family/", "Home")
    monkeypatch.setattr(views, "find", lambda **given: ("caldav", [WORK, home]))

    shown = words(bob.post("/settings/calendars/", TYPED, follow=True).content.decode())

    assert "2 calendars are there. Choose those that hold your meetings with clients." in shown
    assert "Home Not read. Read it (Home)" in shown
    work = Calendar.objects.get(name="Work")
    shown = words(
        bob.post(f"/settings/calendars/{work.pk}/reading/", {"read": "yes"}, follow=True).content.decode()
    )
    assert "Work is read within a minute." in shown
    shown = words(
        bob.post(f"/settings/calendars/{work.pk}/reading/", {"read": "no"}, follow=True).content.decode()
    )
    assert "Work is not read any more." in shown
    work.refresh_from_db()
    assert work.look_at is None


def test_what_leads_nowhere_says_why_and_keeps_what_was_typed_but_the_password(cast, bob, monkeypatch):
    def find(**given: str) -> None:
        raise Failed(
            "calendar.example does not answer; check the address. It is tried again.", is_permanent=False
        )

    monkeypatch.setattr(views, "find", find)

    answer = bob.post("/settings/calendars/", TYPED)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "calendar.example does not answer" in shown
    assert 'value="https://calendar.example"' in shown
    assert TYPED["password"] not in shown
    assert not Calendar.objects.exists()


def test_a_private_address_is_refused_by_the_page(cast, bob):
    answer = bob.post("/settings/calendars/", {"address": "http://127.0.0.1:9/a.ics"})

    assert answer.status_code == 422
    # Nobody listens there: a connection that is refused tells nothing either way.
    assert "127.0.0.1 does not answer" in answer.content.decode()


def test_the_page_says_how_each_calendar_is(cast, bob):
    row = connected(cast.bob)
    answered(
        calendar_id=row.pk,
        state="",
        left_out="One event was left out. line 4: It has no start.",
        at=AT - 3 * timedelta(minutes=1),
    )
    assert "Work Last looked 3 min ago. One event was left out. line 4: It has no start. Stop" in page(
        bob, "/settings/calendars/"
    )

    unreachable(calendar_id=row.pk, problem="calendar.example does not answer.", is_permanent=False, at=AT)
    assert "Work calendar.example does not answer. Last looked 3 min ago." in page(
        bob, "/settings/calendars/"
    )

    choose_calendar(calendar_id=row.pk, is_read=False, by=cast.bob, at=AT)
    assert "Work Not read. Read it" in page(bob, "/settings/calendars/")


def test_one_that_is_removed_is_gone(cast, bob):
    row = connected(cast.bob)

    shown = words(bob.post(f"/settings/calendars/{row.pk}/removal/", follow=True).content.decode())

    assert "Work is removed, its address and password with it." in shown
    assert "None is connected yet." in shown


def test_settings_lead_to_the_calendars(cast, bob):
    assert 'href="/settings/calendars/"' in bob.get("/settings/").content.decode()


def test_meetings_cost_today_and_a_client_s_page_one_statement_each(cast, dana, bob):
    calendar = connected(cast.bob)
    others = [
        invited(dana, external_id=str(n), starts_at=AT + n * DAY, ends_at=AT + n * DAY + HOUR)
        for n in (-3, -2, 2, 3)
    ]
    for address in ("/", f"/clients/{dana.pk}/"):
        with statements() as before:
            bob.get(address)
        keep_meetings(calendar=calendar, invited=others, from_at=AT - 14 * DAY, at=AT)
        with statements() as after:
            shown = bob.get(address).content.decode()
        assert shown.count('name="met" value="yes"') == 2
        assert len(after) == len(before)
        assert sum("records_meeting" in each for each in after) == 1
        Meeting.objects.all().delete()
