"""Deals: opened, moved from stage to stage, closed."""

from datetime import date, timedelta

import pytest

from beforehand.actions.clients import end_client
from beforehand.actions.deals import change_deal, close_deal, open_deal
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch
from beforehand.queries.access import NotFound
from beforehand.records.models import DealStage
from tests.cast import AT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dana(cast):
    found = cast.client_of(cast.bob)
    log_touch(client_id=found.pk, deed=Deed("call", "spoke", AT), by=cast.bob, at=AT, source="test")
    return found


def change(deal, by, stage="under_contract", *, at, address="", closing_on=None):
    change_deal(deal_id=deal.pk, stage=stage, address=address, closing_on=closing_on, by=by, at=at)


def late(client, kind="speak"):
    client.refresh_from_db()
    return next(clock["late_at"] for clock in client.clocks if clock["kind"] == kind)


def test_a_stage_is_kept_with_the_time_from_which_it_holds(cast, dana):
    deal = dana.deals.get()
    change(deal, cast.bob, at=AT + 2 * DAY, closing_on=date(2026, 12, 20))
    rows = DealStage.objects.filter(deal=deal).order_by("holds_from")
    assert list(rows.values_list("stage", "holds_from", "closing_on", "recorded_by")) == [
        ("searching", AT, None, cast.bob.pk),
        ("under_contract", AT + 2 * DAY, date(2026, 12, 20), cast.bob.pk),
    ]
    deal.refresh_from_db()
    assert (deal.stage, deal.closing_on) == ("under_contract", date(2026, 12, 20))


def test_a_tighter_stage_counts_from_the_moment_of_the_change(cast, dana):
    assert late(dana) == (AT + 7 * DAY).isoformat()
    change(dana.deals.get(), cast.bob, at=AT + 5 * DAY)
    assert late(dana) == (AT + 6 * DAY).isoformat()
    assert late(dana, "hear") == (AT + 6 * DAY).isoformat()


def test_who_is_late_stays_late_under_a_looser_stage(cast, dana):
    deal = dana.deals.get()
    change(deal, cast.bob, at=AT)
    change(deal, cast.bob, "searching", at=AT + 4 * DAY)
    dana.refresh_from_db()
    assert (dana.standing, late(dana)) == ("late", (AT + 3 * DAY).isoformat())


def test_a_new_address_alone_is_no_new_stage(cast, dana):
    deal = dana.deals.get()
    change(deal, cast.bob, "searching", at=AT + DAY, address=" 12 Oak St ")
    deal.refresh_from_db()
    dana.refresh_from_db()
    assert deal.address == "12 Oak St"
    assert DealStage.objects.filter(deal=deal).count() == 1
    assert "12 oak st" in dana.search


def test_a_new_closing_date_alone_does_not_begin_an_opening_week(cast, dana):
    deal = dana.deals.get()
    change(deal, cast.bob, at=AT, closing_on=date(2027, 1, 20))
    spoke = AT + 9 * DAY
    log_touch(client_id=dana.pk, deed=Deed("call", "spoke", spoke), by=cast.bob, at=spoke, source="test")
    assert late(dana) == (spoke + 4 * DAY).isoformat()
    change(deal, cast.bob, at=spoke + HOUR, closing_on=date(2027, 1, 29))
    assert late(dana) == (spoke + 4 * DAY).isoformat()


def test_the_tightest_of_several_deals_holds_until_it_is_closed(cast, dana):
    sale = open_deal(
        client_id=dana.pk, side="seller", stage="under_contract", address="9 Elm St", by=cast.bob, at=AT
    )
    assert late(dana) == (AT + 3 * DAY).isoformat()
    close_deal(deal_id=sale.pk, by=cast.bob, at=AT + DAY)
    assert late(dana) == (AT + 7 * DAY).isoformat()
    assert [clock["kind"] for clock in dana.clocks] == ["speak"]


def test_the_last_deal_ends_with_the_client(cast, dana):
    with pytest.raises(Refusal, match="This is the client’s last deal: end the client instead"):
        close_deal(deal_id=dana.deals.get().pk, by=cast.bob, at=AT)


def test_a_closed_deal_is_closed(cast, dana):
    sale = open_deal(client_id=dana.pk, side="seller", stage="listed", address="", by=cast.bob, at=AT)
    close_deal(deal_id=sale.pk, by=cast.bob, at=AT)
    with pytest.raises(NotFound):
        close_deal(deal_id=sale.pk, by=cast.bob, at=AT)
    with pytest.raises(NotFound):
        change(sale, cast.bob, "listed", at=AT)


@pytest.mark.parametrize("stage", ["preparing", "nonsense"])
def test_a_stage_that_the_side_does_not_know_is_refused(cast, dana, stage):
    with pytest.raises(Refusal, match=f"Stage: “{stage}” is none of lead, searching"):
        change(dana.deals.get(), cast.bob, stage, at=AT)


def test_nobody_in_our_care_slips_out_of_the_weekly_call_by_a_stage(cast, dana):
    with pytest.raises(Refusal, match="end the client as closed instead"):
        change(dana.deals.get(), cast.bob, "past", at=AT)
    with pytest.raises(Refusal, match="end the client as closed instead"):
        open_deal(client_id=dana.pk, side="seller", stage="past", address="", by=cast.bob, at=AT)


def test_a_past_client_is_taken_on_again_before_a_deal_moves(cast, dana):
    end_client(client_id=dana.pk, reason="closed", words="", by=cast.bob, at=AT)
    with pytest.raises(Refusal, match="Stage: take the client into your care again"):
        change(dana.deals.get(), cast.bob, "searching", at=AT)
    with pytest.raises(Refusal, match="Take the client into your care first"):
        open_deal(client_id=dana.pk, side="seller", stage="listed", address="", by=cast.bob, at=AT)
    change(dana.deals.get(), cast.bob, "past", at=AT, address="12 Oak St")
    assert dana.deals.get().address == "12 Oak St"


@pytest.mark.parametrize("who", ["lea", "max", "charlie"])
def test_who_may_not_see_the_client_touches_no_deal(cast, dana, who):
    deal, member = dana.deals.get(), getattr(cast, who)
    with pytest.raises(NotFound):
        change(deal, member, at=AT)
    with pytest.raises(NotFound):
        close_deal(deal_id=deal.pk, by=member, at=AT)
    with pytest.raises(NotFound):
        open_deal(client_id=dana.pk, side="seller", stage="listed", address="", by=member, at=AT)
    assert (dana.deals.count(), dana.deals.get().stage) == (1, "searching")
