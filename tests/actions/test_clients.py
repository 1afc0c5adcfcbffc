"""Clients: taken on, changed, paused, handed over, ended, and taken on again."""

from datetime import timedelta

import pytest

from beforehand.actions.cadences import set_client_cadence
from beforehand.actions.clients import (
    PersonWords,
    add_client,
    edit_people,
    end_client,
    end_pause,
    hand_over,
    pause_client,
    resume_client,
    set_client_hours,
)
from beforehand.actions.promises import make_promise
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch
from beforehand.queries.access import NotFound
from beforehand.records.models import AuditEntry, Client
from tests.cast import AT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dana(cast):
    return cast.client_of(cast.bob, phone="(512) 555-0112", email="Dana@Example.com", address="418 Alder Ct")


def add(cast, **given):
    words = {"name": "Dana Ortega", "side": "buyer", "stage": "searching", "agent": cast.bob, "by": cast.bob}
    return add_client(**words | {"at": AT} | given)


def log(client, by, at=AT, **given):
    deed = Deed(**{"channel": "call", "outcome": "spoke", "happened_at": at} | given)
    return log_touch(client_id=client.pk, deed=deed, by=by, at=at, source="test")


def refresh(client):
    client.refresh_from_db()
    return client


def test_a_new_client_is_owed_a_first_call_within_a_day(dana):
    assert (dana.care, dana.since, dana.standing, dana.late_at) == ("active", AT, "due", AT + DAY)


def test_a_new_lead_is_owed_a_call_within_the_hour(cast):
    lead = add(cast, stage="lead")
    assert (lead.late_at, lead.standing) == (AT + HOUR, "due")


def test_a_past_client_is_owed_a_word_within_thirty_days(cast):
    past = add(cast, stage="past")
    assert (past.care, past.reason, past.late_at) == ("past", "hear", AT + 30 * DAY)


def test_phones_and_addresses_are_kept_in_one_form_and_as_written(dana):
    points = dana.contact_points.order_by("kind").values_list("kind", "value", "written")
    assert list(points) == [
        ("email", "dana@example.com", "Dana@Example.com"),
        ("phone", "+15125550112", "(512) 555-0112"),
    ]
    assert dana.search == "dana ortega +15125550112 dana@example.com 418 alder ct 15125550112"
    assert dana.deals.get().address == "418 Alder Ct"


@pytest.mark.parametrize(
    ("given", "zone", "source"),
    [
        ({}, "America/Chicago", "office"),
        ({"phone": "(408) 555-0134"}, "America/Los_Angeles", "phone"),
        ({"phone": "(408) 555-0134", "address": "1 Elm St, Albany, NY 12207"}, "America/New_York", "address"),
    ],
)
def test_the_zone_is_told_by_the_address_else_the_phone_else_the_office(cast, given, zone, source):
    hours = add(cast, **given).hours.get()
    assert (hours.zone, hours.zone_source, hours.week) == (zone, source, None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " "}, "Name: give the client a name."),
        ({"side": "friend"}, "Side: “friend” is none of buyer, seller, short_sale, landlord, tenant."),
        ({"stage": "listed"}, "Stage: “listed” is none of lead, searching, offer, "),
        ({"phone": "twelve"}, "Phone: “twelve” is no phone number; write it with its area code."),
        ({"email": "dana"}, "E-mail: “dana” is no e-mail address; write one like ana@example.com."),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_written(cast, given, sentence):
    with pytest.raises(Refusal) as refused:
        add(cast, **given)
    assert str(refused.value).startswith(sentence)
    assert not Client.objects.exists()


def test_an_agent_takes_clients_for_themselves_and_a_broker_for_anybody(cast):
    assert add(cast, by=cast.alice).agent == cast.bob
    assert add(cast, by=cast.tia).agent == cast.bob
    with pytest.raises(NotFound):
        add(cast, by=cast.max)
    with pytest.raises(NotFound):
        add(cast, by=cast.alice, agent=cast.charlie)


def test_a_household_is_edited_person_by_person(cast, dana):
    first = dana.people.get()
    people = [
        PersonWords(first.pk, "Dana Ortega", "512 555 0199", ""),
        PersonWords(None, "Luis Ortega", "(512) 555-0113"),
        PersonWords(None, "Mia Ortega", is_grown=False),
    ]
    edit_people(client_id=dana.pk, name="Dana & Luis Ortega", people=people, by=cast.bob, at=AT)
    refresh(dana)
    assert dana.name == "Dana & Luis Ortega"
    told = [
        (person.name, person.is_grown, [point.value for point in person.contact_points.order_by("kind")])
        for person in dana.people.order_by("pk")
    ]
    assert told == [
        ("Dana Ortega", True, ["+15125550199"]),
        ("Luis Ortega", True, ["+15125550113"]),
        ("Mia Ortega", False, []),
    ]
    assert "luis ortega" in dana.search
    assert "15125550113" in dana.search


def test_a_person_whose_name_is_emptied_is_gone_unless_they_were_spoken_to(cast, dana):
    edit_people(
        client_id=dana.pk, name=dana.name, people=[PersonWords(None, "Luis Ortega")], by=cast.bob, at=AT
    )
    first, luis = dana.people.order_by("pk")
    log(dana, cast.bob, person_id=first.pk)
    people = [PersonWords(first.pk, ""), PersonWords(luis.pk, "")]
    with pytest.raises(Refusal, match="Dana Ortega was spoken to, so the story keeps them"):
        edit_people(client_id=dana.pk, name=dana.name, people=people, by=cast.bob, at=AT)
    assert dana.people.count() == 2
    edit_people(client_id=dana.pk, name=dana.name, people=people[1:], by=cast.bob, at=AT)
    assert list(dana.people.all()) == [first]


def test_a_person_of_another_household_is_not_edited(cast, dana):
    stranger = cast.client_of(cast.bob, "Lan Nguyen").people.get()
    people = [PersonWords(stranger.pk, "Nobody")]
    edit_people(client_id=dana.pk, name=dana.name, people=people, by=cast.bob, at=AT)
    stranger.refresh_from_db()
    assert stranger.name == "Lan Nguyen"


def test_hours_the_client_told_us_hold_from_now_on(cast, dana):
    week = {"wed": [["12:00", "13:00"]]}
    set_client_hours(client_id=dana.pk, zone="America/Denver", week=week, by=cast.bob, at=AT)
    hours = dana.hours.order_by("-holds_from", "-pk").first()
    assert (hours.zone, hours.zone_source, hours.week, hours.recorded_by) == (
        "America/Denver",
        "stated",
        week,
        cast.bob,
    )
    assert refresh(dana).clocks[0]["no_window"] is True  # the first call is owed before that hour


def test_hours_that_cannot_be_are_refused(cast, dana):
    with pytest.raises(Refusal, match="Hours: wed: 13:00 to 12:00 ends before it starts"):
        set_client_hours(
            client_id=dana.pk, zone="America/Denver", week={"wed": [["13:00", "12:00"]]}, by=cast.bob, at=AT
        )
    assert dana.hours.count() == 1


def test_a_pause_stops_the_calls_and_its_end_starts_them_afresh(cast, dana):
    log(dana, cast.bob)
    pause = pause_client(client_id=dana.pk, until_at=None, reason=" travels ", by=cast.bob, at=AT)
    assert (pause.reason, pause.until_at) == ("travels", None)
    assert (refresh(dana).standing, dana.due_at) == ("paused", None)
    end_pause(client_id=dana.pk, by=cast.bob, at=AT + 20 * DAY)
    assert dana.pauses.get().until_at == AT + 20 * DAY
    assert refresh(dana).late_at == AT + 21 * DAY


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": " "}, "Reason: say why the calls stop; the reason stays on the client’s page."),
        ({"until_at": AT}, "Until: the end of the pause must be still to come."),
    ],
)
def test_a_pause_needs_a_reason_and_an_end_to_come(cast, dana, given, sentence):
    with pytest.raises(Refusal) as refused:
        pause_client(client_id=dana.pk, by=cast.bob, at=AT, **{"reason": "travels", "until_at": None} | given)
    assert str(refused.value) == sentence
    assert not dana.pauses.exists()


@pytest.mark.parametrize(("reason", "care"), [("closed", "past"), ("lost", "ended"), ("not_client", "known")])
def test_care_ends_with_a_reason(cast, dana, reason, care):
    end_client(client_id=dana.pk, reason=reason, words=" moved away ", by=cast.bob, at=AT)
    refresh(dana)
    assert (dana.care, dana.ended_at, dana.ended_reason, dana.ended_words) == (care, AT, reason, "moved away")
    deal = dana.deals.get()
    if reason == "closed":
        assert (deal.stage, deal.closed_at, dana.reason, dana.late_at) == (
            "past",
            None,
            "hear",
            AT + 30 * DAY,
        )
    else:
        assert (deal.closed_at, dana.standing, dana.due_at, dana.clocks) == (AT, "", None, [])


def test_a_client_who_closed_hears_within_thirty_days_though_we_spoke_the_day_before(cast, dana):
    log(dana, cast.bob, AT)
    end_client(client_id=dana.pk, reason="closed", words="", by=cast.bob, at=AT + DAY)
    assert refresh(dana).late_at == AT + 31 * DAY
    log(dana, cast.bob, AT + 9 * DAY)
    assert refresh(dana).late_at == AT + 99 * DAY


def test_an_ended_client_comes_back_on_a_new_deal_and_nobody_is_late_for_the_time_between(cast, dana):
    log(dana, cast.bob)
    end_client(client_id=dana.pk, reason="lost", words="", by=cast.bob, at=AT)
    back = AT + 100 * DAY
    resume_client(client_id=dana.pk, side="seller", stage="listed", by=cast.bob, at=back)
    refresh(dana)
    assert (dana.care, dana.since, dana.ended_at, dana.ended_reason) == ("active", back, None, "")
    assert (dana.late_at, dana.last_spoke_at) == (back + DAY, AT)
    assert list(dana.deals.filter(closed_at__isnull=True).values_list("side", "stage")) == [
        ("seller", "listed")
    ]


def test_who_is_in_our_care_is_not_taken_on_again(cast, dana):
    with pytest.raises(Refusal, match="in your care already; open a further deal instead"):
        resume_client(client_id=dana.pk, side="seller", stage="listed", by=cast.bob, at=AT)


def test_who_is_in_nobodys_care_has_nothing_to_end(cast, dana):
    end_client(client_id=dana.pk, reason="lost", words="", by=cast.bob, at=AT)
    with pytest.raises(Refusal, match="in nobody’s care"):
        end_client(client_id=dana.pk, reason="closed", words="", by=cast.bob, at=AT)
    assert refresh(dana).care == "ended"


def test_an_unknown_reason_ends_nothing(cast, dana):
    with pytest.raises(Refusal, match="Reason: choose one of closed, lost, not_client"):
        end_client(client_id=dana.pk, reason="tired", words="", by=cast.bob, at=AT)
    assert refresh(dana).care == "active"


def test_a_client_handed_over_takes_along_what_is_open(cast, dana):
    log(dana, cast.bob, direction="in", channel="text", outcome="received", asks="update")
    make_promise(client_id=dana.pk, text="a", due_at=AT + HOUR, by=cast.bob, at=AT)
    hand_over(client_id=dana.pk, to=cast.max, by=cast.bob, at=AT)
    assert refresh(dana).agent == cast.max
    assert dana.requests.get().owner == dana.promises.get().owner == cast.max
    with pytest.raises(NotFound):
        log(dana, cast.bob)


def test_a_client_is_handed_to_nobody_outside(cast, dana):
    with pytest.raises(NotFound):
        hand_over(client_id=dana.pk, to=cast.charlie, by=cast.alice, at=AT)
    assert refresh(dana).agent == cast.bob


def test_more_than_seven_days_between_calls_needs_a_reason(cast, dana):
    words = {"client_id": dana.pk, "speak_every": 10 * DAY, "hear_every": None, "by": cast.bob, "at": AT}
    with pytest.raises(Refusal, match="more than 7 days between calls needs a reason, which stays visible"):
        set_client_cadence(reason=" ", **words)
    assert not dana.cadences.exists()
    set_client_cadence(reason=" they asked for it ", **words)
    assert dana.cadences.get().reason == "they asked for it"


def test_a_past_client_may_be_called_less_often_without_one(cast):
    past = add(cast, stage="past")
    set_client_cadence(
        client_id=past.pk, speak_every=None, hear_every=120 * DAY, reason="", by=cast.bob, at=AT
    )
    assert past.cadences.get().hear_every_s == 120 * 86400


@pytest.mark.parametrize("every", [timedelta(0), -DAY])
def test_a_cadence_of_nothing_is_none(cast, dana, every):
    with pytest.raises(Refusal, match="a cadence is at least one day"):
        set_client_cadence(
            client_id=dana.pk, speak_every=every, hear_every=None, reason="", by=cast.bob, at=AT
        )


def test_a_tighter_cadence_of_their_own_makes_nobody_late(cast, dana):
    log(dana, cast.bob)
    words = {"client_id": dana.pk, "hear_every": None, "reason": "", "by": cast.bob}
    set_client_cadence(speak_every=2 * DAY, at=AT + 5 * DAY, **words)
    assert refresh(dana).standing != "late"
    assert dana.late_at == AT + 6 * DAY


def test_every_deed_leaves_an_entry_that_names_who_did_it(cast, dana):
    pause_client(client_id=dana.pk, until_at=None, reason="travels", by=cast.tia, at=AT)
    end_pause(client_id=dana.pk, by=cast.bob, at=AT + HOUR)
    hand_over(client_id=dana.pk, to=cast.max, by=cast.alice, at=AT + DAY)
    entries = AuditEntry.objects.filter(client=dana).order_by("pk").values_list("verb", "by__name", "at")
    assert list(entries) == [
        ("client.added", "Bob Ames", AT),
        ("client.paused", "Tia Reed", AT),
        ("client.pause_ended", "Bob Ames", AT + HOUR),
        ("client.handed_over", "Alice Rivera", AT + DAY),
    ]
