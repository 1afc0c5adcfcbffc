"""A mail archive brings what a mailbox with the same messages would: each once, with every client it was with."""

import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from beforehand.actions.captures.triage import leave_out
from beforehand.actions.imports.choices import Choices
from beforehand.actions.own_addresses import confirm_address, note_seen
from beforehand.intake.importing import MAIL_ARCHIVE, bring, kind_of
from beforehand.intake.mail import bring as receive
from beforehand.intake.mail import house_of
from beforehand.records.models import Capture, Client, Import, OwnAddress, Request, Touch
from tests.actions.imports.bringing import Office, client, ledger, told
from tests.letters import BOB, DANA, letter

LUIS = "Luis Vega <luis@example.com>"
HOUR = timedelta(hours=1)
ASK = "Hi Bob, the roof looks fine to me. Any news on the inspection?"


@pytest.fixture
def office(office: Office) -> Office:
    bob = office.cast.bob
    office.cast.client_of(bob, "Dana Ortega", email="dana@example.com", at=office.ago(days=60))
    office.cast.client_of(bob, "Luis Vega", email="luis@example.com", at=office.ago(days=60))
    return office


def mbox(office: Office, *letters: bytes, name: str = "All mail.mbox") -> Path:
    path = office.folder / name
    path.write_bytes(b"".join(b"From - Tue Nov 24 15:00:00 2026\n" + each + b"\n" for each in letters))
    return path


def bring_mail(office: Office, path: Path, at: datetime | None = None) -> Import:
    bob = office.cast.bob
    return bring(path, None, choices=Choices(), agent=bob, by=bob, at=at or office.at, kind=kind_of(path))


def mailbox(office: Office, raw: bytes, at: datetime | None = None) -> None:
    """The same message comes by Bob's mailbox."""
    bob = office.cast.bob
    receive(raw, member=bob, house=house_of(bob), at=at or office.at + 2 * HOUR)


def standing(of: Client) -> list[tuple[str, str]]:
    """What stands in the ledger when all corrections are heeded: direction and source of each contact."""
    voids: dict[int, int] = dict(Touch.objects.exclude(voids=None).values_list("voids_id", "pk"))

    def is_void(pk: int) -> bool:
        return pk in voids and not is_void(voids[pk])

    rows = Touch.objects.filter(client=of, voids=None).order_by("at")
    return [(row.direction, row.source) for row in rows if not is_void(row.pk)]


def test_both_sides_of_a_conversation_come_in_and_its_ask_is_heard(office: Office) -> None:
    sent = letter("The inspector comes on Monday.", at=office.ago(hours=30), sender=BOB, to=DANA)
    path = mbox(office, sent, letter(ASK, at=office.ago(hours=2)))
    assert kind_of(path) == MAIL_ARCHIVE
    assert told(bring_mail(office, path)) == {"new": 2}
    dana = client("Dana Ortega")
    assert ledger(dana) == [("out", "sent", "none"), ("in", "received", "update")]
    assert list(Touch.objects.order_by("at").values_list("source", "words", "member__name")) == [
        ("email", "", "Bob Ames"),
        ("email", "Any news on the inspection?", "Bob Ames"),
    ]
    request = Request.objects.get()
    assert (request.owner, request.asks, request.words) == (
        office.cast.bob, "update", "Any news on the inspection?",
    )  # fmt: skip
    assert dana.standing == "asked"


def test_what_was_asked_long_ago_is_history(office: Office) -> None:
    bring_mail(office, mbox(office, letter(ASK, at=office.ago(days=31))))
    assert ledger(client("Dana Ortega")) == [("in", "received", "none")]
    assert set(Touch.objects.values_list("words", flat=True)) == {""}


def test_a_message_to_two_clients_counts_with_both(office: Office) -> None:
    raw = letter("See you both on Monday.", at=office.ago(hours=3), sender=BOB, to=f"{DANA}, {LUIS}")
    assert told(bring_mail(office, mbox(office, raw))) == {"new": 2}
    for name in ("Dana Ortega", "Luis Vega"):
        assert ledger(client(name)) == [("out", "sent", "none")]


def test_an_address_of_two_clients_is_never_guessed(office: Office) -> None:
    office.cast.client_of(office.cast.max, "Ann Vega", email="luis@example.com")
    raw = letter("See you both.", at=office.ago(hours=3), sender=BOB, to=f"{DANA}, {LUIS}")
    imported = bring_mail(office, mbox(office, raw, letter("Hi", at=office.ago(hours=2), sender=LUIS)))
    assert told(imported) == {"new": 1, "unmatched": 2, "shared": 2}
    assert [(each["field"], each["problem"]) for each in imported.problems] == [
        ("address", "luis@example.com is shared by several clients: log it by hand")
    ]


def test_what_a_colleague_wrote_is_the_colleagues(office: Office) -> None:
    max_ito = "Max Ito <max@rivera.example>"
    raw = letter("The keys are at the desk.", at=office.ago(hours=3), sender=max_ito, to=f"{DANA}, {BOB}")
    bring_mail(office, mbox(office, raw))
    assert Touch.objects.get().member == office.cast.max


def test_an_address_of_ones_own_counts_once_it_is_confirmed(office: Office) -> None:
    bob, old = office.cast.bob, "bob.ames@old.example"
    path = mbox(office, letter("Monday it is.", at=office.ago(days=9), sender=old, to=DANA))
    assert told(bring_mail(office, path)) == {"unmatched": 1}
    note_seen(member=bob, address=old, at=office.at)
    confirm_address(own_address_id=OwnAddress.objects.get().pk, by=bob, at=office.at)
    assert told(bring_mail(office, path)) == {"new": 1}


def test_newsletters_and_mail_among_ourselves_are_left_out(office: Office) -> None:
    news = letter("Rates are down!", at=office.ago(hours=4), List_Unsubscribe="<mailto:off@news.example>")
    inside = letter("Lunch?", at=office.ago(hours=3), sender=BOB, to="alice@rivera.example")
    strangers = letter("Hello", at=office.ago(hours=2), sender="Kim <kim@elsewhere.example>")
    imported = bring_mail(office, mbox(office, news, inside, strangers))
    assert told(imported) == {"passed": 2, "unmatched": 1}
    assert (imported.rows_done, Touch.objects.count()) == (3, 0)


def test_what_cannot_be_read_costs_itself_and_is_named(office: Office) -> None:
    undated = b"From: dana@example.com\nTo: bob@rivera.example\nSubject: Hi\n\nHello\n"
    ahead = letter("See you", at=office.at + HOUR)
    imported = bring_mail(office, mbox(office, undated, letter("Hi", at=office.ago(hours=1)), ahead))
    assert told(imported) == {"new": 1, "refused": 2}
    first, second = sorted((each["field"], each["problem"]) for each in imported.problems)
    assert first[0] == "All mail.mbox: message 1 at byte 0"
    assert first[1].startswith("This message has neither a Date nor a Received line that can be read")
    assert second[0].startswith("All mail.mbox: message 3 at byte ")
    assert second[1] == (
        "this is dated 2026-11-24 16:00 UTC, still to come: its sender’s clock was wrong; log it by hand"
    )


def test_folders_and_archives_come_in_too_and_add_nothing_twice(office: Office) -> None:
    letters = [letter(f"Hello {n}", at=office.ago(hours=n + 1)) for n in range(3)]
    folder = office.folder / "Maildir" / "cur"
    folder.mkdir(parents=True)
    for n, raw in enumerate(letters[:2]):
        (folder / f"1700{n}.M1.host:2,S").write_bytes(raw)
    packed = office.folder / "mail.zip"
    with zipfile.ZipFile(packed, "w") as members:
        for n, raw in enumerate(letters):
            members.writestr(f"Inbox/{n}.eml", raw)
    assert kind_of(folder.parent) == kind_of(packed) == MAIL_ARCHIVE
    assert told(bring_mail(office, folder.parent)) == {"new": 2}
    assert told(bring_mail(office, packed)) == {"known": 2, "new": 1}
    assert told(bring_mail(office, packed)) == {"known": 3}


class TestTheSameMessageByMailboxToo:
    def raw(self, office: Office) -> bytes:
        return letter(ASK, at=office.ago(hours=2))

    def test_after_the_archive_is_one_contact_and_one_request(self, office: Office) -> None:
        bring_mail(office, mbox(office, self.raw(office)))
        mailbox(office, self.raw(office))
        assert (Touch.objects.count(), Request.objects.count(), Capture.objects.get().state) == (
            1,
            1,
            "logged",
        )

    def test_before_the_archive_is_one_contact_and_one_request(self, office: Office) -> None:
        mailbox(office, self.raw(office), at=office.at)
        assert told(bring_mail(office, mbox(office, self.raw(office)))) == {"known": 1}
        assert (Touch.objects.count(), Request.objects.count()) == (1, 1)

    def test_after_the_undoing_of_the_archive_stands_again_for_good(self, office: Office) -> None:
        dana = client("Dana Ortega")
        imported = bring_mail(office, mbox(office, self.raw(office)))
        assert (office.undo(imported).voided, standing(dana), client("Dana Ortega").standing) == (
            1,
            [],
            "late",
        )
        mailbox(office, self.raw(office))
        assert (standing(dana), client("Dana Ortega").standing) == ([("in", "email")], "asked")
        again = bring_mail(office, mbox(office, self.raw(office)), at=office.at + 3 * HOUR)
        assert told(again) == {"known": 1}
        office.undo(again)
        assert standing(dana) == [("in", "email")]

    def test_stays_when_the_archive_is_undone(self, office: Office) -> None:
        imported = bring_mail(office, mbox(office, self.raw(office)))
        mailbox(office, self.raw(office), at=office.at + HOUR / 2)
        assert office.undo(imported).voided == 0
        assert standing(client("Dana Ortega")) == [("in", "email")]

    def test_stays_when_an_archive_that_was_brought_again_is_undone_again(self, office: Office) -> None:
        path = mbox(office, self.raw(office))
        office.undo(bring_mail(office, path))
        again = bring_mail(office, path, at=office.at + 2 * HOUR)
        assert told(again) == {"new": 1}
        mailbox(office, self.raw(office), at=office.at + 3 * HOUR)
        assert office.undo(again).voided == 0
        assert standing(client("Dana Ortega")) == [("in", "email")]

    def test_is_undone_for_a_client_whom_only_the_archive_has_found(self, office: Office) -> None:
        raw = letter("See you both.", at=office.ago(hours=3), sender=BOB, to=f"{DANA}, Kim <kim@example.com>")
        mailbox(office, raw, at=office.ago(hours=1))
        kim = office.cast.client_of(office.cast.bob, "Kim Lake", email="kim@example.com")
        imported = bring_mail(office, mbox(office, raw))
        assert told(imported) == {"new": 1, "known": 1}
        assert office.undo(imported).voided == 1
        assert (standing(kim), standing(client("Dana Ortega"))) == ([], [("out", "email")])

    def test_stays_out_where_a_person_left_it_out(self, office: Office) -> None:
        raw = letter("A fine day!", at=office.ago(hours=3), sender="Kim <kim@example.com>")
        mailbox(office, raw)
        leave_out(capture_id=Capture.objects.get().pk, by=office.cast.bob, at=office.at)
        office.cast.client_of(office.cast.bob, "Kim Lake", email="kim@example.com")
        assert told(bring_mail(office, mbox(office, raw))) == {"known": 1}
        assert not Touch.objects.exists()


def test_an_import_that_was_cut_off_goes_on_at_its_message(office: Office, monkeypatch) -> None:
    from beforehand.intake import importing, mail_archives

    monkeypatch.setattr(importing, "BATCH", 2)
    path = mbox(office, *(letter(f"Hello {n}", at=office.ago(hours=n + 1)) for n in range(5)))
    read = mail_archives.messages.read
    parsed: list[bytes] = []

    def dies_at_the_fourth(raw: bytes, **zone: object) -> object:
        parsed.append(raw)
        if len(parsed) == 4:
            raise KeyboardInterrupt
        return read(raw, **zone)

    monkeypatch.setattr(mail_archives.messages, "read", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        bring_mail(office, path)
    imported = Import.objects.get()
    assert (imported.state, imported.rows_done, Touch.objects.count()) == ("running", 2, 2)
    importing.run(imported.pk, office.at)
    imported.refresh_from_db()
    assert (imported.state, imported.rows_done, told(imported)) == ("done", 5, {"new": 5})
    assert len(parsed) == 4 + 3  # what was done is not parsed again
