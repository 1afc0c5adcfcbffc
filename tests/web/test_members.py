"""Signing in, one-time links, and one's own settings."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser

from beforehand.actions import members
from beforehand.records.models import Absence, Member, MemberHours
from beforehand.web.members import week_words
from tests.cast import AT, PASSWORD, Cast

NEW = "four green pots on a wall"


@pytest.fixture
def stranger(cast: Cast) -> Browser:
    return Browser()


def errors(answer: object) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)  # type: ignore[attr-defined]


def is_in(browser: Browser, member: Member) -> bool:
    return browser.session.get("_auth_user_id") == str(member.user_id)


class TestSigningIn:
    def test_a_member_signs_in_and_goes_where_they_wanted(self, stranger: Browser, cast: Cast) -> None:
        asked = stranger.get("/settings/")
        assert asked["Location"] == "/accounts/login/?next=/settings/"
        assert 'value="/settings/"' in stranger.get(asked["Location"]).content.decode()
        words = {"login": "Bob@Rivera.example", "password": PASSWORD, "next": "/settings/"}
        answer = stranger.post("/accounts/login/", words)
        assert (answer.status_code, answer["Location"]) == (302, "/settings/")
        assert is_in(stranger, cast.bob)

    @pytest.mark.parametrize("email", ["bob@rivera.example", "nobody@rivera.example"])
    def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
        self, stranger: Browser, email: str
    ) -> None:
        answer = stranger.post("/accounts/login/", {"login": email, "password": "not the one at all"})
        assert answer.status_code == 422
        assert errors(answer) == {
            "__all__": ["This e-mail address and this password do not belong together; try again."]
        }
        assert f'value="{email}"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({"login": ""}, "login", "Give the e-mail address that you sign in with."),
            ({"login": "bob"}, "login", "This is no e-mail address; write one like ana@example.com."),
            ({"password": ""}, "password", "Type your password."),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(
        self, stranger: Browser, changed: dict[str, str], field: str, sentence: str
    ) -> None:
        answer = stranger.post(
            "/accounts/login/", {"login": "bob@rivera.example", "password": PASSWORD} | changed
        )
        assert (answer.status_code, errors(answer)) == (422, {field: [sentence]})

    def test_after_five_wrong_tries_even_the_right_password_waits(self, stranger: Browser) -> None:
        for _ in range(5):
            stranger.post("/accounts/login/", {"login": "bob@rivera.example", "password": "not the one"})
        answer = stranger.post("/accounts/login/", {"login": "bob@rivera.example", "password": PASSWORD})
        assert errors(answer) == {
            "__all__": ["Too many tries: wait five minutes, or ask your broker for a one-time link."]
        }

    def test_who_is_signed_in_is_not_asked_again(self, bob: Browser) -> None:
        answer = bob.get("/accounts/login/")
        assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_signing_out_takes_a_post(self, bob: Browser, cast: Cast) -> None:
        assert "Sign out?" in bob.get("/accounts/logout/").content.decode()
        assert is_in(bob, cast.bob)
        assert bob.post("/accounts/logout/")["Location"] == "/accounts/login/"
        assert not is_in(bob, cast.bob)

    def test_who_left_the_office_is_signed_out_and_not_sent_in_circles(
        self, bob: Browser, cast: Cast
    ) -> None:
        Member.objects.filter(pk=cast.bob.pk).update(left_at=AT)
        assert bob.get("/settings/")["Location"] == "/accounts/login/?next=/settings/"
        assert bob.get("/accounts/login/").status_code == 200

    def test_nobody_signs_up_and_the_broker_helps_who_forgot(self, stranger: Browser) -> None:
        assert "A seat comes from your broker" in stranger.get("/accounts/signup/").content.decode()
        assert (
            "Ask your broker for a one-time link"
            in stranger.get("/accounts/password/reset/").content.decode()
        )

    @pytest.mark.parametrize(
        "address",
        [
            "/accounts/",
            "/accounts/email/",
            "/accounts/confirm-email/",
            "/accounts/password/set/",
            "/accounts/password/reset/done/",
            "/accounts/login/code/confirm/",
            "/accounts/reauthenticate/",
        ],
    )
    def test_pages_without_a_use_here_do_not_exist(self, bob: Browser, address: str) -> None:
        assert bob.get(address).status_code == 404


class TestPassword:
    def test_another_password_takes_the_current_one_and_leaves_this_device_signed_in(
        self, bob: Browser, cast: Cast
    ) -> None:
        elsewhere = Browser()
        elsewhere.force_login(cast.bob.user)
        answer = bob.post("/accounts/password/change/", {"current": PASSWORD, "password": NEW})
        assert (answer.status_code, answer["Location"]) == (302, "/settings/")
        cast.bob.user.refresh_from_db()
        assert cast.bob.user.check_password(NEW)
        assert "Your password is changed." in bob.get("/settings/").content.decode()
        assert elsewhere.get("/settings/").status_code == 302

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({"current": "guessed"}, "current", "This is not the one you sign in with; type it again."),
            (
                {"password": "short"},
                "password",
                "This password is too short. It must contain at least 10 characters.",
            ),
            ({"password": "bob@rivera.example"}, "password", "The password is too similar to the email."),
        ],
    )
    def test_a_bad_one_is_refused_at_its_field(
        self, bob: Browser, cast: Cast, changed: dict[str, str], field: str, sentence: str
    ) -> None:
        answer = bob.post("/accounts/password/change/", {"current": PASSWORD, "password": NEW} | changed)
        assert (answer.status_code, errors(answer)) == (422, {field: [sentence]})
        cast.bob.user.refresh_from_db()
        assert cast.bob.user.check_password(PASSWORD)

    def test_guessing_the_current_password_is_slowed_down(self, bob: Browser) -> None:
        for _ in range(5):
            bob.post("/accounts/password/change/", {"current": "guessed", "password": NEW})
        answer = bob.post("/accounts/password/change/", {"current": PASSWORD, "password": NEW})
        assert answer.status_code == 429
        assert "Wait a minute, then try again." in answer.content.decode()


class TestOneTimeLink:
    @pytest.fixture
    def link(self, cast: Cast) -> str:
        _, token = members.add_member(
            email="nia@rivera.example", role="agent", name="Nia Cole", by=cast.alice, at=AT
        )
        return f"/join/{token}/"

    def test_its_holder_chooses_a_password_and_is_in(self, stranger: Browser, link: str) -> None:
        page = stranger.get(link).content.decode()
        assert "Welcome, Nia Cole" in page
        assert "Rivera Homes" in page
        answer = stranger.post(link, {"password": NEW})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        nia = Member.objects.get(name="Nia Cole")
        assert is_in(stranger, nia)
        assert nia.user.check_password(NEW)

    def test_it_works_once(self, stranger: Browser, link: str) -> None:
        stranger.post(link, {"password": NEW})
        second = Browser()
        assert second.get(link).status_code == 404
        answer = second.post(link, {"password": "another one entirely"})
        assert answer.status_code == 404
        assert "This link is over" in answer.content.decode()
        assert Member.objects.get(name="Nia Cole").user.check_password(NEW)

    def test_a_weak_password_leaves_the_link_open(self, stranger: Browser, link: str) -> None:
        answer = stranger.post(link, {"password": "password12"})
        assert (answer.status_code, errors(answer)) == (422, {"password": ["This password is too common."]})
        assert stranger.post(link, {"password": NEW}).status_code == 302

    def test_it_runs_out_after_seven_days(self, stranger: Browser, cast: Cast) -> None:
        token = members.reset_member(member=cast.bob, by=cast.alice, at=AT - timedelta(days=7))
        assert stranger.get(f"/join/{token}/").status_code == 404

    def test_a_made_up_one_says_whom_to_ask(self, stranger: Browser) -> None:
        answer = stranger.get("/join/made-up/")
        assert answer.status_code == 404
        assert "Ask your broker for a new one." in answer.content.decode()

    def test_it_is_kept_by_no_cache(self, stranger: Browser, link: str) -> None:
        assert "no-store" in stranger.get(link)["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("9 am – 6 pm", [["09:00", "18:00"]], "9 am – 6 pm"),
        ("13:30-18, 9-12:30", [["09:00", "12:30"], ["13:30", "18:00"]], "9 am – 12:30 pm, 1:30 pm – 6 pm"),
        ("9-5", [["09:00", "17:00"]], "9 am – 5 pm"),
        ("1 – 6 pm", [["13:00", "18:00"]], "1 pm – 6 pm"),
        ("9 – 6 pm", [["09:00", "18:00"]], "9 am – 6 pm"),
        ("noon until midnight", [["12:00", "24:00"]], "12 pm – midnight"),
        (
            "12am - 12pm and 2 p.m. to 3 p.m.",
            [["00:00", "12:00"], ["14:00", "15:00"]],
            "12 am – 12 pm, 2 pm – 3 pm",
        ),
        ("closed", [], ""),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, stored: list[list[str]], shown: str) -> None:
    assert week_words.ranges(typed) == stored
    assert week_words.words(stored) == shown
    assert week_words.ranges(shown) == stored


@pytest.mark.parametrize(
    "typed", ["9", "9-12-15", "8:75 - 9", "13 pm - 14", "25-26", "9 -", "morning to noon"]
)
def test_what_is_no_stretch_of_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no stretch of time; write one like 9 am – 6 pm\.$"):
        week_words.ranges(typed)


HOURS = {
    "zone": "America/Denver",
    "mon": "9 - 12:30, 1:30 pm - 6 pm",
    "tue": "9-5",
    "wed": "",
    "thu": "off",
    "fri": "",
    "sat": "",
    "sun": "",
}


class TestHours:
    def test_the_page_shows_the_week_that_holds(self, bob: Browser) -> None:
        page = bob.get("/settings/").content.decode()
        assert page.count('value="9 am – 6 pm"') == 5
        assert 'value="10 am – 4 pm"' in page
        assert '<option value="America/Chicago" selected>' in page

    def test_a_week_is_set_from_now_on(self, bob: Browser, cast: Cast) -> None:
        answer = bob.post("/settings/hours/", HOURS)
        assert (answer.status_code, answer["Location"]) == (302, "/settings/")
        newest = MemberHours.objects.filter(member=cast.bob).order_by("pk").last()
        assert newest is not None
        assert newest.week == {"mon": [["09:00", "12:30"], ["13:30", "18:00"]], "tue": [["09:00", "17:00"]]}
        assert (newest.zone, newest.holds_from, newest.recorded_by) == ("America/Denver", AT, cast.bob)
        assert 'value="9 am – 12:30 pm, 1:30 pm – 6 pm"' in bob.get("/settings/").content.decode()

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({"mon": "mornings"}, "mon", "“mornings” is no stretch of time; write one like 9 am – 6 pm."),
            (
                {"sat": "22 - 2"},
                "sat",
                "“22 - 2” ends before it starts; write hours after midnight on their own day.",
            ),
            ({"tue": "9-12, 11-13"}, "tue", "Two times overlap around 11 am; write each stretch once."),
            ({"zone": "Mars/Olympus"}, "zone", "Choose the time zone from the list."),
        ],
    )
    def test_what_cannot_be_read_is_said_at_its_day_and_nothing_is_lost(
        self, bob: Browser, cast: Cast, changed: dict[str, str], field: str, sentence: str
    ) -> None:
        answer = bob.post("/settings/hours/", HOURS | changed)
        assert (answer.status_code, errors(answer)) == (422, {field: [sentence]})
        page = answer.content.decode()
        assert 'value="9-5"' in page or field == "tue"
        assert page.count("autofocus") == 1
        assert MemberHours.objects.filter(member=cast.bob).count() == 1

    def test_new_hours_move_what_is_due(self, bob: Browser, cast: Cast) -> None:
        client = cast.client_of(cast.bob)
        assert client.due_at == datetime(2026, 11, 25, 0, tzinfo=UTC)  # six in Chicago, the end of his day
        bob.post("/settings/hours/", HOURS | {"zone": "America/Chicago", "tue": "9 - 12"})
        client.refresh_from_db()
        assert client.due_at == datetime(2026, 11, 24, 18, tzinfo=UTC)


class TestTimeOff:
    def test_time_off_with_a_cover_holds_whole_days_where_the_member_is(
        self, bob: Browser, cast: Cast
    ) -> None:
        words = {"first": "2026-12-24", "last": "2026-12-26", "cover": str(cast.max.pk)}
        answer = bob.post("/settings/time-off/", words)
        assert (answer.status_code, answer["Location"]) == (302, "/settings/")
        absence = Absence.objects.get()
        assert (absence.member, absence.cover, absence.recorded_by) == (cast.bob, cast.max, cast.bob)
        assert absence.from_at == datetime(2026, 12, 24, 6, tzinfo=UTC)
        assert absence.until_at == datetime(2026, 12, 27, 6, tzinfo=UTC)
        page = bob.get("/settings/").content.decode()
        assert "Thu 24 Dec 2026 to Sat 26 Dec 2026" in page
        assert "Max Ito answers meanwhile; deadlines in it become theirs." in page

    def test_the_cover_sees_for_whom_they_answer(
        self, bob: Browser, cast: Cast, sit: Callable[[Member], Browser]
    ) -> None:
        bob.post(
            "/settings/time-off/", {"first": "2026-12-24", "last": "2026-12-24", "cover": str(cast.max.pk)}
        )
        page = sit(cast.max).get("/settings/").content.decode()
        assert "You answer for Bob Ames." in page
        assert "Take back" not in page

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({"first": ""}, "first", "Say which day is the first."),
            ({"last": "9999-12-31"}, "last", "Write a year between 1970 and 2199."),
            ({"last": "Friday"}, "last", "Write a day like 2026-12-31."),
            ({"last": "2026-12-23"}, "last", "The last day away comes before the first; mend one of them."),
            (
                {"first": "2026-11-20", "last": "2026-11-23"},
                "last",
                "These days are over; write down time off that is still to come.",
            ),
        ],
    )
    def test_days_that_cannot_be_are_refused_at_their_field(
        self, bob: Browser, changed: dict[str, str], field: str, sentence: str
    ) -> None:
        answer = bob.post("/settings/time-off/", {"first": "2026-12-24", "last": "2026-12-26"} | changed)
        assert (answer.status_code, errors(answer)) == (422, {field: [sentence]})
        assert not Absence.objects.exists()

    @pytest.mark.parametrize("who", ["bob", "charlie"])
    def test_nobody_covers_for_themselves_or_from_another_office(
        self, bob: Browser, cast: Cast, who: str
    ) -> None:
        cover = str(getattr(cast, who).pk)
        answer = bob.post(
            "/settings/time-off/", {"first": "2026-12-24", "last": "2026-12-26", "cover": cover}
        )
        assert (answer.status_code, errors(answer)) == (422, {"cover": ["Choose a colleague from the list."]})

    def test_it_is_taken_back_once_however_often_it_is_asked(self, bob: Browser) -> None:
        bob.post("/settings/time-off/", {"first": "2026-12-24", "last": "2026-12-26"})
        address = f"/settings/time-off/{Absence.objects.get().pk}/withdrawal/"
        assert address in bob.get("/settings/").content.decode()
        assert [bob.post(address).status_code for _ in range(2)] == [302, 302]
        assert Absence.objects.get().withdrawn_at == AT
        assert address not in bob.get("/settings/").content.decode()

    @pytest.mark.parametrize("who", ["charlie", "tia", "alice"])
    def test_nobody_else_takes_it_back_here(
        self, bob: Browser, cast: Cast, sit: Callable[[Member], Browser], who: str
    ) -> None:
        bob.post("/settings/time-off/", {"first": "2026-12-24", "last": "2026-12-26"})
        absence = Absence.objects.get()
        answer = sit(getattr(cast, who)).post(f"/settings/time-off/{absence.pk}/withdrawal/")
        absence.refresh_from_db()
        assert (answer.status_code, absence.withdrawn_at) == (404, None)


def test_charlie_finds_nobody_of_rivera_homes_in_his_settings(charlie: Browser, cast: Cast) -> None:
    page = charlie.get("/settings/").content.decode()
    assert "Charlie Hill" in page
    for name in ("Alice Rivera", "Bob Ames", "Tia Reed", "Lea Moss", "Max Ito"):
        assert name not in page
