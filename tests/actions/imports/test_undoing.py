from datetime import timedelta

import pytest

from beforehand.actions.clients import pause_client
from beforehand.actions.imports.undoing import undo_import
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch, void_touch
from beforehand.queries.access import NotFound
from beforehand.records.models import Client, ContactPoint, Deal, Person, Request, Touch
from tests.actions.imports.bringing import MISSED, SPOKE, Office, client, last_spoke, points, told

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
LUIS = ["Luis Vega", "+1 303 555 0177", "", "Sellers"]


def test_clients_whom_nobody_has_touched_are_gone(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA, LUIS), everybody=True)
    undone = office.undo(imported)
    assert (undone.removed, undone.ended, undone.kept) == (2, 0, 0)
    for model in (Client, Person, ContactPoint, Deal):
        assert not model.objects.exists()
    imported.refresh_from_db()
    assert (imported.state, imported.undone_at) == ("undone", office.at + timedelta(hours=1))
    assert told(office.bring_list(office.list_file(DANA, LUIS), everybody=True)) == {"new": 2}


def test_a_client_somebody_has_worked_with_stays_and_is_named(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA, LUIS), everybody=True)
    bob = office.cast.bob
    pause_client(client_id=client("Dana Ortega").pk, until_at=None, reason="away", by=bob, at=office.at)
    undone = office.undo(imported)
    assert (undone.removed, undone.kept) == (1, 1)
    assert undone.names == ("Dana Ortega: somebody has worked with them since",)
    assert list(Client.objects.values_list("name", "care")) == [("Dana Ortega", "active")]


def test_a_call_logged_by_hand_keeps_its_client(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA), everybody=True)
    deed = Deed(channel="call", outcome="spoke", happened_at=office.at)
    log_touch(client_id=client("Dana Ortega").pk, deed=deed, by=office.cast.bob, at=office.at, source="web")
    assert office.undo(imported).names == ("Dana Ortega: somebody has worked with them since",)


def test_what_update_added_goes_and_what_was_there_stays(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana O.", phone="512 555 0142", at=office.ago(days=2))
    facts = ("name", "care", "labels", "known_since", "since", "first_call_at", "imported_by")
    before = Client.objects.values(*facts).get()
    imported = office.bring_list(office.list_file(DANA), on_match="update")
    assert points(client("Dana O.")) == {"+15125550142", "dana@example.com"}
    assert office.undo(imported).given_back == 1
    assert points(client("Dana O.")) == {"+15125550142"}
    assert client("Dana O.").people.get().birthday is None
    assert client("Dana O.").deals.get().address == ""
    assert Client.objects.values(*facts).get() == before


def test_a_client_whom_update_brought_into_our_care_is_known_only_again(office: Office) -> None:
    path = office.list_file(DANA)
    office.bring_list(path)
    imported = office.bring_list(path, on_match="update", everybody=True)
    assert client("Dana Ortega").care == "active"
    office.undo(imported)
    dana = client("Dana Ortega")
    assert (dana.care, dana.deals.count(), dana.due_at, dana.standing) == ("known", 0, None, "")


def test_the_contacts_of_a_log_are_voided_and_a_later_import_brings_them_back(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="512 555 0142", at=office.ago(days=1))
    path = office.log_file(
        ("5125550142", office.ago(hours=5), SPOKE), ("5125550142", office.ago(hours=3), MISSED)
    )
    spoke_at = office.ago(hours=5) + timedelta(seconds=300)
    for rounds in range(1, 4):
        imported = office.bring_log(path)
        assert told(imported) == {"new": 2}, rounds
        assert (last_spoke("Dana Ortega"), client("Dana Ortega").standing) == (spoke_at, "asked")
        assert Request.objects.get().voided_at is None
        assert office.undo(imported).voided == 2
        assert last_spoke("Dana Ortega") is None
        assert client("Dana Ortega").standing != "asked"
        assert Request.objects.get().voided_at is not None
    assert Touch.objects.filter(voids=None).count() == 2


def test_what_was_voided_by_hand_stays_void(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="512 555 0142")
    path = office.log_file(("5125550142", office.ago(hours=5), SPOKE))
    imported = office.bring_log(path)
    void_touch(touch_id=Touch.objects.get().pk, by=office.cast.bob, at=office.at)
    assert office.undo(imported).voided == 0
    assert told(office.bring_log(path)) == {"known": 1}
    assert last_spoke("Dana Ortega") is None


def test_a_contact_that_was_brought_back_can_be_voided_by_hand(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="512 555 0142")
    path = office.log_file(("5125550142", office.ago(hours=5), SPOKE))
    office.undo(office.bring_log(path))
    again = office.bring_log(path)
    touch = Touch.objects.get(voids=None)
    assert not void_touch(touch_id=touch.pk, by=office.cast.bob, at=office.at).was_known
    assert last_spoke("Dana Ortega") is None
    assert void_touch(touch_id=touch.pk, by=office.cast.bob, at=office.at).was_known
    assert office.undo(again).voided == 0


def test_a_client_whom_the_ledger_knows_leaves_every_list_and_comes_back_with_the_file(
    office: Office,
) -> None:
    listed, log = office.list_file(DANA), office.log_file(("5125550142", office.ago(hours=5), SPOKE))
    contacts = office.bring_list(listed, everybody=True)
    calls = office.bring_log(log)
    assert office.undo(contacts).names == ("Dana Ortega: a phone log knows them; undo its import first",)
    contacts.refresh_from_db()
    contacts.state = "done"
    contacts.save()
    office.undo(calls)
    undone = office.undo(contacts)
    assert (undone.removed, undone.ended, undone.kept) == (0, 1, 0)
    dana = client("Dana Ortega")
    assert (dana.care, dana.ended_reason, dana.ended_words) == ("ended", "not_client", "import undone")
    assert told(office.bring_log(log)) == {"unmatched": 1}

    assert told(office.bring_list(listed, everybody=True)) == {"new": 1}
    back = client("Dana Ortega")
    assert (back.pk, back.care, back.ended_at, back.ended_words) == (dana.pk, "active", None, "")
    assert back.deals.filter(closed_at=None).get().stage == "searching"
    assert points(back) == {"+15125550142", "dana@example.com"}
    assert told(office.bring_log(log)) == {"new": 1}
    assert last_spoke("Dana Ortega") == office.ago(hours=5) + timedelta(seconds=300)


def test_an_import_is_undone_once_and_by_its_maker_or_the_broker(office: Office) -> None:
    imported = office.bring_list(office.list_file(DANA))
    for stranger in (office.cast.max, office.cast.charlie):
        with pytest.raises(NotFound):
            undo_import(import_id=imported.pk, by=stranger, at=office.at)
    office.undo(imported, by=office.cast.alice)
    with pytest.raises(Refusal, match="nothing to undo"):
        office.undo(imported)
