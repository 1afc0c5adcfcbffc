"""The board for everybody, and what the broker alone sets; the office across the street sees none of it."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from beforehand.actions import cadences, clients, offices
from beforehand.records.models import (
    Assistance,
    AuditEntry,
    Client,
    ClosedDay,
    Member,
    Office,
    OfficeCadence,
)
from beforehand.web.offices.deeds import deed
from tests.cast import AT, Cast

BROKERS_PAGES = (
    "/office/members/",
    "/office/members/new/",
    "/office/cadences/",
    "/office/cadences/searching/",
    "/office/days/",
    "/office/phone-log/",
    "/office/trail/",
)
RIVERA = ("Rivera Homes", "Alice Rivera", "Bob Ames", "Tia Reed", "Lea Moss", "Max Ito", "Dana Ortega")


def errors(answer: object) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)  # type: ignore[attr-defined]


def board_of(browser: Browser) -> dict[str, dict[str, int]]:
    """The lines of the board as the page was given them: name, then what is not nought."""
    board = browser.get("/office/").context["board"]
    return {
        line.agent: {key: n for key, n in line.counts.items() if n} | {"all": line.total}
        for line in board.lines
    }


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """Bob has one due today, one late, one paused; Max one who is in hand; Charlie one of his own."""
    cast.client_of(cast.bob, "Dana Ortega", at=AT - timedelta(days=1))
    cast.client_of(cast.bob, "Tom Becker", at=AT - timedelta(days=9))
    paused = cast.client_of(cast.bob, "Grace Holm", at=AT - timedelta(days=1))
    clients.pause_client(
        client_id=paused.pk,
        until_at=AT + timedelta(days=9),
        reason="away",
        by=cast.bob,
        at=AT - timedelta(hours=1),
    )
    cast.spoke(cast.client_of(cast.max, "Sam Lund"))
    cast.client_of(cast.charlie, "Hill Client")
    return cast


class TestBoard:
    def test_a_broker_sees_every_agent_and_every_client_is_accounted_for(
        self, alice: Browser, filled: Cast
    ) -> None:
        assert board_of(alice) == {
            "Bob Ames": {"late": 1, "due": 1, "paused": 1, "all": 3},
            "Max Ito": {"in_hand": 1, "all": 1},
        }
        page = alice.get("/office/").content.decode()
        assert "<b>4 of 4</b> clients accounted for." in page
        assert f'href="/?agent={filled.bob.pk}"' in page
        assert f'href="/clients/?agent={filled.bob.pk}&amp;standing=late"' in page

    @pytest.mark.parametrize(
        ("who", "agents"),
        [("bob", ["Bob Ames"]), ("tia", ["Bob Ames"]), ("lea", ["Max Ito"]), ("max", ["Max Ito"])],
    )
    def test_others_see_the_agents_whose_clients_they_see(
        self, filled: Cast, sit: Callable[[Member], Browser], who: str, agents: list[str]
    ) -> None:
        assert list(board_of(sit(getattr(filled, who)))) == agents

    def test_charlie_sees_his_own_office_alone(self, charlie: Browser, filled: Cast) -> None:
        assert list(board_of(charlie)) == ["Charlie Hill"]
        page = charlie.get("/office/").content.decode()
        assert [name for name in RIVERA if name in page] == []

    def test_a_client_on_no_list_is_said_aloud(self, alice: Browser, filled: Cast) -> None:
        assert "Some clients are on no list" not in alice.get("/office/").content.decode()
        Client.objects.filter(name="Sam Lund").update(standing="", due_at=None, late_at=None)
        page = alice.get("/office/").content.decode()
        assert "Some clients are on no list" in page
        assert "<b>3 of 4</b> clients accounted for." in page

    def test_time_alone_makes_clients_late_on_the_board(self, alice: Browser, filled: Cast) -> None:
        Client.objects.filter(name="Sam Lund").update(late_at=AT - timedelta(seconds=1))
        assert board_of(alice)["Max Ito"] == {"late": 1, "all": 1}
        Client.objects.filter(name="Sam Lund").update(late_at=AT)  # late means past it, not at it
        assert board_of(alice)["Max Ito"] == {"in_hand": 1, "all": 1}

    def test_the_day_ends_where_the_agent_is(self, alice: Browser, filled: Cast) -> None:
        eleven_in_honolulu = AT.replace(day=25, hour=9)
        Client.objects.filter(name="Sam Lund").update(
            due_at=eleven_in_honolulu, late_at=AT + timedelta(days=2)
        )
        assert board_of(alice)["Max Ito"] == {"in_hand": 1, "all": 1}
        Member.objects.filter(pk=filled.max.pk).update(zone="Pacific/Honolulu")
        assert board_of(alice)["Max Ito"] == {"due": 1, "all": 1}

    def test_who_is_known_or_ended_is_not_counted(self, alice: Browser, filled: Cast) -> None:
        client = Client.objects.get(name="Sam Lund")
        clients.end_client(client_id=client.pk, reason="lost", words="", by=filled.max, at=AT)
        assert board_of(alice)["Max Ito"] == {"all": 0}

    def test_it_takes_as_many_statements_for_one_client_as_for_many(
        self, alice: Browser, filled: Cast
    ) -> None:
        with CaptureQueriesContext(
            connection,
        ) as few:
            alice.get("/office/")
        for number in range(8):
            agent = filled.join(f"agent{number}@rivera.example", "agent", f"Agent {number}")
            filled.client_of(agent, f"Client {number}")
        with CaptureQueriesContext(connection) as many:
            alice.get("/office/")
        assert (len(few), len(many)) == (5, 5)

    def test_only_the_broker_is_shown_the_way_to_the_rest(self, alice: Browser, bob: Browser) -> None:
        assert 'href="/office/members/"' in alice.get("/office/").content.decode()
        assert 'href="/office/members/"' not in bob.get("/office/").content.decode()


class TestWhoMay:
    @pytest.mark.parametrize("address", BROKERS_PAGES)
    @pytest.mark.parametrize("who", ["bob", "tia", "lea"])
    def test_for_others_the_brokers_pages_are_not_there(
        self, cast: Cast, sit: Callable[[Member], Browser], who: str, address: str
    ) -> None:
        browser = sit(getattr(cast, who))
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code in {404, 405}

    @pytest.mark.parametrize("address", ["/office/", *BROKERS_PAGES])
    def test_charlie_reads_nothing_of_rivera_homes(
        self, charlie: Browser, filled: Cast, address: str
    ) -> None:
        answer = charlie.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert [name for name in RIVERA if name in page] == []

    @pytest.mark.parametrize("address", ["/office/", "/settings/", *BROKERS_PAGES])
    def test_strangers_sign_in_first(self, cast: Cast, address: str) -> None:
        assert Browser().get(address)["Location"] == f"/accounts/login/?next={address}"

    def test_charlie_cannot_change_a_member_of_rivera_homes(self, charlie: Browser, cast: Cast) -> None:
        address = f"/office/members/{cast.bob.pk}/"
        assert charlie.get(address).status_code == 404
        assert charlie.post(address, {"role": "broker"}).status_code == 404
        assert charlie.post(f"{address}link/").status_code == 404
        cast.bob.refresh_from_db()
        assert cast.bob.role == "agent"


class TestMembers:
    def test_everybody_is_listed_with_their_place(self, alice: Browser) -> None:
        page = re.sub(r"<[^>]+>", "", alice.get("/office/members/").content.decode())
        assert "Tia ReedAssistant of Bob Ames · tia@rivera.example" in page
        assert "Lea MossTeam lead · North · lea@rivera.example" in page

    def test_a_new_member_comes_with_a_link_that_is_shown_once_and_works(
        self, alice: Browser, cast: Cast
    ) -> None:
        words = {
            "name": "Nia Cole",
            "email": "nia@rivera.example",
            "role": "assistant",
            "team": "",
            "assists": [str(cast.bob.pk), str(cast.max.pk)],
        }
        answer = alice.post("/office/members/new/", words)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        found = re.search(r'value="http://testserver(/join/[^"]+/)"', answer.content.decode())
        assert found is not None
        nia = Member.objects.get(name="Nia Cole")
        assert (nia.office, nia.role, nia.user.has_usable_password()) == (
            cast.alice.office,
            "assistant",
            False,
        )
        helped = Assistance.objects.filter(assistant=nia).order_by("agent__name")
        assert list(helped.values_list("agent__name", flat=True)) == ["Bob Ames", "Max Ito"]
        assert "link not used yet" in alice.get("/office/members/").content.decode()
        assert found[1] not in alice.get("/office/members/").content.decode()
        assert Browser().post(found[1], {"password": "four green pots on a wall"}).status_code == 302
        assert "link not used yet" not in alice.get("/office/members/").content.decode()

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({"name": ""}, "name", "Say what they are called."),
            ({"email": "nia"}, "email", "This is no e-mail address; write one like ana@example.com."),
            (
                {"email": "bob@rivera.example"},
                "email",
                "bob@rivera.example has a seat already; an address can have only one.",
            ),
            ({"role": "owner"}, "role", "Choose a role from the list."),
            (
                {"role": "assistant"},
                "assists",
                "Name at least one agent; an assistant sees nobody else’s clients.",
            ),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(
        self, alice: Browser, changed: dict[str, str], field: str, sentence: str
    ) -> None:
        words = {"name": "Nia Cole", "email": "nia@rivera.example", "role": "agent", "team": "South"}
        answer = alice.post("/office/members/new/", words | changed)
        assert (answer.status_code, errors(answer)) == (422, {field: [sentence]})
        assert 'value="South"' in answer.content.decode()
        assert not Member.objects.filter(name="Nia Cole").exists()

    def test_charlies_people_cannot_be_assisted(self, alice: Browser, cast: Cast) -> None:
        words = {
            "name": "Nia",
            "email": "nia@rivera.example",
            "role": "assistant",
            "assists": [str(cast.charlie.pk)],
        }
        answer = alice.post("/office/members/new/", words)
        assert errors(answer)["assists"] == ["Choose members of this office."]

    def test_a_member_gets_another_role_and_team(self, alice: Browser, cast: Cast) -> None:
        page = alice.get(f"/office/members/{cast.bob.pk}/").content.decode()
        assert '<option value="North"></option>' in page
        answer = alice.post(f"/office/members/{cast.bob.pk}/", {"role": "lead", "team": "South"})
        assert (answer.status_code, answer["Location"]) == (302, "/office/members/")
        bob = Member.objects.select_related("team").get(pk=cast.bob.pk)
        assert (bob.role, bob.team and bob.team.name) == ("lead", "South")

    def test_an_office_keeps_its_last_broker(self, alice: Browser, cast: Cast) -> None:
        answer = alice.post(f"/office/members/{cast.alice.pk}/", {"role": "agent"})
        assert (answer.status_code, errors(answer)) == (
            422,
            {"role": ["An office keeps at least one broker."]},
        )

    def test_a_new_link_for_who_forgot_makes_the_one_before_void(self, alice: Browser, cast: Cast) -> None:
        links = [
            re.findall(r"/join/[^\"]+/", alice.post(f"/office/members/{cast.bob.pk}/link/").content.decode())[
                0
            ]
            for _ in range(2)
        ]
        assert [Browser().get(link).status_code for link in links] == [404, 200]


class TestCadences:
    def test_each_stage_says_how_often(self, alice: Browser) -> None:
        page = " ".join(re.sub(r"<[^>]+>", " ", alice.get("/office/cadences/").content.decode()).split())
        assert "Searching A call every 7 days." in page
        assert (
            "Under contract A call every 4 days, a word every 2 days; in the first and the closing week"
            " a call every 3." in page
        )
        assert "Past client No regular call, a word every 90 days." in page

    def test_a_stage_is_changed_from_now_on_and_its_clients_with_it(
        self, alice: Browser, filled: Cast
    ) -> None:
        client = Client.objects.get(name="Sam Lund")
        before = client.late_at
        answer = alice.post("/office/cadences/searching/", {"speak_days": "3", "hear_days": "", "reason": ""})
        assert (answer.status_code, answer["Location"]) == (302, "/office/cadences/")
        row = OfficeCadence.objects.get(office=filled.alice.office, recorded_by=filled.alice)
        assert (row.stage, row.holds_from, row.terms["speak_every"]) == ("searching", AT, 3 * 86_400)
        client.refresh_from_db()
        assert before is not None
        assert client.late_at is not None
        assert client.late_at <= before
        page = alice.get("/office/cadences/").content.decode()
        assert "Yours since Tue 24 Nov 2026" in page

    def test_more_than_seven_days_needs_a_reason_which_stays_visible(self, alice: Browser) -> None:
        words = {"speak_days": "10", "hear_days": "", "reason": ""}
        answer = alice.post("/office/cadences/listed/", words)
        assert (answer.status_code, errors(answer)) == (
            422,
            {"reason": ["More than 7 days between calls needs a reason, which stays visible."]},
        )
        assert 'value="10"' in answer.content.decode()
        alice.post("/office/cadences/listed/", words | {"reason": "Quiet season by agreement"})
        assert "Quiet season by agreement" in alice.get("/office/cadences/").content.decode()

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [
            ("", "An active client is owed a call; give a number of days."),
            ("0", "At least one day."),
            ("soon", "Write a whole number."),
            ("400", "At most 365 days."),
        ],
    )
    def test_days_that_cannot_be_are_refused_at_their_field(
        self, alice: Browser, days: str, sentence: str
    ) -> None:
        answer = alice.post(
            "/office/cadences/searching/", {"speak_days": days, "hear_days": "2", "reason": "x"}
        )
        assert (answer.status_code, errors(answer)) == (422, {"speak_days": [sentence]})

    def test_a_stage_that_is_none_is_not_there(self, alice: Browser) -> None:
        assert alice.get("/office/cadences/dreaming/").status_code == 404

    def test_charlies_cadence_leaves_rivera_homes_alone(self, charlie: Browser, filled: Cast) -> None:
        before = list(Client.objects.filter(office=filled.alice.office).values("pk", "due_at", "late_at"))
        assert charlie.post("/office/cadences/searching/", {"speak_days": "2"}).status_code == 302
        assert (
            list(Client.objects.filter(office=filled.alice.office).values("pk", "due_at", "late_at"))
            == before
        )


class TestClosedDays:
    def test_a_day_is_closed_and_taken_back(self, alice: Browser, cast: Cast) -> None:
        answer = alice.post("/office/days/", {"day": "2026-12-11", "title": "The move"})
        assert (answer.status_code, answer["Location"]) == (302, "/office/days/")
        assert list(ClosedDay.objects.values_list("office", "day", "title")) == [
            (cast.alice.office_id, date(2026, 12, 11), "The move")
        ]
        page = alice.get("/office/days/").content.decode()
        assert "Fri 11 Dec 2026" in page
        assert 'action="/office/days/2026-12-11/reopening/"' in page
        assert alice.post("/office/days/2026-12-11/reopening/").status_code == 302
        assert not ClosedDay.objects.exists()

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            ("", "Say which day."),
            ("someday", "Write a day like 2026-12-24."),
            ("2026-11-24", "This day has begun or is over; close one that is still to come."),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, alice: Browser, day: str, sentence: str) -> None:
        answer = alice.post("/office/days/", {"day": day, "title": "The move"})
        assert (answer.status_code, errors(answer)) == (422, {"day": [sentence]})
        assert 'value="The move"' in answer.content.decode()

    def test_a_day_that_began_stays_closed(self, alice: Browser, cast: Cast) -> None:
        offices.close_day(day=date(2026, 11, 24), title="", by=cast.alice, at=AT - timedelta(days=3))
        answer = alice.post("/office/days/2026-11-24/reopening/")
        assert answer.status_code == 422
        assert "it stays closed" in answer.content.decode()
        assert ClosedDay.objects.count() == 1

    def test_charlie_cannot_open_rivera_homes(self, charlie: Browser, alice: Browser) -> None:
        alice.post("/office/days/", {"day": "2026-12-11", "title": ""})
        charlie.post("/office/days/2026-12-11/reopening/")
        assert ClosedDay.objects.count() == 1

    def test_a_day_that_is_none_is_not_there(self, alice: Browser) -> None:
        assert alice.post("/office/days/2026-02-30/reopening/").status_code == 404


class TestPhoneLog:
    def test_lengths_are_set(self, alice: Browser, cast: Cast) -> None:
        words = {"inbound_spoken_s": "20", "outbound_spoken_s": "120", "outbound_maybe_s": "45"}
        answer = alice.post("/office/phone-log/", words)
        assert (answer.status_code, answer["Location"]) == (302, "/office/phone-log/")
        read = Office.objects.values_list("inbound_spoken_s", "outbound_spoken_s", "outbound_maybe_s")
        assert list(read.order_by("pk")) == [(20, 120, 45), (30, 90, 30)]
        assert 'value="120"' in alice.get("/office/phone-log/").content.decode()

    @pytest.mark.parametrize(
        ("changed", "field", "sentence"),
        [
            ({"inbound_spoken_s": ""}, "inbound_spoken_s", "Write a number of seconds."),
            ({"outbound_spoken_s": "0"}, "outbound_spoken_s", "At least one second."),
            (
                {"outbound_maybe_s": "100"},
                "outbound_maybe_s",
                "The calls that we ask about are shorter than those that count as spoken; lower the number.",
            ),
        ],
    )
    def test_lengths_that_cannot_be_are_refused(
        self, alice: Browser, changed: dict[str, str], field: str, sentence: str
    ) -> None:
        words = {"inbound_spoken_s": "20", "outbound_spoken_s": "90", "outbound_maybe_s": "45"} | changed
        answer = alice.post("/office/phone-log/", words)
        assert (answer.status_code, errors(answer)) == (422, {field: [sentence]})


class TestTrail:
    def test_it_says_who_did_what_newest_first(self, alice: Browser, filled: Cast) -> None:
        page = " ".join(re.sub(r"<[^>]+>", " ", alice.get("/office/trail/").content.decode()).split())
        assert "Max Ito took on Sam Lund" in page
        assert "Bob Ames paused the calls to Grace Holm" in page
        assert page.index("took on Sam Lund") < page.index("paused the calls to Grace Holm")

    def test_it_is_paged_in_a_constant_number_of_statements(self, alice: Browser, cast: Cast) -> None:
        already = AuditEntry.objects.filter(office=cast.alice.office).count()
        AuditEntry.objects.bulk_create(
            AuditEntry(office=cast.alice.office, verb="office.opened", at=AT, by=cast.alice)
            for _ in range(120 - already)
        )
        with CaptureQueriesContext(connection) as statements:
            page = alice.get("/office/trail/?page=3").content.decode()
        assert "101–120 of 120" in page
        assert len(statements) == 4

    def test_every_deed_that_is_written_has_words(self) -> None:
        source = Path(__file__).parents[2] / "src" / "beforehand" / "actions"
        words = re.compile(
            r'"((?:absence|client|deal|import|member|next_call|office|promise|touch)\.[a-z_]+)"'
        )
        verbs = {verb for file in source.rglob("*.py") for verb in words.findall(file.read_text("utf-8"))}
        assert {"client.added", "office.opened", "promise.made"} <= verbs
        assert {verb for verb in verbs if ":" in deed(verb)} == set()


def test_cadence_action_keeps_other_terms(cast: Cast) -> None:
    cadences.set_office_cadence(
        stage="under_contract",
        speak_every=timedelta(days=5),
        hear_every=None,
        reason="",
        by=cast.alice,
        at=AT,
    )
    row = OfficeCadence.objects.get(recorded_by=cast.alice)
    assert (row.terms["closing_week_speak_every"], row.terms["hear_every"]) == (3 * 86_400, None)
    assert isinstance(row.holds_from, datetime)
