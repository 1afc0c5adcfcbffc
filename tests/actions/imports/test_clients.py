from datetime import UTC, date, datetime, timedelta

import pytest

from beforehand.actions.imports import clients as bringing_clients
from beforehand.intake.importing import run
from beforehand.queries.access import NotFound
from beforehand.queries.imports import imports, one_import
from beforehand.records.models import Client, ClientHours, Deal, Import, Person
from tests.actions.imports.bringing import Office, client, points, problems, told

DANA = [
    "Dana Ortega",
    "(512) 555-0142",
    "dana@example.com",
    "Buyers 2026",
    "12 Oak St",
    "TX",
    "2015-03-01",
    "1980-02-03",
]
LUIS = ["Luis Vega", "+1 303 555 0177", "", "Sellers", "4 Elm Ct", "CO", "2012-01-01"]
ANA = ["Ana Lima", "", "ana@example.com", "Sphere"]


def test_everybody_is_known_only_unless_chosen(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA, LUIS, ANA))
    assert told(imported) == {"new": 3}
    assert imported.state == "done"
    assert set(Client.objects.values_list("care", "due_at", "first_call_at")) == {("known", None, None)}
    assert not Deal.objects.exists()


def test_a_chosen_client_comes_into_our_care_with_all_that_the_row_says(office: Office) -> None:
    office.bring_list(
        office.list_file(DANA, LUIS, ANA), active={"Buyers 2026": None, "Sellers": "seller:offer"}
    )
    dana = client("Dana Ortega")
    assert (dana.care, dana.agent, dana.known_since) == ("active", office.cast.bob, date(2015, 3, 1))
    assert dana.labels == ["Buyers 2026"]
    assert points(dana) == {"+15125550142", "dana@example.com"}
    assert dana.people.get().birthday == date(1980, 2, 3)
    deal = dana.deals.get()
    assert (deal.side, deal.stage, deal.address) == ("buyer", "searching", "12 Oak St, TX")
    assert (dana.hours.get().zone, dana.hours.get().zone_source) == ("America/Chicago", "address")
    luis = client("Luis Vega")
    assert (luis.deals.get().side, luis.deals.get().stage, luis.hours.get().zone) == (
        "seller",
        "offer",
        "America/Denver",
    )
    assert client("Ana Lima").care == "known"
    assert client("Ana Lima").hours.get().zone_source == ClientHours.Source.OFFICE


def test_nobody_is_late_for_the_time_before_and_calls_come_oldest_acquaintance_first(office: Office) -> None:
    office.bring_list(office.list_file(DANA, LUIS, ANA), everybody=True)
    by_call = Client.objects.order_by("first_call_at")
    assert [row.name for row in by_call] == ["Luis Vega", "Dana Ortega", "Ana Lima"]
    for row in by_call:
        assert office.at < row.due_at <= row.late_at <= office.at + timedelta(days=7)
        assert row.standing not in {"late", "asked", "complaint"}


def test_the_same_file_twice_adds_nothing(office: Office) -> None:
    path = office.list_file(DANA, LUIS, ANA)
    office.bring_list(path, everybody=True)
    before = list(Client.objects.order_by("pk").values())
    assert told(office.bring_list(path, everybody=True)) == {"matched": 3}
    assert list(Client.objects.order_by("pk").values()) == before


def test_update_adds_only_what_is_missing(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana O.", phone="512 555 0142", stage="offer")
    imported = office.bring_list(
        office.list_file(DANA), on_match="update", active={"Buyers 2026": "seller:listed"}
    )
    dana = client("Dana O.")
    assert told(imported) == {"matched": 1}
    assert points(dana) == {"+15125550142", "dana@example.com"}
    assert (dana.known_since, dana.labels) == (date(2015, 3, 1), ["Buyers 2026"])
    assert dana.people.get().birthday == date(1980, 2, 3)
    deal = dana.deals.get()
    assert (deal.side, deal.stage, deal.address) == ("buyer", "offer", "12 Oak St, TX")
    assert "ortega" not in dana.search
    assert "dana@example.com" in dana.search


def test_update_adds_the_other_person_of_a_household(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="512 555 0142")
    office.bring_list(
        office.list_file(["Luis Ortega", "512 555 0142", "luis@example.com"]), on_match="update"
    )
    dana = client("Dana Ortega")
    assert sorted(dana.people.values_list("name", flat=True)) == ["Dana Ortega", "Luis Ortega"]
    assert dana.contact_points.get(kind="email").person.name == "Luis Ortega"


def test_update_brings_a_client_known_only_into_our_care(office: Office) -> None:
    path = office.list_file(DANA, ANA)
    office.bring_list(path)
    office.bring_list(path, on_match="update", active={"Buyers 2026": None})
    dana = client("Dana Ortega")
    assert (dana.care, dana.deals.get().stage, dana.standing) == ("active", "searching", "in_hand")
    assert office.at < dana.first_call_at < office.at + timedelta(days=7)
    assert client("Ana Lima").care == "known"


def test_update_does_not_take_back_that_somebody_is_no_client(office: Office) -> None:
    from beforehand.actions.clients import end_client

    path = office.list_file(DANA)
    office.bring_list(path, everybody=True)
    dana = client("Dana Ortega")
    end_client(client_id=dana.pk, reason="not_client", words="", by=office.cast.bob, at=office.at)
    office.bring_list(path, on_match="update", everybody=True)
    assert client("Dana Ortega").care == "known"


def test_a_wrong_row_keeps_no_other_out(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA, ["", "", "", "Buyers"], ["Bo Chen", "12"]))
    assert told(imported) == {"new": 2, "refused": 1}
    assert problems(imported) == [
        (2, "nothing to know this contact by: add a name, a phone or an e-mail"),
        (3, "“12” is no phone number; write +1 512 555 0142"),
    ]
    assert imported.counts["problems"] == 2


def test_an_import_that_was_cut_goes_on_where_it_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing_clients, "BATCH", 2)
    rows = [[f"Client {n}", f"512 555 01{n:02}", "", "Buyers"] for n in range(7)]
    rows[4][1] = "nonsense"
    written = bringing_clients.drafts.write
    calls = []

    def cut(*given, **named):
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return written(*given, **named)

    monkeypatch.setattr(bringing_clients.drafts, "write", cut)
    with pytest.raises(KeyboardInterrupt):
        office.bring_list(office.list_file(*rows), everybody=True)
    imported = Import.objects.get()
    assert (imported.state, imported.rows_done, imported.rows_total) == ("running", 4, 7)
    assert Client.objects.count() == 4
    run(imported.pk, office.at + timedelta(minutes=5))
    imported.refresh_from_db()
    assert (imported.state, imported.rows_done, told(imported)) == ("done", 7, {"new": 7})
    assert [row for row, _ in problems(imported)] == [5]
    assert sorted(Client.objects.values_list("name", flat=True)) == [f"Client {n}" for n in range(7)]
    run(imported.pk, office.at + timedelta(minutes=6))
    assert Client.objects.count() == 7


def test_a_batch_that_another_worker_has_written_is_not_written_again(office: Office) -> None:
    path = office.list_file(DANA)
    imported = office.bring_list(path)
    Import.objects.filter(pk=imported.pk).update(state="running")
    run(imported.pk, office.at)
    assert (Client.objects.count(), Person.objects.count()) == (1, 1)


def test_a_file_that_went_away_stops_its_import_with_the_reason(office: Office) -> None:
    path = office.list_file(DANA)
    imported = office.bring_list(path)
    Import.objects.filter(pk=imported.pk).update(state="running")
    path.unlink()
    run(imported.pk, office.at)
    imported.refresh_from_db()
    assert imported.state == "failed"
    assert problems(imported) == [
        (0, "contacts.csv cannot be opened (No such file or directory); choose it again.")
    ]


def test_an_agent_brings_clients_only_for_those_whose_clients_they_see(office: Office) -> None:
    path = office.list_file(DANA)
    with pytest.raises(NotFound):
        office.bring_list(path, by=office.cast.bob, agent=office.cast.max)
    office.bring_list(path, by=office.cast.tia, agent=office.cast.bob)
    assert client("Dana Ortega").agent == office.cast.bob
    with pytest.raises(NotFound):
        office.bring_list(path, by=office.cast.alice, agent=office.cast.charlie)


def test_imports_are_seen_by_who_made_them_and_the_broker(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA))
    assert [row.id for row in imports(office.cast.bob)] == [imported.pk]
    assert [row.id for row in imports(office.cast.alice)] == [imported.pk]
    assert imports(office.cast.max) == imports(office.cast.charlie) == []
    assert one_import(office.cast.bob, imported.pk).counts["clients"]["new"] == 1
    for stranger in (office.cast.max, office.cast.charlie):
        with pytest.raises(NotFound):
            one_import(stranger, imported.pk)


def test_a_couple_in_one_row_is_one_household(office: Office) -> None:
    office.bring_list(office.list_file(["Dana & Luis Ortega", "512 555 0142"]))
    household = client("Dana & Luis Ortega")
    assert sorted(household.people.values_list("name", flat=True)) == ["Dana Ortega", "Luis Ortega"]
    assert household.contact_points.get().person is None


def test_whose_the_moment_is_is_the_callers(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA))
    assert (imported.started_at, imported.finished_at) == (office.at, office.at)
    assert client("Dana Ortega").recorded_at == office.at == datetime(2026, 11, 24, 15, tzinfo=UTC)
