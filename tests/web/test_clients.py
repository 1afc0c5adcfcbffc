"""Clients: taken on, found, read before a call, changed, paused, ended, and taken on again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client as Browser

from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.promises import make_promise
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch
from beforehand.records.models import AuditEntry, Client, ClientCadence, ContactPoint, Deal, Pause
from tests.cast import AT, Cast

DAY = timedelta(days=1)


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, "Dana & Luis Ortega", at=AT - 9 * DAY, phone="(303) 555-0177")


def test_a_short_form_takes_a_client_on(cast: Cast, bob: Browser) -> None:
    answer = bob.post(
        "/clients/new/",
        {"name": "Priya Raman", "phone": "512 555 0123", "stage": "buyer:searching", "address": "4 Elm"},
    )
    client = Client.objects.get()
    assert answer["Location"] == f"/clients/{client.pk}/"
    assert (client.agent, client.care, client.late_at) == (cast.bob, "active", AT + DAY)
    assert ContactPoint.objects.get().value == "+15125550123"
    assert Deal.objects.values_list("side", "stage", "address").get() == ("buyer", "searching", "4 Elm")


def test_a_new_lead_is_owed_a_call_within_the_hour(cast: Cast, bob: Browser) -> None:
    bob.post("/clients/new/", {"name": "Priya Raman", "stage": "buyer:lead"})
    assert Client.objects.get().late_at == AT + timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"phone": "12"}, "“12” is no phone number; write it with its area code."),
        ({"email": "ana@"}, "“ana@” is no e-mail address; write one like ana@example.com."),
        ({"stage": "castle:sold"}, "Select a valid choice."),
    ],
)
def test_a_slip_in_the_form_is_named_at_its_field(
    cast: Cast, bob: Browser, said: dict[str, str], sentence: str
) -> None:
    answer = bob.post("/clients/new/", {"name": "Priya Raman", "stage": "buyer:searching"} | said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Client.objects.count() == 0


def test_the_list_finds_by_name_phone_and_address(cast: Cast, dana: Client, bob: Browser) -> None:
    cast.client_of(cast.bob, "Sam Whitfield", address="418 Alder Ct")
    for words, found, left_out in (
        ("ortega", "Dana &amp; Luis Ortega", "Sam Whitfield"),
        ("3035550177", "Dana &amp; Luis Ortega", "Sam Whitfield"),
        ("alder", "Sam Whitfield", "Dana &amp; Luis Ortega"),
    ):
        page = bob.get("/clients/", {"q": words}).content.decode()
        assert found in page, words
        assert left_out not in page, words


def test_the_call_sheet_says_what_to_know(cast: Cast, dana: Client, bob: Browser) -> None:
    spoke_at = AT - 5 * DAY
    log_touch(
        client_id=dana.pk,
        deed=Deed("call", "spoke", spoke_at, words="worried about the roof", person_id=dana.people.get().pk),
        by=cast.bob,
        at=spoke_at,
        source="tap",
    )
    ask = Deed("text", "received", AT - timedelta(hours=1), direction="in", asks="update", words="any word?")
    log_touch(client_id=dana.pk, deed=ask, by=cast.bob, at=AT, source="tap")
    make_promise(
        client_id=dana.pk, text="a copy", due_at=AT + timedelta(hours=3), by=cast.bob, at=AT - 2 * DAY
    )
    plan_next_call(client_id=dana.pk, call_at=AT + DAY, is_agreed=True, by=cast.bob, at=AT)
    page = bob.get(f"/clients/{dana.pk}/").content.decode()
    for words in (
        "“any word?”",
        "by text, 1 h ago",
        "Thu 19 Nov, 9 am with Dana &amp; Luis Ortega: worried about the roof",
        "a copy (promised Sun 22 Nov)",
        "by today, 12 pm",
        "tomorrow, 9 am",
        "It is 8 am there, Tuesday (Denver, guessed from the phone number). Call any day between 8 am and 9 pm.",
    ):
        assert words in page, words


def test_the_household_is_edited_and_found_by_its_new_words(cast: Cast, dana: Client, bob: Browser) -> None:
    person = dana.people.get()
    answer = bob.post(
        f"/clients/{dana.pk}/edit/",
        {
            "name": "The Ortegas",
            "person_id": [person.pk, ""],
            "person_name": ["Dana", "Luis"],
            "person_phone": ["303 555 0177", "(303) 555-0178"],
            "person_email": ["", "luis@example.com"],
            "person_grown": ["yes", "yes"],
        },
    )
    assert answer.status_code == 302
    points = dana.contact_points.order_by("value").values_list("person__name", "value")
    assert list(points) == [("Dana", "+13035550177"), ("Luis", "+13035550178"), ("Luis", "luis@example.com")]
    assert "The Ortegas" in bob.get("/clients/", {"q": "luis@example"}).content.decode()


def test_a_number_that_belongs_to_nobody_in_particular_is_changed_and_taken_away(
    cast: Cast, dana: Client, bob: Browser
) -> None:
    ContactPoint.objects.filter(client=dana).update(person=None)
    one = {"name": "Dana", "person_id": dana.people.order_by("pk")[0].pk, "person_name": "Dana"}
    bob.post(f"/clients/{dana.pk}/edit/", one | {"person_phone": "(303) 555-0178", "person_email": ""})
    assert ContactPoint.objects.values_list("value", flat=True).get() == "+13035550178"
    bob.post(f"/clients/{dana.pk}/edit/", one | {"person_phone": "", "person_email": ""})
    assert not ContactPoint.objects.exists()


def test_a_wrong_phone_of_the_household_loses_nothing_typed(cast: Cast, dana: Client, bob: Browser) -> None:
    answer = bob.post(
        f"/clients/{dana.pk}/edit/",
        {
            "name": "The Ortegas",
            "person_id": [""],
            "person_name": ["Luis"],
            "person_phone": ["12"],
            "person_email": [""],
            "person_grown": ["yes"],
        },
    )
    assert answer.status_code == 422
    assert "“12” is no phone number" in answer.content.decode()
    assert 'value="Luis"' in answer.content.decode()
    dana.refresh_from_db()
    assert (dana.name, dana.people.count()) == ("Dana & Luis Ortega", 1)


def test_more_than_a_week_between_calls_needs_a_reason_that_stays_visible(
    cast: Cast, dana: Client, bob: Browser
) -> None:
    address = f"/clients/{dana.pk}/cadence"
    answer = bob.post(address, {"speak_days": "10"})
    assert answer.status_code == 422
    assert "More than 7 days between calls needs a reason" in answer.content.decode()
    assert bob.post(address, {"speak_days": "10", "reason": "asked for it"}).status_code == 302
    assert ClientCadence.objects.get().speak_every_s == 10 * 86400
    assert "Because: asked for it" in bob.get(f"/clients/{dana.pk}/").content.decode()


def test_hours_they_told_us_pull_the_call_earlier(cast: Cast, bob: Browser) -> None:
    client = cast.client_of(cast.bob, at=AT - DAY)
    log_touch(client_id=client.pk, deed=Deed("call", "spoke", AT), by=cast.bob, at=AT, source="tap")
    answer = bob.post(f"/clients/{client.pk}/hours", {"zone": "America/Denver", "mon": "10-12, 13:30-15"})
    assert answer.status_code == 302
    client.refresh_from_db()
    assert client.due_at == datetime(2026, 11, 30, 22, 0, tzinfo=UTC)  # Monday 15:00 in Denver
    refused = bob.post(f"/clients/{client.pk}/hours", {"zone": "America/Denver", "mon": "6 pm to 9 am"})
    assert refused.status_code == 422
    assert "“6 pm to 9 am” ends before it starts" in refused.content.decode()


def test_a_pause_stops_the_calls_and_is_ended_by_hand(cast: Cast, dana: Client, bob: Browser) -> None:
    bob.post(f"/clients/{dana.pk}/pause", {"reason": "travelling", "until": "2026-12-10T09:00"})
    dana.refresh_from_db()
    assert (dana.standing, Pause.objects.get().reason) == ("paused", "travelling")
    bob.post(f"/clients/{dana.pk}/resuming")
    dana.refresh_from_db()
    assert (dana.standing, dana.late_at) == ("due", AT + DAY)


@pytest.mark.parametrize(("reason", "care"), [("closed", "past"), ("lost", "ended"), ("not_client", "known")])
def test_whoever_comes_back_into_our_care_is_called_although_they_left_paused(
    cast: Cast, dana: Client, bob: Browser, reason: str, care: str
) -> None:
    bob.post(f"/clients/{dana.pk}/pause", {"reason": "travelling"})
    bob.post(f"/clients/{dana.pk}/ending", {"reason": reason})
    bob.post(f"/clients/{dana.pk}/return", {"stage": "seller:listed"})
    dana.refresh_from_db()
    assert (dana.care, dana.standing, Pause.objects.get().until_at) == ("active", "due", AT)


def test_who_is_in_nobodys_care_has_no_calls_to_stop(dana: Client, bob: Browser) -> None:
    bob.post(f"/clients/{dana.pk}/ending", {"reason": "lost"})
    answer = bob.post(f"/clients/{dana.pk}/pause", {"reason": "travelling"})
    assert answer.status_code == 422
    assert "so there are no calls to stop" in answer.content.decode()
    assert Pause.objects.count() == 0


@pytest.mark.parametrize(("reason", "care"), [("closed", "past"), ("lost", "ended"), ("not_client", "known")])
def test_an_end_has_a_reason_and_a_way_back(
    cast: Cast, dana: Client, bob: Browser, reason: str, care: str
) -> None:
    bob.post(f"/clients/{dana.pk}/ending", {"reason": reason, "words": "moved away"})
    dana.refresh_from_db()
    assert (dana.care, dana.ended_reason) == (care, reason)
    assert (dana.late_at is None) == (care != "past")
    bob.post(f"/clients/{dana.pk}/return", {"stage": "seller:listed"})
    dana.refresh_from_db()
    assert (dana.care, dana.since, dana.late_at) == ("active", AT, AT + DAY)


def test_a_stage_moves_and_the_last_deal_ends_with_the_client(cast: Cast, dana: Client, bob: Browser) -> None:
    deal = dana.deals.get()
    address = f"/clients/{dana.pk}/deals/{deal.pk}"
    words = {"stage": "buyer:under_contract", "address": "4 Elm", "closing_on": "2026-12-30"}
    assert bob.post(address, words).status_code == 302
    deal.refresh_from_db()
    assert (deal.stage, deal.closing_on) == ("under_contract", date(2026, 12, 30))
    answer = bob.post(address, words | {"close": "1"})
    assert answer.status_code == 422
    assert "This is the client’s last deal" in answer.content.decode()


@pytest.mark.parametrize(
    ("place", "said", "sentence"),
    [
        ("hours", {"zone": "Mars/Base", "any_day": "on"}, "“Mars/Base” is no time zone"),
        (
            "pause",
            {"reason": "travelling", "until": "9999-12-31T23:59"},
            "Write a year between 1970 and 2199.",
        ),
        (
            "deals",
            {"stage": "buyer:offer", "closing_on": "0001-01-01"},
            "Write a year between 1970 and 2199.",
        ),
    ],
)
def test_what_no_calendar_and_no_map_holds_is_said_at_its_place(
    dana: Client, bob: Browser, place: str, said: dict[str, str], sentence: str
) -> None:
    answer = bob.post(f"/clients/{dana.pk}/{place}", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "x"])
def test_what_is_no_number_of_a_row_finds_nothing_and_breaks_nothing(
    dana: Client, bob: Browser, number: str
) -> None:
    assert bob.post(f"/clients/{dana.pk}/handing-over", {"agent": number}).status_code == 404
    assert bob.post(f"/clients/{'9' * 30}/log/", {"outcome": "spoke", "tap": "a"}).status_code == 404
    for address in ("/", "/clients/"):
        assert bob.get(address, {"agent": number}).status_code == 200


def test_a_client_is_handed_over_for_good(cast: Cast, dana: Client, bob: Browser) -> None:
    bob.post(f"/clients/{dana.pk}/handing-over", {"agent": cast.max.pk})
    dana.refresh_from_db()
    assert dana.agent == cast.max
    assert bob.get(f"/clients/{dana.pk}/").status_code == 404
    assert AuditEntry.objects.get(verb="client.handed_over").details == {
        "before": cast.bob.pk,
        "after": cast.max.pk,
    }


def test_nobody_is_handed_to_another_office(cast: Cast, dana: Client, bob: Browser) -> None:
    assert bob.post(f"/clients/{dana.pk}/handing-over", {"agent": cast.charlie.pk}).status_code == 404
    dana.refresh_from_db()
    assert dana.agent == cast.bob


def test_a_child_of_the_household_is_nobody_we_speak_with(cast: Cast, dana: Client, bob: Browser) -> None:
    person = dana.people.get()
    words = {"name": "The Ortegas", "person_id": [person.pk, ""], "person_name": ["Dana", "Mia"]}
    blank = {"person_phone": ["", ""], "person_email": ["", ""]}
    bob.post(f"/clients/{dana.pk}/edit/", words | blank | {"person_grown": ["yes", ""]})
    mia = dana.people.get(name="Mia")
    assert not mia.is_grown
    assert "Mia" not in bob.get(f"/clients/{dana.pk}/log/").content.decode()
    deed = Deed("call", "spoke", AT, person_id=mia.pk)
    with pytest.raises(Refusal, match="Mia is a child"):
        log_touch(client_id=dana.pk, deed=deed, by=cast.bob, at=AT, source="tap")


def test_a_phone_that_is_somebody_elses_too_is_named_when_a_client_is_added(
    cast: Cast, dana: Client, bob: Browser, charlie: Browser
) -> None:
    words = {"name": "Luis Ortega", "phone": "303 555 0177", "stage": "buyer:searching"}
    said = bob.post("/clients/new/", words, follow=True).content.decode()
    assert "Dana &amp; Luis Ortega has the same phone or e-mail" in said
    said = charlie.post("/clients/new/", words, follow=True).content.decode()
    assert "the same phone" not in said


def test_further_phones_and_addresses_are_added_and_taken_away(
    cast: Cast, dana: Client, bob: Browser, charlie: Browser
) -> None:
    for text in ("303-555-0178", "Dana <dana@example.com>", "303-555-0178"):
        assert bob.post(f"/clients/{dana.pk}/contact-points", {"text": text}).status_code == 302
    values = ["+13035550177", "+13035550178", "dana@example.com"]
    assert list(dana.contact_points.order_by("value").values_list("value", flat=True)) == values
    assert "Ortega" in bob.get("/clients/", {"q": "3035550178"}).content.decode()
    refused = bob.post(f"/clients/{dana.pk}/contact-points", {"text": "12"})
    assert refused.status_code == 422
    assert "“12” is no phone number" in refused.content.decode()
    point = dana.contact_points.get(value="+13035550178")
    assert charlie.post(f"/clients/contact-points/{point.pk}/removal").status_code == 404
    assert bob.post(f"/clients/contact-points/{point.pk}/removal").status_code == 302
    assert "Ortega" not in bob.get("/clients/", {"q": "3035550178"}).content.decode()


def test_the_call_sheet_tells_a_voicemail_from_a_call_that_nobody_took(
    cast: Cast, dana: Client, bob: Browser
) -> None:
    for outcome, sentence in (
        ("no_answer", "They rang and did not reach you, 1 h ago"),
        ("left_message", "They left a voicemail, 2 h ago"),
    ):
        hours = 1 if outcome == "no_answer" else 2
        deed = Deed("call", outcome, AT - timedelta(hours=hours), direction="in", asks="question")
        log_touch(client_id=dana.pk, deed=deed, by=cast.bob, at=AT, source="page")
        assert sentence in bob.get(f"/clients/{dana.pk}/").content.decode()
