"""An office is opened, with its broker, its hours and its cadences."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from beforehand.actions import cadences, members
from beforehand.actions.audit import note
from beforehand.actions.derivation import rederive_where
from beforehand.actions.refusals import Refusal
from beforehand.records.models import Capture, ClosedDay, Member, Office
from beforehand.rules.state_zones import NAMES


@transaction.atomic
def open_office(
    *,
    name: str,
    email: str,
    password: str,
    country: str,
    state: str,
    zone: str,
    at: datetime,
    broker_name: str = "",
    is_sample: bool = False,
) -> Member:
    """Opens an office with its first broker, who signs in with that e-mail address and password."""
    if not name.strip():
        raise Refusal("Name: give the office a name.")
    check_zone(zone)
    if len(country) != 2 or not country.isalpha():
        raise Refusal(f"Country: “{country}” is no two-letter country code, such as US.")
    state = state_letters(country.upper(), state)
    at = at.replace(microsecond=0)
    office = Office.objects.create(
        name=name.strip()[:120],
        country=country.upper(),
        state=state,
        zone=zone,
        is_sample=is_sample,
        created_at=at,
    )
    cadences.write_defaults(office, at=at)
    broker = members.seat(
        office=office, email=email, password=password, role=Member.Role.BROKER, name=broker_name, at=at
    )
    note("office.opened", office_id=office.pk, by=broker, at=at)
    return broker


@transaction.atomic
def close_day(*, day: date, title: str, by: Member, at: datetime) -> None:
    """Closes the office on a day beside the public holidays; deadlines that fall on it come earlier."""
    if by.role != Member.Role.BROKER:
        raise Refusal("Only a broker closes the office.")
    ClosedDay.objects.get_or_create(office=by.office, day=day, defaults={"title": title.strip()[:120]})
    note("office.day_closed", office_id=by.office_id, by=by, at=at, day=day.isoformat())
    rederive_where(at, office_id=by.office_id)


@transaction.atomic
def reopen_day(*, day: date, by: Member, at: datetime) -> None:
    """Takes back a closed day that is still to come; a day that is over stays as it was judged."""
    if by.role != Member.Role.BROKER:
        raise Refusal("Only a broker opens the office again.")
    if day <= at.astimezone(ZoneInfo(by.office.zone)).date():
        raise Refusal("Day: this day has begun or is over, and deadlines were set by it; it stays closed.")
    if ClosedDay.objects.filter(office=by.office, day=day).delete()[0]:
        note("office.day_reopened", office_id=by.office_id, by=by, at=at, day=day.isoformat())
        rederive_where(at, office_id=by.office_id)


@transaction.atomic
def set_phone_log_thresholds(
    *, inbound_spoken_s: int, outbound_spoken_s: int, outbound_maybe_s: int, by: Member, at: datetime
) -> None:
    """Sets from how many seconds on a call in a phone log counts as spoken, or is asked about; what came in stays."""
    if by.role != Member.Role.BROKER:
        raise Refusal("Only a broker sets how phone logs are read.")
    if min(inbound_spoken_s, outbound_spoken_s, outbound_maybe_s) < 1:
        raise Refusal("Seconds: a call that we count lasts at least one second.")
    if outbound_maybe_s > outbound_spoken_s:
        raise Refusal(
            "Asked about: the calls that we ask about are shorter than those that count as spoken; lower the number."
        )
    Office.objects.filter(pk=by.office_id).update(
        inbound_spoken_s=inbound_spoken_s,
        outbound_spoken_s=outbound_spoken_s,
        outbound_maybe_s=outbound_maybe_s,
    )
    note(
        "office.phone_log_set",
        office_id=by.office_id,
        by=by,
        at=at,
        inbound_spoken_s=inbound_spoken_s,
        outbound_spoken_s=outbound_spoken_s,
        outbound_maybe_s=outbound_maybe_s,
    )


@transaction.atomic
def set_keeps_bodies(*, keeps: bool, by: Member, at: datetime) -> None:
    """Keeps the texts of messages from now on, or no more; those that were kept are then forgotten."""
    if by.role != Member.Role.BROKER:
        raise Refusal("Only a broker sets whether the texts of messages are kept.")
    Office.objects.filter(pk=by.office_id).update(keeps_bodies=keeps)
    if not keeps:
        Capture.objects.filter(office_id=by.office_id).exclude(body="").update(body="")
    note("office.bodies_set", office_id=by.office_id, by=by, at=at, keeps=keeps)


def check_zone(zone: str) -> None:
    """Refuses a time zone that the IANA database does not know by this spelling."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as fault:
        raise Refusal(f"Zone: “{zone}” is no time zone; write one like America/Chicago.") from fault


def state_letters(country: str, state: str) -> str:
    """The letters of a state, given by letters or by name; any word where we know no states of the country."""
    state = state.strip()
    known = NAMES.get(country)
    if not state or known is None or state.upper() in known.values():
        return state.upper()[:40]
    if state.lower() not in known:
        raise Refusal(
            f"State: “{state}” is no state of {country}; write its letters, as in {min(known.values())}."
        )
    return known[state.lower()]
