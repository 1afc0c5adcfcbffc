"""An office is opened, closed on days of its own, and says how its phone logs are read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from beforehand.actions import offices
from beforehand.actions.refusals import Refusal
from beforehand.records.models import AuditEntry, ClosedDay, Member, MemberHours, Office, OfficeCadence, User
from beforehand.rules.weeks import AGENT_WEEK
from tests.cast import AT, PASSWORD, Cast

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Alder & Main",
    "email": "Maya@Alder.example",
    "password": PASSWORD,
    "country": "us",
    "state": "tx",
    "zone": "America/Chicago",
    "broker_name": "Maya Lindqvist",
}


class TestOpening:
    def test_an_office_has_its_broker_the_usual_hours_and_the_cadences_of_its_pack(self) -> None:
        maya = offices.open_office(**WORDS, at=AT.replace(microsecond=7))
        office = Office.objects.get()
        assert (office.name, office.country, office.state, office.created_at) == (
            "Alder & Main",
            "US",
            "TX",
            AT,
        )
        assert (maya.office, maya.role, maya.name, maya.zone) == (
            office,
            "broker",
            "Maya Lindqvist",
            office.zone,
        )
        assert maya.user.email == "maya@alder.example"
        assert maya.user.check_password(PASSWORD)
        assert MemberHours.objects.get().week == AGENT_WEEK
        speak = {row.stage: row.terms["speak_every"] for row in OfficeCadence.objects.all()}
        assert speak == {
            "lead": 7 * 86_400,
            "searching": 7 * 86_400,
            "preparing": 7 * 86_400,
            "listed": 7 * 86_400,
            "offer": 7 * 86_400,
            "waiting_on_lender": 7 * 86_400,
            "under_contract": 4 * 86_400,
            "past": None,
            "*": 7 * 86_400,
        }
        assert list(AuditEntry.objects.values_list("verb", "by")) == [("office.opened", maya.pk)]

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"name": "  "}, "Name: give the office a name."),
            (
                {"zone": "Mars/Olympus"},
                "Zone: “Mars/Olympus” is no time zone; write one like America/Chicago.",
            ),
            (
                {"zone": "../etc/passwd"},
                "Zone: “../etc/passwd” is no time zone; write one like America/Chicago.",
            ),
            ({"country": "USA"}, "Country: “USA” is no two-letter country code, such as US."),
            ({"email": "maya"}, "E-mail: “maya” is no e-mail address; write one like ana@example.com."),
            (
                {"password": "tea"},
                "Password: This password is too short. It must contain at least 10 characters.",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_left_behind(
        self, changed: dict[str, str], sentence: str
    ) -> None:
        with pytest.raises(Refusal) as refusal:
            offices.open_office(**WORDS | changed, at=AT)
        assert str(refusal.value) == sentence
        assert not Office.objects.exists()
        assert not User.objects.exists()

    def test_an_address_has_one_seat_everywhere(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"bob@rivera.example has a seat already"):
            offices.open_office(**WORDS | {"email": "BOB@rivera.example"}, at=AT)
        assert Office.objects.count() == 2


class TestClosedDays:
    def test_a_deadline_on_a_closed_day_comes_earlier_and_goes_back_with_the_day(self, cast: Cast) -> None:
        client = cast.client_of(cast.bob)
        cast.spoke(client)
        other = cast.client_of(cast.charlie, "Hill Client")
        before, others = client.due_at, other.due_at
        assert before is not None
        day = before.date()
        offices.close_day(day=day, title="The move", by=cast.alice, at=AT)
        client.refresh_from_db()
        assert client.due_at is not None
        assert client.due_at < datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        offices.reopen_day(day=day, by=cast.alice, at=AT)
        client.refresh_from_db()
        other.refresh_from_db()
        assert (client.due_at, other.due_at) == (before, others)
        verbs = AuditEntry.objects.filter(verb__startswith="office.day").order_by("pk")
        assert list(verbs.values_list("verb", "details")) == [
            ("office.day_closed", {"day": day.isoformat()}),
            ("office.day_reopened", {"day": day.isoformat()}),
        ]

    @pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 24)])
    def test_a_day_that_has_begun_stays_closed(self, cast: Cast, day: date) -> None:
        offices.close_day(day=day, title="", by=cast.alice, at=AT - timedelta(days=5))
        with pytest.raises(Refusal, match=r"it stays closed"):
            offices.reopen_day(day=day, by=cast.alice, at=AT)
        assert ClosedDay.objects.count() == 1

    def test_opening_a_day_that_is_open_changes_nothing(self, cast: Cast) -> None:
        offices.reopen_day(day=date(2026, 12, 11), by=cast.alice, at=AT)
        assert not AuditEntry.objects.filter(verb="office.day_reopened").exists()

    @pytest.mark.parametrize("who", ["bob", "tia", "lea"])
    def test_only_a_broker_closes_and_opens(self, cast: Cast, who: str) -> None:
        by: Member = getattr(cast, who)
        with pytest.raises(Refusal, match=r"Only a broker closes the office."):
            offices.close_day(day=date(2026, 12, 11), title="", by=by, at=AT)
        with pytest.raises(Refusal, match=r"Only a broker opens the office again."):
            offices.reopen_day(day=date(2026, 12, 11), by=by, at=AT)
        assert not ClosedDay.objects.exists()


class TestPhoneLog:
    def test_lengths_are_kept_with_who_set_them(self, cast: Cast) -> None:
        offices.set_phone_log_thresholds(
            inbound_spoken_s=20, outbound_spoken_s=60, outbound_maybe_s=60, by=cast.alice, at=AT
        )
        office = Office.objects.get(pk=cast.alice.office_id)
        assert (office.inbound_spoken_s, office.outbound_spoken_s, office.outbound_maybe_s) == (20, 60, 60)
        entry = AuditEntry.objects.get(verb="office.phone_log_set")
        assert (entry.by, entry.details["outbound_spoken_s"]) == (cast.alice, 60)

    @pytest.mark.parametrize(
        ("seconds", "sentence"),
        [
            ((0, 60, 30), "Seconds: a call that we count lasts at least one second."),
            (
                (20, 60, 61),
                "Asked about: the calls that we ask about are shorter than those that count as spoken;"
                " lower the number.",
            ),
        ],
    )
    def test_lengths_that_cannot_be_are_refused(
        self, cast: Cast, seconds: tuple[int, int, int], sentence: str
    ) -> None:
        inbound, outbound, maybe = seconds
        with pytest.raises(Refusal) as refusal:
            offices.set_phone_log_thresholds(
                inbound_spoken_s=inbound,
                outbound_spoken_s=outbound,
                outbound_maybe_s=maybe,
                by=cast.alice,
                at=AT,
            )
        assert str(refusal.value) == sentence

    def test_only_a_broker_sets_them(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"Only a broker"):
            offices.set_phone_log_thresholds(
                inbound_spoken_s=1, outbound_spoken_s=1, outbound_maybe_s=1, by=cast.bob, at=AT
            )
