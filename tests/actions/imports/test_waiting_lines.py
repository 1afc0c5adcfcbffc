"""Fresh lines of a file that are nobody's, or several clients', wait to be told whose they are, and count once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from beforehand.actions.captures.triage import give_to_client, ignore_point, leave_out, match_waiting
from beforehand.queries.triage import Share, share_matched, waiting, waiting_count
from beforehand.records.models import Capture, Touch, WaitingPoint
from tests.actions.imports.bringing import MISSED, SHORT, SPOKE, Office, client, ledger, told
from tests.actions.imports.test_mail_archives import bring_mail, mailbox, mbox, standing
from tests.letters import BOB, letter

DANA, NOBODY, OTHER = "+15125550142", "+12065550100", "+12065550111"
POINT = ("phone", NOBODY)
LUIS = "Luis Vega <luis@example.com>"


@pytest.fixture
def office(office: Office) -> Office:
    bob = office.cast.bob
    office.cast.client_of(bob, "Dana Ortega", phone=DANA, email="dana@example.com", at=office.ago(days=1))
    return office


def give(office: Office, name: str, point: tuple[str, str] = POINT) -> int:
    capture = Capture.objects.filter(state="waiting").order_by("-at").first()
    assert capture is not None
    return give_to_client(
        capture_id=capture.pk, point=point, client_id=client(name).pk, by=office.cast.bob, at=office.at
    )


def texts(office: Office, at: datetime, *bodies: str) -> Path:
    ms = int(at.timestamp() * 1000)
    lines = (
        f'<sms address="{NOBODY}" date="{ms + 1000 * n}" type="1" body="{body}" />'
        for n, body in enumerate(bodies)
    )
    path = office.folder / "sms.xml"
    path.write_text(f"<smses>{''.join(lines)}</smses>")
    return path


def states() -> list[str]:
    return list(Capture.objects.order_by("pk").values_list("state", flat=True))


def test_an_unknown_number_waits_for_the_agent_whose_log_it_is(office: Office) -> None:
    imported = office.bring_log(
        office.log_file(
            (NOBODY, office.ago(days=2), SHORT),
            (NOBODY, office.ago(hours=3), MISSED),
            (DANA, office.ago(hours=2), SPOKE),
            ("-2", office.ago(hours=1), MISSED),
        )
    )
    assert told(imported) == {"new": 1, "unmatched": 3}
    (row,) = waiting(office.cast.bob)
    assert (row.value, row.count, row.at, row.direction, row.channel, row.asks) == (
        NOBODY, 2, office.ago(hours=3), "in", "call", "question",
    )  # fmt: skip
    assert waiting_count(office.cast.max) == 0
    assert set(Capture.objects.values_list("member__name", "imported_by", "body", "received_at")) == {
        ("Bob Ames", imported.pk, "", office.at)
    }


def test_what_is_older_than_thirty_days_is_only_counted(office: Office) -> None:
    on_the_day = office.log_file(
        (NOBODY, office.ago(days=30, seconds=1), MISSED), (OTHER, office.ago(days=30), MISSED)
    )
    assert told(office.bring_log(on_the_day)) == {"unmatched": 2}
    assert list(WaitingPoint.objects.values_list("value", flat=True)) == [OTHER]


def test_of_a_message_only_the_sentence_that_asks_waits(office: Office) -> None:
    path = texts(
        office, office.ago(hours=2), "the gate code is 4711", "It rains. Any news on the inspection?"
    )
    office.bring_log(path)
    assert list(Capture.objects.order_by("at").values_list("asks", "summary", "body")) == [
        ("none", "", ""),
        ("update", "Any news on the inspection?", ""),
    ]


def test_what_is_given_to_a_client_is_in_the_ledger_once_whatever_comes_again(office: Office) -> None:
    old, new = ((NOBODY, office.ago(hours=hours), MISSED) for hours in (9, 3))
    office.bring_log(office.log_file(old))
    assert give(office, "Dana Ortega") == 1
    assert ledger(client("Dana Ortega")) == [("in", "no_answer", "question")]
    assert told(office.bring_log(office.log_file(old, new))) == {"new": 1, "known": 1}
    assert ledger(client("Dana Ortega")) == [("in", "no_answer", "question")] * 2
    assert states() == ["logged"]


def test_what_a_later_import_has_brought_to_the_client_is_not_logged_again(office: Office) -> None:
    path = office.log_file((NOBODY, office.ago(hours=9), SPOKE))
    office.bring_log(path)
    office.cast.client_of(office.cast.bob, "Noor Bodi", phone=NOBODY)
    assert told(office.bring_log(path)) == {"new": 1}
    assert match_waiting(office.at) == 1
    assert (ledger(client("Noor Bodi")), states()) == ([("in", "spoke", "none")], ["logged"])
    assert match_waiting(office.at) == 0


def test_what_a_later_import_has_brought_to_another_stays_there(office: Office) -> None:
    path = office.log_file((NOBODY, office.ago(hours=9), SPOKE))
    office.bring_log(path)
    noor = office.cast.client_of(office.cast.bob, "Noor Bodi", phone=NOBODY)
    office.bring_log(path)
    noor.contact_points.all().delete()
    assert give(office, "Dana Ortega") == 1
    assert (ledger(client("Noor Bodi")), ledger(client("Dana Ortega"))) == ([("in", "spoke", "none")], [])
    assert states() == ["logged"]


def test_the_same_log_twice_waits_once_and_what_was_decided_stays_so(office: Office) -> None:
    path = office.log_file((NOBODY, office.ago(hours=9), SPOKE), (OTHER, office.ago(hours=3), SPOKE))
    office.bring_log(path)
    office.bring_log(path)
    assert (states(), WaitingPoint.objects.count()) == (["waiting"] * 2, 2)
    left = WaitingPoint.objects.get(value=NOBODY).capture_id
    leave_out(capture_id=left, by=office.cast.bob, at=office.at)
    ignore_point(point=("phone", OTHER), by=office.cast.bob, at=office.at)
    assert told(office.bring_log(path)) == {"unmatched": 2}
    assert states() == ["left_out"]
    office.cast.client_of(office.cast.bob, "Noor Bodi", phone=NOBODY)
    office.bring_log(path)
    assert not Touch.objects.exists()


def test_a_shared_number_waits_unless_the_contact_is_with_one_of_them_already(office: Office) -> None:
    old, new = ((DANA, office.ago(hours=hours), SPOKE) for hours in (9, 3))
    office.bring_log(office.log_file(old))
    office.cast.client_of(office.cast.bob, "Ana Lima", phone=DANA)
    assert told(office.bring_log(office.log_file(old, new))) == {"unmatched": 2, "shared": 2}
    (row,) = waiting(office.cast.bob)
    assert (row.count, [each.name for each in row.candidates]) == (1, ["Dana Ortega", "Ana Lima"])
    assert give(office, "Ana Lima", ("phone", DANA)) == 1
    assert (len(ledger(client("Dana Ortega"))), len(ledger(client("Ana Lima")))) == (1, 1)


def test_a_colleagues_client_is_not_asked_about(office: Office) -> None:
    path = office.log_file((DANA, office.ago(hours=3), SPOKE))
    assert told(office.bring_log(path, by=office.cast.max)) == {"unmatched": 1}
    assert not Capture.objects.exists()


def test_undoing_takes_away_what_waits_and_leaves_what_was_given(office: Office) -> None:
    path = office.log_file((NOBODY, office.ago(hours=9), SPOKE), (OTHER, office.ago(hours=3), SPOKE))
    imported = office.bring_log(path)
    give(office, "Dana Ortega", ("phone", OTHER))
    office.undo(imported)
    assert (states(), WaitingPoint.objects.count()) == (["logged"], 0)
    assert standing(client("Dana Ortega")) == [("in", "phone_log")]
    assert told(office.bring_log(path)) == {"known": 1, "unmatched": 1}
    assert states() == ["logged", "waiting"]


def test_the_share_counts_what_channels_received_alone(office: Office) -> None:
    office.bring_log(
        office.log_file((NOBODY, office.ago(hours=9), SPOKE), (OTHER, office.ago(hours=1), SHORT))
    )
    give(office, "Dana Ortega", ("phone", OTHER))
    mailbox(office, letter("Hello", at=office.ago(hours=1)), office.at)
    assert share_matched(office.cast.bob.office_id, now=office.at) == Share(1, 1)


def test_mail_of_nobodys_waits_and_is_the_mailboxs_once_that_receives_it(office: Office) -> None:
    raw = letter("Any news on the inspection?", at=office.ago(hours=3), sender=LUIS)
    imported = bring_mail(office, mbox(office, raw))
    (row,) = waiting(office.cast.bob)
    assert (row.value, row.asks, row.summary) == ("luis@example.com", "update", "Any news on the inspection?")
    assert share_matched(office.cast.bob.office_id, now=office.at) == Share(0, 0)
    mailbox(office, raw, office.at)
    assert share_matched(office.cast.bob.office_id, now=office.at) == Share(0, 1)
    office.undo(imported)
    assert states() == ["waiting"]
    give(office, "Dana Ortega", ("email", "luis@example.com"))
    assert told(bring_mail(office, mbox(office, raw))) == {"known": 1}
    assert len(ledger(client("Dana Ortega"))) == 1


def test_mail_to_a_client_and_to_a_shared_address_waits_for_that_alone(office: Office) -> None:
    for name in ("Luis Vega", "Ann Vega"):
        office.cast.client_of(office.cast.bob, name, email="luis@example.com")
    raw = letter("See you.", at=office.ago(hours=3), sender=BOB, to=f"dana@example.com, {LUIS}")
    imported = bring_mail(office, mbox(office, raw))
    assert list(WaitingPoint.objects.values_list("value", flat=True)) == ["luis@example.com"]
    give(office, "Ann Vega", ("email", "luis@example.com"))
    assert [len(ledger(client(name))) for name in ("Dana Ortega", "Ann Vega", "Luis Vega")] == [1, 1, 0]
    office.undo(imported)
    assert (standing(client("Dana Ortega")), len(standing(client("Ann Vega")))) == ([], 1)
    mailbox(office, raw, office.at + timedelta(hours=2))
    assert [len(standing(client(name))) for name in ("Dana Ortega", "Ann Vega")] == [1, 1]
