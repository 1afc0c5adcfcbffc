"""How often: the office's table, a client's own cadence, and the seven days that hold unless a reason says so."""

from datetime import timedelta

import pytest

from beforehand.actions import cadences
from beforehand.actions.refusals import Refusal
from beforehand.queries.access import NotFound
from beforehand.records.models import AuditEntry, Client, ClientCadence, OfficeCadence
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def dana(cast: Cast) -> Client:
    """Bob's client, spoken to this very moment."""
    client = cast.client_of(cast.bob)
    cast.spoke(client)
    return client


def of_office(
    cast: Cast, stage: str, speak: timedelta | None, *, reason: str = "", hear: timedelta | None = None
) -> None:
    cadences.set_office_cadence(
        stage=stage, speak_every=speak, hear_every=hear, reason=reason, by=cast.alice, at=AT
    )


def of_client(client: Client, cast: Cast, speak: timedelta | None, reason: str = "") -> None:
    cadences.set_client_cadence(
        client_id=client.pk, speak_every=speak, hear_every=None, reason=reason, by=cast.bob, at=AT
    )


class TestOffice:
    def test_a_tighter_table_brings_the_next_call_forward_and_makes_nobody_late(
        self, cast: Cast, dana: Client
    ) -> None:
        assert dana.late_at == AT + 7 * DAY
        of_office(cast, "searching", 3 * DAY)
        dana.refresh_from_db()
        assert dana.late_at == AT + 3 * DAY
        assert dana.standing == "in_hand"

    def test_another_stage_and_another_office_are_left_alone(self, cast: Cast, dana: Client) -> None:
        other = cast.client_of(cast.charlie, "Hill Client")
        late = other.late_at
        of_office(cast, "listed", 3 * DAY)
        of_office(cast, "searching", 3 * DAY)
        other.refresh_from_db()
        assert other.late_at == late

    def test_what_the_table_does_not_name_stays(self, cast: Cast) -> None:
        of_office(cast, "under_contract", 5 * DAY)
        row = OfficeCadence.objects.get(recorded_by=cast.alice)
        assert row.terms["speak_every"] == 5 * 86_400
        assert row.terms["hear_every"] is None
        assert row.terms["closing_week_speak_every"] == 3 * 86_400
        assert (row.side, row.holds_from) == ("*", AT)

    def test_seven_days_need_no_reason_and_eight_do(self, cast: Cast) -> None:
        of_office(cast, "searching", 7 * DAY)
        with pytest.raises(Refusal) as refusal:
            of_office(cast, "searching", 8 * DAY, reason="  ")
        assert str(refusal.value) == (
            "Reason: more than 7 days between calls needs a reason, which stays visible."
        )
        of_office(cast, "searching", 8 * DAY, reason="Agreed with all of them")
        assert OfficeCadence.objects.filter(reason="Agreed with all of them").count() == 1

    def test_active_clients_are_always_owed_a_call_and_past_ones_need_none(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"^Days: an active client is owed a call; give a number of days.$"):
            of_office(cast, "searching", None)
        of_office(cast, "past", None, hear=120 * DAY)

    def test_a_stage_that_is_none_is_refused(self, cast: Cast) -> None:
        with pytest.raises(Refusal, match=r"^Stage: “dreaming” is none of lead, searching, "):
            of_office(cast, "dreaming", DAY)

    @pytest.mark.parametrize("who", ["bob", "tia", "lea"])
    def test_only_a_broker_changes_it(self, cast: Cast, who: str) -> None:
        with pytest.raises(Refusal, match=r"Only a broker changes the office’s cadences."):
            cadences.set_office_cadence(
                stage="searching", speak_every=DAY, hear_every=None, reason="", by=getattr(cast, who), at=AT
            )


class TestClient:
    def test_a_client_of_its_own_cadence_leaves_the_stage_behind(self, cast: Cast, dana: Client) -> None:
        of_client(dana, cast, 2 * DAY)
        dana.refresh_from_db()
        assert dana.late_at == AT + 2 * DAY
        entry = AuditEntry.objects.get(verb="client.cadence_set")
        assert (entry.by, entry.client) == (cast.bob, dana)

    def test_nobody_is_called_less_than_weekly_without_a_reason(self, cast: Cast, dana: Client) -> None:
        with pytest.raises(Refusal, match=r"^Reason: more than 7 days"):
            of_client(dana, cast, 8 * DAY)
        of_client(dana, cast, 8 * DAY, reason="At sea until January")
        dana.refresh_from_db()
        assert dana.late_at == AT + 8 * DAY
        assert ClientCadence.objects.get().reason == "At sea until January"

    def test_less_than_a_day_is_no_cadence(self, cast: Cast, dana: Client) -> None:
        with pytest.raises(Refusal, match=r"^Days: a cadence is at least one day.$"):
            of_client(dana, cast, timedelta(0))

    @pytest.mark.parametrize("who", ["lea", "max", "charlie"])
    def test_who_does_not_see_the_client_cannot_change_it(self, cast: Cast, dana: Client, who: str) -> None:
        with pytest.raises(NotFound):
            cadences.set_client_cadence(
                client_id=dana.pk, speak_every=DAY, hear_every=None, reason="", by=getattr(cast, who), at=AT
            )
        assert not ClientCadence.objects.exists()
