"""How often a client is owed a call: a client's own cadence, and the office's table."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.derivation import rederive, rederive_where
from beforehand.actions.refusals import Refusal
from beforehand.playbooks.packs import Pack, pack
from beforehand.queries import access
from beforehand.records.models import Client, ClientCadence, Member, Office, OfficeCadence
from beforehand.rules.cadence import Terms

WEEKLY = timedelta(days=7)


def write_defaults(office: Office, *, at: datetime) -> None:
    """Gives a new office the table of its pack."""
    words = pack(office.pack)
    rows = [("*", stage.name, stage.terms) for stage in words.stages]
    rows.append(("*", "*", words.defaults))
    OfficeCadence.objects.bulk_create(
        OfficeCadence(
            office=office, side=side, stage=stage, holds_from=at, terms=asdict(terms), recorded_at=at
        )
        for side, stage, terms in rows
    )


@transaction.atomic
def set_client_cadence(
    *,
    client_id: int,
    speak_every: timedelta | None,
    hear_every: timedelta | None,
    reason: str,
    by: Member,
    at: datetime,
) -> None:
    """Gives a client a cadence of its own from now on; None leaves the stage's in force.

    An active client is called at least weekly unless a reason says otherwise; the reason stays visible.
    """
    client = access.held_client(by, client_id)
    if any(span is not None and span <= timedelta(0) for span in (speak_every, hear_every)):
        raise Refusal("Days: a cadence is at least one day.")
    if client.care == Client.Care.ACTIVE:
        _check_weekly(speak_every, reason)
    ClientCadence.objects.create(
        office_id=client.office_id,
        client=client,
        holds_from=at.replace(microsecond=0),
        speak_every_s=_seconds(speak_every),
        hear_every_s=_seconds(hear_every),
        reason=reason.strip()[:300],
        recorded_at=at,
        recorded_by=by,
    )
    note("client.cadence_set", office_id=by.office_id, by=by, at=at, client=client)
    rederive([client.pk], at=at)


@transaction.atomic
def set_office_cadence(
    *,
    stage: str,
    speak_every: timedelta | None,
    hear_every: timedelta | None,
    reason: str,
    by: Member,
    at: datetime,
) -> None:
    """Changes the office's cadence for a stage from now on; only a broker may."""
    if by.role != Member.Role.BROKER:
        raise Refusal("Only a broker changes the office’s cadences.")
    words = pack(by.office.pack)
    known = words.stage(stage)
    if known is None:
        raise Refusal(f"Stage: “{stage}” is none of {', '.join(each.name for each in words.stages)}.")
    if known.weekly:
        if speak_every is None:
            raise Refusal("Days: an active client is owed a call; give a number of days.")
        _check_weekly(speak_every, reason)
    elif speak_every is None and hear_every is None:
        raise Refusal("Days: a past client is owed a call or a word; give a number of days for one.")
    terms = replace(
        _terms_now(by.office, stage, words, at),
        speak_every=_seconds(speak_every),
        hear_every=_seconds(hear_every),
    )
    OfficeCadence.objects.create(
        office=by.office,
        side="*",
        stage=stage,
        holds_from=at.replace(microsecond=0),
        terms=asdict(terms),
        reason=reason.strip()[:300],
        recorded_at=at,
        recorded_by=by,
    )
    note("office.cadence_set", office_id=by.office_id, by=by, at=at, stage=stage)
    rederive_where(at, office_id=by.office_id)


def _terms_now(office: Office, stage: str, words: Pack, at: datetime) -> Terms:
    rows = OfficeCadence.objects.filter(office=office, side="*", stage=stage, holds_from__lte=at)
    newest = rows.order_by("-holds_from", "-pk").first()
    if newest is not None:
        return Terms(**newest.terms)
    known = words.stage(stage)
    return known.terms if known else words.defaults


def _check_weekly(speak_every: timedelta | None, reason: str) -> None:
    if speak_every is not None and speak_every > WEEKLY and not reason.strip():
        raise Refusal("Reason: more than 7 days between calls needs a reason, which stays visible.")


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
