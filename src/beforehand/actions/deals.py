"""Deals: opened, moved from stage to stage, closed."""

from datetime import date, datetime

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.clients import check_stage, refresh_search
from beforehand.actions.derivation import rederive
from beforehand.actions.refusals import Refusal
from beforehand.playbooks.packs import pack
from beforehand.queries import access
from beforehand.records.models import Client, Deal, DealStage, Member


@transaction.atomic
def open_deal(
    *,
    client_id: int,
    side: str,
    stage: str,
    address: str,
    by: Member,
    at: datetime,
    closing_on: date | None = None,
) -> Deal:
    """Opens a further deal of a client under our care; the tightest cadence of all holds."""
    client = access.held_client(by, client_id)
    if client.care != Client.Care.ACTIVE:
        raise Refusal("Take the client into your care first; then open the deal.")
    check_stage(side, stage, by.office.pack)
    _check_care(client, stage, by)
    deal = Deal.objects.create(
        office_id=client.office_id,
        client=client,
        side=side,
        stage=stage,
        address=address.strip()[:300],
        closing_on=closing_on,
        opened_at=at.replace(microsecond=0),
        recorded_by=by,
    )
    _record_stage(deal, by, at)
    _after(client, "deal.opened", deal, by, at)
    return deal


@transaction.atomic
def change_deal(
    *, deal_id: int, stage: str, address: str, closing_on: date | None, by: Member, at: datetime
) -> None:
    """Moves a deal to a stage, or changes its address or closing date; the clocks follow from now on."""
    deal, client = _held(deal_id, by)
    check_stage(deal.side, stage, by.office.pack)
    _check_care(client, stage, by)
    moved = (deal.stage, deal.closing_on) != (stage, closing_on)
    deal.stage, deal.address, deal.closing_on = stage, address.strip()[:300], closing_on
    deal.save(update_fields=["stage", "address", "closing_on"])
    if moved:
        _record_stage(deal, by, at)
    _after(client, "deal.changed", deal, by, at)


@transaction.atomic
def close_deal(*, deal_id: int, by: Member, at: datetime) -> None:
    """Closes one deal of several; the last one ends with the client (`clients.end_client`)."""
    deal, client = _held(deal_id, by)
    if not client.deals.filter(closed_at__isnull=True).exclude(pk=deal.pk).exists():
        raise Refusal("This is the client’s last deal: end the client instead, and say how it ended.")
    deal.closed_at = at.replace(microsecond=0)
    deal.save(update_fields=["closed_at"])
    _after(client, "deal.closed", deal, by, at)


def _held(deal_id: int, by: Member) -> tuple[Deal, Client]:
    deal = Deal.objects.filter(pk=deal_id, office_id=by.office_id, closed_at__isnull=True).first()
    if deal is None:
        raise access.NotFound
    return deal, access.held_client(by, deal.client_id)


def _check_care(client: Client, stage: str, by: Member) -> None:
    """A past client's stage is not for one in our care, who is owed a call every week, nor the other way about."""
    known = pack(by.office.pack).stage(stage)
    is_weekly = known is not None and known.weekly
    if client.care == Client.Care.ACTIVE and not is_weekly:
        raise Refusal("Stage: who has closed is a past client; end the client as closed instead.")
    if client.care == Client.Care.PAST and is_weekly:
        raise Refusal("Stage: take the client into your care again; then the deal can move on.")


def _record_stage(deal: Deal, by: Member, at: datetime) -> None:
    DealStage.objects.create(
        office_id=deal.office_id,
        deal=deal,
        stage=deal.stage,
        closing_on=deal.closing_on,
        holds_from=at.replace(microsecond=0),
        recorded_at=at,
        recorded_by=by,
    )


def _after(client: Client, verb: str, deal: Deal, by: Member, at: datetime) -> None:
    refresh_search(client)
    client.save(update_fields=["search"])
    note(verb, office_id=by.office_id, by=by, at=at, client=client, about=deal.pk)
    rederive([client.pk], at=at)
