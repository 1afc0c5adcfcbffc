"""Clients: taken on, changed, paused, handed to another agent, ended, and taken on again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from beforehand.actions import drafts
from beforehand.actions.audit import note
from beforehand.actions.derivation import rederive
from beforehand.actions.drafts import Draft, PointDraft
from beforehand.actions.offices import check_zone
from beforehand.actions.refusals import Refusal
from beforehand.playbooks.packs import pack
from beforehand.queries import access
from beforehand.records.models import (
    Client,
    ClientHours,
    ContactPoint,
    Deal,
    DealStage,
    Member,
    Pause,
    Person,
)
from beforehand.rules.contact_points import address_zone, normal_email, normal_phone
from beforehand.rules.weeks import week as read_week

END_REASONS = {"closed": "Closed: a past client now", "lost": "Lost or left", "not_client": "Not a client"}


@dataclass(frozen=True, slots=True)
class PersonWords:
    """One of a household as typed: `id` None for a new one; an empty name takes the person away."""

    id: int | None
    name: str
    phone: str = ""
    email: str = ""
    is_grown: bool = True


@transaction.atomic
def add_client(
    *,
    name: str,
    side: str,
    stage: str,
    agent: Member,
    by: Member,
    at: datetime,
    phone: str = "",
    email: str = "",
    address: str = "",
) -> Client:
    """Takes on a client in a short form; the first call falls due by the cadence of the stage."""
    if not name.strip():
        raise Refusal("Name: give the client a name.")
    check_stage(side, stage, by.office.pack)
    access.agent(by, agent.pk)
    points = tuple(
        point_draft(kind, text, by.office.country)
        for kind, text in (("phone", phone), ("email", email))
        if text.strip()
    )
    zone, source = drafts.zone_of(points, address_zone(by.office.country, address), by.office)
    draft = Draft(
        name=name.strip(),
        care=Client.Care.PAST if stage == "past" else Client.Care.ACTIVE,
        points=points,
        side=side,
        stage=stage,
        address=address.strip(),
        zone=zone,
        zone_source=source,
    )
    (client_id,) = drafts.write([draft], office=by.office, agent=agent, by=by, at=at)
    client = Client.objects.get(pk=client_id)
    note("client.added", office_id=by.office_id, by=by, at=at, client=client)
    return client


def point_draft(kind: str, text: str, country: str) -> PointDraft:
    """A phone number or an e-mail address as typed, in its normal form; refused where it is none."""
    if kind == ContactPoint.Kind.PHONE:
        value = normal_phone(text, country)
        if value is None:
            raise Refusal(f"Phone: “{text.strip()}” is no phone number; write it with its area code.")
    else:
        value = normal_email(text)
        if value is None:
            raise Refusal(f"E-mail: “{text.strip()}” is no e-mail address; write one like ana@example.com.")
    return PointDraft(kind=kind, value=value, written=text.strip())


def check_stage(side: str, stage: str, pack_name: str) -> None:
    """Refuses a side or a stage that the office's pack does not know."""
    words = pack(pack_name)
    if side not in words.sides:
        raise Refusal(f"Side: “{side}” is none of {', '.join(words.sides)}.")
    known = [each.name for each in words.stages if side in each.sides]
    if stage not in known:
        raise Refusal(f"Stage: “{stage}” is none of {', '.join(known)} for a {words.sides[side].lower()}.")


@transaction.atomic
def edit_people(*, client_id: int, name: str, people: list[PersonWords], by: Member, at: datetime) -> None:
    """Changes a household: its name, its people, and a phone and an e-mail address of each."""
    client = access.held_client(by, client_id)
    if not name.strip():
        raise Refusal("Name: give the client a name.")
    client.name = name.strip()[:200]
    for place, words in enumerate(people):
        _edit_person(client, words, by.office.country, is_first=place == 0)
    refresh_search(client)
    client.save(update_fields=["name", "search"])
    note("client.edited", office_id=by.office_id, by=by, at=at, client=client, fields=["people"])


def refresh_search(client: Client) -> None:
    """Sets what a search looks in from the rows as they are now; the caller saves it."""
    client.search = drafts.search_text(
        client.name,
        list(client.people.values_list("name", flat=True)),
        list(client.contact_points.values_list("value", flat=True)),
        list(client.deals.values_list("address", flat=True)),
        client.labels,
    )


@transaction.atomic
def set_client_hours(
    *, client_id: int, zone: str, week: dict[str, Any] | None, by: Member, at: datetime
) -> None:
    """Records when and where the client may be called from now on, as they told us; None: 8:00 to 21:00."""
    client = access.held_client(by, client_id)
    check_zone(zone)
    if week is not None:
        try:
            read_week(week)
        except ValueError as fault:
            raise Refusal(f"Hours: {fault}.") from fault
    ClientHours.objects.create(
        office_id=client.office_id,
        client=client,
        holds_from=at,
        zone=zone,
        zone_source=ClientHours.Source.STATED,
        week=week,
        recorded_at=at,
        recorded_by=by,
    )
    note("client.hours_set", office_id=by.office_id, by=by, at=at, client=client)
    rederive([client.pk], at=at)


@transaction.atomic
def pause_client(
    *, client_id: int, until_at: datetime | None, reason: str, by: Member, at: datetime
) -> Pause:
    """Stops the regular calls from now on, for a reason and until a time (None: until further notice)."""
    client = access.held_client(by, client_id)
    if not reason.strip():
        raise Refusal("Reason: say why the calls stop; the reason stays on the client’s page.")
    if client.care not in {Client.Care.ACTIVE, Client.Care.PAST}:
        raise Refusal("This client is in nobody’s care, so there are no calls to stop.")
    if until_at is not None and until_at <= at:
        raise Refusal("Until: the end of the pause must be still to come.")
    pause = Pause.objects.create(
        office_id=client.office_id,
        client=client,
        from_at=at.replace(microsecond=0),
        until_at=until_at,
        reason=reason.strip()[:300],
        recorded_at=at,
        recorded_by=by,
    )
    note("client.paused", office_id=by.office_id, by=by, at=at, client=client, about=pause.pk)
    rederive([client.pk], at=at)
    return pause


@transaction.atomic
def end_pause(*, client_id: int, by: Member, at: datetime) -> None:
    """Starts the regular calls again now."""
    client = access.held_client(by, client_id)
    _end_pauses(client, at)
    note("client.pause_ended", office_id=by.office_id, by=by, at=at, client=client)
    rederive([client.pk], at=at)


@transaction.atomic
def end_client(*, client_id: int, reason: str, words: str, by: Member, at: datetime) -> None:
    """Ends our care: closed makes a past client, lost ends it, not a client keeps it for matching only."""
    client = access.held_client(by, client_id)
    if reason not in END_REASONS:
        raise Refusal(f"Reason: choose one of {', '.join(END_REASONS)}.")
    if client.care not in {Client.Care.ACTIVE, Client.Care.PAST}:
        raise Refusal("This client is in nobody’s care, so there is nothing to end.")
    open_deals = list(client.deals.filter(closed_at__isnull=True))
    if reason == "closed":
        client.care = Client.Care.PAST
        for deal in open_deals:
            _move(deal, "past", by, at)
    else:
        client.care = Client.Care.ENDED if reason == "lost" else Client.Care.KNOWN
        Deal.objects.filter(pk__in=[deal.pk for deal in open_deals]).update(closed_at=at)
    client.ended_at, client.ended_reason, client.ended_words = at, reason, words.strip()[:300]
    client.save(update_fields=["care", "ended_at", "ended_reason", "ended_words"])
    note("client.ended", office_id=by.office_id, by=by, at=at, client=client, reason=reason)
    rederive([client.pk], at=at)


@transaction.atomic
def resume_client(*, client_id: int, side: str, stage: str, by: Member, at: datetime) -> None:
    """Takes an ended, past or merely known client into our care, from now on, on a new deal."""
    client = access.held_client(by, client_id)
    if client.care == Client.Care.ACTIVE:
        raise Refusal("This client is in your care already; open a further deal instead.")
    check_stage(side, stage, by.office.pack)
    _end_pauses(client, at)
    Deal.objects.filter(client=client, closed_at__isnull=True).update(closed_at=at)
    client.care = Client.Care.PAST if stage == "past" else Client.Care.ACTIVE
    client.since, client.first_call_at = at.replace(microsecond=0), None
    client.ended_at, client.ended_reason, client.ended_words = None, "", ""
    client.save(update_fields=["care", "since", "first_call_at", "ended_at", "ended_reason", "ended_words"])
    deal = Deal.objects.create(
        office_id=client.office_id, client=client, side=side, stage=stage, opened_at=at, recorded_by=by
    )
    _move(deal, stage, by, at)
    note("client.resumed", office_id=by.office_id, by=by, at=at, client=client)
    rederive([client.pk], at=at)


@transaction.atomic
def hand_over(*, client_id: int, to: Member, by: Member, at: datetime) -> None:
    """Gives a client to another agent for good; open requests and promises go with it."""
    client = access.held_client(by, client_id)
    if to.office_id != client.office_id or to.left_at is not None:
        raise access.NotFound
    before = client.agent_id
    client.agent = to
    client.save(update_fields=["agent"])
    client.requests.filter(answered_at__isnull=True, voided_at__isnull=True).update(owner=to)
    client.promises.filter(kept_at__isnull=True, withdrawn_at__isnull=True).update(owner=to)
    note(
        "client.handed_over", office_id=by.office_id, by=by, at=at, client=client, before=before, after=to.pk
    )
    rederive([client.pk], at=at)


def _end_pauses(client: Client, at: datetime) -> None:
    running = Q(until_at__isnull=True) | Q(until_at__gt=at)
    client.pauses.filter(running, from_at__lte=at).update(until_at=at.replace(microsecond=0))


def _move(deal: Deal, stage: str, by: Member, at: datetime) -> None:
    deal.stage = stage
    deal.save(update_fields=["stage"])
    DealStage.objects.create(
        office_id=deal.office_id,
        deal=deal,
        stage=stage,
        closing_on=deal.closing_on,
        holds_from=at.replace(microsecond=0),
        recorded_at=at,
        recorded_by=by,
    )


def _edit_person(client: Client, words: PersonWords, country: str, *, is_first: bool) -> None:
    person = client.people.filter(pk=words.id).first() if words.id else None
    if not words.name.strip():
        if person is not None:
            if client.touches.filter(person=person).exists():
                raise Refusal(
                    f"{person.name} was spoken to, so the story keeps them; change the name instead."
                )
            person.delete()
        return
    if person is None:
        person = Person(office_id=client.office_id, client=client)
    person.name, person.is_grown = words.name.strip()[:160], words.is_grown
    person.save()
    for kind, text in (("phone", words.phone), ("email", words.email)):
        _set_point(client, person, kind, text, country, is_first=is_first)


def _set_point(client: Client, person: Person, kind: str, text: str, country: str, *, is_first: bool) -> None:
    """The first of a household also answers for what belongs to nobody in particular, as the page shows it."""
    theirs = Q(person=person) | Q(person=None) if is_first else Q(person=person)
    old = client.contact_points.filter(theirs, kind=kind).order_by("pk").first()
    if not text.strip():
        if old is not None:
            old.delete()
        return
    draft = point_draft(kind, text, country)
    point, _ = ContactPoint.objects.get_or_create(
        client=client,
        kind=kind,
        value=draft.value,
        defaults={"office_id": client.office_id, "written": draft.written},
    )
    point.person, point.written = person, draft.written
    point.save(update_fields=["person", "written"])
    if old is not None and old.pk != point.pk:
        old.delete()
