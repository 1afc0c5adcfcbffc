from datetime import timedelta

import pytest

from beforehand.actions.imports import touches as bringing_touches
from beforehand.intake import importing
from beforehand.intake.importing import run
from beforehand.records.models import Import, Request, Touch
from beforehand.records.models import Office as OfficeRow
from tests.actions.imports.bringing import (
    MISSED,
    SHORT,
    SPOKE,
    Office,
    client,
    last_spoke,
    ledger,
    problems,
    told,
)

DANA, LUIS, NOBODY = "+15125550142", "(303) 555-0177", "+12065550100"


@pytest.fixture
def office(office: Office) -> Office:
    bob = office.cast.bob
    office.cast.client_of(bob, "Dana Ortega", phone=DANA, at=office.ago(days=1))
    office.cast.client_of(bob, "Luis Vega", phone=LUIS, at=office.ago(days=1))
    return office


def test_calls_are_judged_and_only_those_of_clients_are_kept(office: Office) -> None:
    imported = office.bring_log(
        office.log_file(
            ("512-555-0142", office.ago(days=2), SPOKE),
            (DANA, office.ago(days=1, hours=2), SHORT),
            (DANA, office.ago(hours=3), MISSED),
            (LUIS, office.ago(hours=2), SPOKE),
            (NOBODY, office.ago(hours=1), SPOKE),
            ("-2", office.ago(hours=1), MISSED),
        )
    )
    assert told(imported) == {"new": 4, "unmatched": 2}
    assert ledger(client("Dana Ortega")) == [
        ("in", "spoke", "none"),
        ("out", "no_answer", "none"),
        ("in", "no_answer", "question"),
    ]
    assert Touch.objects.get(ask_if_reached=True).seconds == 45
    assert set(Touch.objects.values_list("words", "source", "member__name")) == {
        ("", "phone_log", "Bob Ames")
    }
    assert last_spoke("Luis Vega") == office.ago(hours=2) + timedelta(seconds=300)
    assert last_spoke("Dana Ortega") == office.ago(days=2) + timedelta(seconds=300)


def test_a_missed_call_is_a_request_of_the_agents(office: Office) -> None:
    office.bring_log(office.log_file((DANA, office.ago(hours=3), MISSED)))
    request = Request.objects.get()
    assert (request.client.name, request.owner, request.asks) == ("Dana Ortega", office.cast.bob, "question")
    assert (request.asked_at, request.answered_at) == (office.ago(hours=3), None)
    assert client("Dana Ortega").standing == "asked"


def test_a_missed_call_answered_later_in_the_log_waits_for_nobody(office: Office) -> None:
    office.bring_log(
        office.log_file((DANA, office.ago(hours=3), MISSED), (DANA, office.ago(hours=2), (2, 120)))
    )
    assert Request.objects.get().answered_at == office.ago(hours=2) + timedelta(seconds=120)
    assert client("Dana Ortega").standing == "in_hand"


def test_a_missed_call_of_long_ago_is_history_and_asks_nothing(office: Office) -> None:
    office.bring_log(office.log_file((DANA, office.ago(days=40), MISSED)))
    assert ledger(client("Dana Ortega")) == [("in", "no_answer", "none")]
    assert not Request.objects.exists()


def test_the_offices_own_thresholds_hold(office: Office) -> None:
    OfficeRow.objects.filter(pk=office.cast.bob.office_id).update(inbound_spoken_s=600)
    office.cast.bob.office.refresh_from_db()
    office.bring_log(
        office.log_file((DANA, office.ago(hours=3), (1, 599)), (LUIS, office.ago(hours=3), (1, 600)))
    )
    assert [outcome for _, outcome, _ in ledger(client("Dana Ortega"))] == ["no_answer"]
    assert [outcome for _, outcome, _ in ledger(client("Luis Vega"))] == ["spoke"]


def test_the_words_of_messages_are_not_kept(office: Office) -> None:
    path = office.folder / "sms.xml"
    ms = int(office.ago(hours=1).timestamp() * 1000)
    path.write_text(
        f'<smses><sms address="{DANA}" date="{ms}" type="1" body="the gate code is 4711" /></smses>'
    )
    assert told(office.bring_log(path)) == {"new": 1}
    touch = Touch.objects.get()
    assert (touch.channel, touch.outcome, touch.words, touch.seconds) == ("text", "received", "", None)


def test_the_same_log_twice_and_one_that_overlaps_add_nothing_twice(office: Office) -> None:
    old, both, new = ((DANA, office.ago(hours=hours), SPOKE) for hours in (9, 6, 3))
    assert told(office.bring_log(office.log_file(old, both))) == {"new": 2}
    assert told(office.bring_log(office.log_file(old, both))) == {"known": 2}
    assert told(office.bring_log(office.log_file(both, new))) == {"new": 1, "known": 1}
    assert told(office.bring_log(office.log_file(new, new))) == {"known": 2}
    assert Touch.objects.count() == 3


def test_after_a_client_is_added_the_log_gives_theirs(office: Office) -> None:
    path = office.log_file((DANA, office.ago(hours=9), SPOKE), (NOBODY, office.ago(hours=3), SPOKE))
    assert told(office.bring_log(path)) == {"new": 1, "unmatched": 1}
    office.cast.client_of(office.cast.bob, "Noor Bodi", phone=NOBODY)
    assert told(office.bring_log(path)) == {"new": 1, "known": 1}
    assert last_spoke("Noor Bodi") == office.ago(hours=3) + timedelta(seconds=300)


def test_a_number_that_two_clients_share_is_not_guessed(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Ana Lima", phone=DANA)
    imported = office.bring_log(
        office.log_file((DANA, office.ago(hours=9), SPOKE), (DANA, office.ago(hours=3), SPOKE))
    )
    assert told(imported) == {"unmatched": 2, "shared": 2}
    assert problems(imported) == [(1, "+15125550142 is shared by Dana Ortega and Ana Lima: log it by hand")]
    assert not Touch.objects.exists()


def test_a_call_that_is_still_to_come_is_refused(office: Office) -> None:
    imported = office.bring_log(
        office.log_file((DANA, office.ago(days=-1), SPOKE), (DANA, office.ago(hours=1), SPOKE))
    )
    assert told(imported) == {"new": 1, "refused": 1}
    late = "this is dated 2026-11-25 15:05 UTC, still to come: set the phone’s clock and export again"
    assert problems(imported) == [(1, late)]


def test_a_damaged_log_gives_what_stands_before(office: Office) -> None:
    path = office.log_file((DANA, office.ago(hours=3), SPOKE))
    path.write_text(path.read_text().replace("</calls>", "<call "))
    imported = office.bring_log(path)
    assert told(imported) == {"new": 1, "refused": 1}
    assert imported.state == "done"


def test_another_offices_numbers_never_match(office: Office) -> None:
    office.cast.client_of(office.cast.charlie, "Eve Stone", phone=NOBODY)
    path = office.log_file((NOBODY, office.ago(hours=3), SPOKE), (DANA, office.ago(hours=2), SPOKE))
    assert told(office.bring_log(path, by=office.cast.alice)) == {"new": 1, "unmatched": 1}
    assert told(office.bring_log(path, by=office.cast.charlie)) == {"new": 1, "unmatched": 1}
    assert ledger(client("Eve Stone")) == [("in", "spoke", "none")]
    assert len(ledger(client("Dana Ortega"))) == 1


def test_an_agents_log_knows_the_agents_own_clients(office: Office) -> None:
    path = office.log_file((DANA, office.ago(hours=3), SPOKE))
    assert told(office.bring_log(path, by=office.cast.max)) == {"unmatched": 1}


def test_a_log_that_was_cut_goes_on_where_it_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    derived = bringing_touches.rederive
    calls = []

    def cut(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return derived(*given, **named)

    monkeypatch.setattr(bringing_touches, "rederive", cut)
    path = office.log_file(*((DANA, office.ago(hours=hours), SPOKE) for hours in range(9, 4, -1)))
    with pytest.raises(KeyboardInterrupt):
        office.bring_log(path)
    imported = Import.objects.get()
    assert (imported.state, imported.rows_done, Touch.objects.count()) == ("running", 2, 2)
    run(imported.pk, office.at)
    imported.refresh_from_db()
    assert (imported.state, imported.rows_done, told(imported)) == ("done", 5, {"new": 5})
    assert last_spoke("Dana Ortega") == office.ago(hours=5) + timedelta(seconds=300)


def test_who_it_was_is_kept(office: Office) -> None:
    office.bring_log(office.log_file((DANA, office.ago(hours=3), SPOKE)))
    assert Touch.objects.get().person is None  # a phone typed into the short form is nobody's in particular
    office.bring_list(office.list_file(["Ana Lima", "206 555 0100"]))
    office.bring_log(office.log_file((NOBODY, office.ago(hours=2), SPOKE)))
    assert Touch.objects.get(client__name="Ana Lima").person.name == "Ana Lima"


def test_history_before_our_care_counts_and_makes_nobody_late(office: Office) -> None:
    office.bring_list(office.list_file(["Ana Lima", "206 555 0100", "", "Buyers"]), everybody=True)
    office.bring_log(office.log_file((NOBODY, office.ago(days=60), SPOKE)))
    ana = client("Ana Lima")
    assert last_spoke("Ana Lima") == office.ago(days=60) + timedelta(seconds=300)
    assert ana.standing in {"in_hand", "due"}
    assert office.at < ana.late_at <= office.at + timedelta(days=7)
