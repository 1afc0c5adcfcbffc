"""Seats, one-time links, places, hours and time off."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.actions import members
from beforehand.actions.refusals import Refusal
from beforehand.queries.access import NotFound
from beforehand.records.models import Absence, Assistance, AuditEntry, Invitation, Member, MemberHours
from tests.cast import AT, PASSWORD, Cast

pytestmark = pytest.mark.django_db

NEW = "four green pots on a wall"
WEEK = {"tue": [["09:00", "12:00"]]}


def verbs_since(at: datetime) -> list[str]:
    return list(AuditEntry.objects.filter(at__gte=at).order_by("pk").values_list("verb", flat=True))


class TestAdding:
    def test_a_new_member_has_a_seat_and_no_password_until_the_link_is_used(self, cast: Cast) -> None:
        nia, token = members.add_member(
            email="Nia@rivera.example", role="agent", name="", by=cast.alice, at=AT
        )
        assert (nia.name, nia.office, nia.zone) == ("Nia", cast.alice.office, "America/Chicago")
        assert not nia.user.has_usable_password()
        invitation = Invitation.objects.get(member=nia)
        assert token not in invitation.token_hash
        assert invitation.expires_at == AT + timedelta(days=7)
        assert members.accept_invitation(token=token, password=NEW, at=AT) == nia
        nia.user.refresh_from_db()
        assert nia.user.check_password(NEW)
        assert verbs_since(AT) == ["member.added", "member.joined"]

    def test_a_link_works_once_and_not_for_ever(self, cast: Cast) -> None:
        _, token = members.add_member(email="nia@rivera.example", role="agent", name="", by=cast.alice, at=AT)
        late = AT + timedelta(days=7)
        with pytest.raises(Refusal, match=r"This link was used already or has run out"):
            members.accept_invitation(token=token, password=NEW, at=late)
        members.accept_invitation(token=token, password=NEW, at=late - timedelta(seconds=1))
        with pytest.raises(Refusal, match=r"This link was used already or has run out"):
            members.accept_invitation(token=token, password="another one entirely", at=AT)

    def test_a_link_that_somebody_used_meanwhile_sets_no_password(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nia, token = members.add_member(
            email="nia@rivera.example", role="agent", name="", by=cast.alice, at=AT
        )
        stale = members.open_invitation(token, at=AT)
        members.accept_invitation(token=token, password=NEW, at=AT)
        monkeypatch.setattr(members, "open_invitation", lambda token, *, at: stale)
        with pytest.raises(Refusal, match=r"This link was used already or has run out"):
            members.accept_invitation(token=token, password="another one entirely", at=AT)
        nia.user.refresh_from_db()
        assert nia.user.check_password(NEW)

    def test_a_new_link_makes_the_one_before_void(self, cast: Cast) -> None:
        first = members.reset_member(member=cast.bob, by=cast.alice, at=AT)
        second = members.reset_member(member=cast.bob, by=None, at=AT)
        assert members.open_invitation(first, at=AT) is None
        assert members.open_invitation(second, at=AT) is not None
        assert cast.bob.user.check_password(PASSWORD)

    @pytest.mark.parametrize("who", ["bob", "tia", "lea"])
    def test_only_a_broker_adds_and_resets(self, cast: Cast, who: str) -> None:
        by = getattr(cast, who)
        with pytest.raises(Refusal, match=r"Only a broker manages members."):
            members.add_member(email="nia@rivera.example", role="agent", name="", by=by, at=AT)
        with pytest.raises(Refusal, match=r"Only a broker manages members."):
            members.reset_member(member=cast.max, by=by, at=AT)

    def test_charlie_gives_nobody_of_rivera_homes_a_link_or_a_role(self, cast: Cast) -> None:
        with pytest.raises(NotFound):
            members.reset_member(member=cast.bob, by=cast.charlie, at=AT)
        with pytest.raises(NotFound):
            members.place(member=cast.bob, role="agent", team_name="", assists=[], by=cast.charlie, at=AT)
        with pytest.raises(NotFound):
            members.place(
                member=cast.charlie, role="broker", team_name="", assists=[cast.bob], by=cast.charlie, at=AT
            )
        with pytest.raises(NotFound):
            members.add_member(
                email="nia@hill.example", role="agent", name="", by=cast.charlie, at=AT, team=cast.team
            )
        assert verbs_since(AT) == []


class TestPlaces:
    def test_an_assistant_who_becomes_an_agent_assists_nobody(self, cast: Cast) -> None:
        members.place(member=cast.tia, role="agent", team_name="", assists=[cast.bob], by=cast.alice, at=AT)
        assert not Assistance.objects.filter(assistant=cast.tia).exists()

    def test_a_team_of_that_name_is_used_again(self, cast: Cast) -> None:
        members.place(member=cast.bob, role="agent", team_name=" North ", assists=[], by=cast.alice, at=AT)
        assert Member.objects.get(pk=cast.bob.pk).team == cast.team

    def test_an_office_keeps_a_broker(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"an office keeps at least one broker"):
            members.place(member=cast.alice, role="agent", team_name="", assists=[], by=cast.alice, at=AT)
        members.place(member=cast.bob, role="broker", team_name="", assists=[], by=cast.alice, at=AT)
        members.place(member=cast.alice, role="agent", team_name="", assists=[], by=cast.alice, at=AT)
        assert Member.objects.get(pk=cast.alice.pk).role == "agent"


class TestPassword:
    def test_the_current_one_proves_who_asks(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"this is not the one you sign in with"):
            members.change_password(current="guessed", password=NEW, by=cast.bob, at=AT)
        members.change_password(current=PASSWORD, password=NEW, by=cast.bob, at=AT)
        assert cast.bob.user.check_password(NEW)
        assert verbs_since(AT) == ["member.password_changed"]


class TestHours:
    def test_new_hours_hold_from_now_and_the_old_ones_are_kept(self, cast: Cast) -> None:
        client = cast.client_of(cast.bob)
        before = client.due_at
        members.set_hours(member=cast.bob, zone="America/Chicago", week=WEEK, by=cast.bob, at=AT)
        assert MemberHours.objects.filter(member=cast.bob).count() == 2
        client.refresh_from_db()
        assert (before, client.due_at) == (
            datetime(2026, 11, 25, 0, tzinfo=UTC),
            datetime(2026, 11, 24, 18, tzinfo=UTC),
        )

    def test_a_week_that_cannot_be_is_refused(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"^Hours: mon: 18:00 to 09:00 ends before it starts.$"):
            members.set_hours(
                member=cast.bob,
                zone="America/Chicago",
                week={"mon": [["18:00", "09:00"]]},
                by=cast.bob,
                at=AT,
            )
        assert MemberHours.objects.filter(member=cast.bob).count() == 1

    @pytest.mark.parametrize("who", ["tia", "lea", "charlie"])
    def test_nobody_but_the_broker_sets_somebody_elses(self, cast: Cast, who: str) -> None:
        with pytest.raises(Refusal, match=r"Only a broker changes somebody else’s hours."):
            members.set_hours(
                member=cast.bob, zone="America/Chicago", week=WEEK, by=getattr(cast, who), at=AT
            )
        members.set_hours(member=cast.bob, zone="America/Chicago", week=WEEK, by=cast.alice, at=AT)
        assert verbs_since(AT) == ["member.hours_set"]


class TestTimeOff:
    def away(self, cast: Cast, cover: Member | None = None, **changed: datetime) -> Absence:
        words = {"from_at": AT + timedelta(hours=3), "until_at": AT + timedelta(days=9)} | changed
        return members.take_time_off(member=cast.bob, cover=cover, by=cast.bob, at=AT, **words)

    def test_without_a_cover_what_falls_due_meanwhile_comes_before(self, cast: Cast) -> None:
        client = cast.client_of(cast.bob)
        assert client.due_at == AT + timedelta(hours=9)
        absence = self.away(cast)
        client.refresh_from_db()
        assert client.due_at == AT + timedelta(hours=3)
        members.withdraw_time_off(absence=absence, by=cast.bob, at=AT)
        client.refresh_from_db()
        assert client.due_at == AT + timedelta(hours=9)

    def test_with_a_cover_it_stays(self, cast: Cast) -> None:
        client = cast.client_of(cast.bob)
        self.away(cast, cover=cast.max)
        client.refresh_from_db()
        assert client.due_at == AT + timedelta(hours=9)

    @pytest.mark.parametrize("who", ["bob", "charlie"])
    def test_the_cover_is_a_colleague(self, cast: Cast, who: str) -> None:
        with pytest.raises(Refusal, match=r"^Cover: choose a colleague who is there meanwhile.$"):
            self.away(cast, cover=getattr(cast, who))
        assert not Absence.objects.exists()

    def test_the_end_comes_after_the_start(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"^Until: the end of the absence must come after its start.$"):
            self.away(cast, until_at=AT + timedelta(hours=3))

    @pytest.mark.parametrize("who", ["tia", "max", "charlie"])
    def test_nobody_but_the_broker_takes_somebody_elses_back(self, cast: Cast, who: str) -> None:
        absence = self.away(cast)
        with pytest.raises(Refusal):
            members.withdraw_time_off(absence=absence, by=getattr(cast, who), at=AT)
        members.withdraw_time_off(absence=absence, by=cast.alice, at=AT)
        assert Absence.objects.get().withdrawn_at == AT
