"""One decision on a capture that matched nobody teaches the matcher; nothing waits for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from beforehand.actions import contact_points
from beforehand.actions.captures import triage
from beforehand.actions.captures.recording import Understood, record
from beforehand.actions.housekeeping import clear_away
from beforehand.actions.refusals import Refusal
from beforehand.queries.access import NotFound
from beforehand.queries.triage import waiting
from beforehand.records.models import AuditEntry, Capture, ContactPoint, IgnoredPoint, Touch, WaitingPoint
from tests.actions.captures.test_recording import ASKS, DANA, MAIL
from tests.cast import AT, Cast


def _waits(cast: Cast, key: str = "m1") -> int:
    capture_id = record(
        captured=replace(MAIL, external_id=key), understood=ASKS, by=cast.bob, at=AT
    ).capture_id
    assert capture_id is not None
    return capture_id


def test_saying_whose_it_is_logs_all_that_waits_for_the_address_and_teaches_it(cast: Cast) -> None:
    first, _ = _waits(cast), _waits(cast, "m2")
    dana = cast.client_of(cast.bob)
    assert triage.give_to_client(capture_id=first, point=DANA, client_id=dana.pk, by=cast.bob, at=AT) == 2
    assert ContactPoint.objects.get(client=dana).value == "dana@example.com"
    assert Touch.objects.filter(client=dana, asks="update").count() == 2
    assert set(Capture.objects.values_list("state", flat=True)) == {"logged"}
    third = record(captured=replace(MAIL, external_id="m3"), understood=ASKS, by=cast.bob, at=AT)
    assert third.state == "logged"


def test_of_a_shared_address_one_capture_is_given_and_nothing_learned(cast: Cast) -> None:
    dana = cast.client_of(cast.bob, email="dana@example.com")
    cast.client_of(cast.bob, "Eli Ortega", email="dana@example.com")
    first, second = _waits(cast), _waits(cast, "m2")
    assert triage.give_to_client(capture_id=first, point=DANA, client_id=dana.pk, by=cast.bob, at=AT) == 1
    assert Touch.objects.get().client_id == dana.pk
    assert Capture.objects.get(pk=second).state == "waiting"


def test_an_address_of_one_client_is_not_given_to_another(cast: Cast) -> None:
    cast.client_of(cast.bob, "Eli Ortega", email="dana@example.com")
    cast.client_of(cast.bob, "Ira Ortega", email="dana@example.com")
    stranger = cast.client_of(cast.bob, "Pat Lee")
    with pytest.raises(Refusal, match="belongs to Eli Ortega already"):
        triage.give_to_client(capture_id=_waits(cast), point=DANA, client_id=stranger.pk, by=cast.bob, at=AT)


def test_an_address_added_on_the_clients_page_is_matched_by_the_tick(cast: Cast) -> None:
    _waits(cast)
    dana = cast.client_of(cast.bob)
    contact_points.add_contact_point(client_id=dana.pk, text="dana@example.com", by=cast.bob, at=AT)
    assert triage.match_waiting(AT) == 1
    assert triage.match_waiting(AT) == 0
    assert Touch.objects.get().client_id == dana.pk
    assert not WaitingPoint.objects.exists()


def test_the_tick_leaves_a_shared_address_alone(cast: Cast) -> None:
    _waits(cast)
    for name in ("Dana Ortega", "Eli Ortega"):
        cast.client_of(cast.bob, name, email="dana@example.com")
    assert triage.match_waiting(AT) == 0


def test_an_ignored_address_is_kept_only_as_a_hash(cast: Cast) -> None:
    _waits(cast), _waits(cast, "m2")
    assert triage.ignore_point(point=DANA, by=cast.bob, at=AT) == 2
    assert not Capture.objects.exists()
    assert "dana" not in IgnoredPoint.objects.get().digest
    assert not AuditEntry.objects.filter(details__icontains="dana").exists()
    assert triage.heed_point(point=DANA, by=cast.bob, at=AT)
    assert not triage.heed_point(point=DANA, by=cast.bob, at=AT)


def test_nothing_of_an_ignored_address_stays_in_what_goes_on_waiting_for_another(cast: Cast) -> None:
    eli = ("email", "eli@example.com")
    both = replace(MAIL, direction="out", outcome="sent", points=(DANA, eli))
    record(captured=both, understood=Understood(), by=cast.bob, at=AT)
    triage.ignore_point(point=DANA, by=cast.bob, at=AT)
    assert Capture.objects.get().points == [list(eli)]
    triage.ignore_point(point=eli, by=cast.bob, at=AT)
    assert not Capture.objects.exists()


def test_an_ignored_address_is_not_kept_beside_a_clients_nor_beside_a_strangers(cast: Cast) -> None:
    cast.client_of(cast.bob, email="dana@example.com")
    ignored, stranger = ("email", "news@example.com"), ("email", "eli@example.com")
    record(captured=replace(MAIL, points=(ignored,)), understood=Understood(), by=cast.bob, at=AT)
    triage.ignore_point(point=ignored, by=cast.bob, at=AT)
    for key, points in (("m2", (DANA, ignored)), ("m3", (ignored, stranger))):
        sent = replace(MAIL, external_id=key, direction="out", outcome="sent", points=points)
        record(captured=sent, understood=Understood(), by=cast.bob, at=AT)
    assert [each.points for each in Capture.objects.order_by("pk")] == [[list(DANA)], [list(stranger)]]
    clear_away(at=AT + timedelta(days=31))
    assert [each.points for each in Capture.objects.all()] == [[list(DANA)]]


def test_an_address_shared_with_a_client_who_was_surely_there_does_not_wait_on(cast: Cast) -> None:
    eli = ("email", "eli@example.com")
    sent = replace(MAIL, direction="out", outcome="sent", points=(DANA, eli))
    record(captured=sent, understood=Understood(), by=cast.bob, at=AT)
    dana = cast.client_of(cast.bob, email="dana@example.com")
    cast.client_of(cast.bob, "Eli Ortega", email="eli@example.com")
    contact_points.add_contact_point(client_id=dana.pk, text="eli@example.com", by=cast.bob, at=AT)
    assert triage.match_waiting(AT) == 1
    assert (Touch.objects.get().client_id, Capture.objects.get().state) == (dana.pk, "logged")
    assert not WaitingPoint.objects.exists()


def test_leaving_out_the_rest_of_what_is_in_the_ledger_keeps_what_is_there(cast: Cast) -> None:
    shared = ("email", "home@example.com")
    cast.client_of(cast.bob, email="dana@example.com")
    for name in ("Eli Ortega", "Ira Ortega"):
        cast.client_of(cast.bob, name, email="home@example.com")
    capture_id = record(
        captured=replace(MAIL, points=(DANA, shared)), understood=ASKS, by=cast.bob, at=AT
    ).capture_id
    assert capture_id is not None
    triage.leave_out(capture_id=capture_id, by=cast.bob, at=AT)
    capture = Capture.objects.get()
    assert (capture.state, capture.points, capture.summary) == ("logged", [list(DANA)], ASKS.words)
    assert not WaitingPoint.objects.exists()


def test_a_colleagues_client_is_not_named_to_who_may_not_see_it(cast: Cast) -> None:
    for name in ("Eli Ortega", "Ira Ortega"):
        cast.client_of(cast.alice, name, email="dana@example.com")
    stranger = cast.client_of(cast.bob, "Pat Lee")
    with pytest.raises(Refusal, match="belongs to a colleague’s client already"):
        triage.give_to_client(capture_id=_waits(cast), point=DANA, client_id=stranger.pk, by=cast.bob, at=AT)
    (row,) = waiting(cast.bob)
    assert row.candidates == ()


def test_what_has_to_do_with_no_client_is_forgotten_and_never_comes_back(cast: Cast) -> None:
    capture_id = _waits(cast)
    triage.leave_out(capture_id=capture_id, by=cast.bob, at=AT)
    capture = Capture.objects.get()
    assert (capture.points, capture.name, capture.summary) == ([], "", "")
    assert _waits(cast) == capture_id
    assert not WaitingPoint.objects.exists()


def test_what_nobody_decided_on_is_forgotten_after_thirty_days(cast: Cast) -> None:
    _waits(cast)
    clear_away(at=AT + timedelta(days=30))
    assert Capture.objects.count() == 1
    clear_away(at=AT + timedelta(days=30, seconds=1))
    assert Capture.objects.count() == 0


@pytest.mark.parametrize("who", ["alice", "charlie", "max"])
def test_nobody_else_decides_on_what_came_to_bob(cast: Cast, who: str) -> None:
    capture_id = _waits(cast)
    other = getattr(cast, who)
    with pytest.raises(NotFound):
        triage.leave_out(capture_id=capture_id, by=other, at=AT)
    with pytest.raises(NotFound):
        triage.ignore_point(point=DANA, by=other, at=AT)
    with pytest.raises(NotFound):
        triage.give_to_client(
            capture_id=capture_id, point=DANA, client_id=cast.client_of(other).pk, by=other, at=AT
        )


def test_his_assistant_does(cast: Cast) -> None:
    triage.leave_out(capture_id=_waits(cast), by=cast.tia, at=AT)
    assert Capture.objects.get().decided_by_id == cast.tia.pk


def test_understood_as_nothing_is_still_kept(cast: Cast) -> None:
    record(captured=MAIL, understood=Understood(), by=cast.bob, at=AT)
    assert Capture.objects.get().summary == "The inspection"
