"""A mail archive through the import page: what it holds, from which address we wrote, and the way back."""

import io
import tarfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client as Browser

from beforehand.records.models import Import, Touch
from beforehand.web.imports import glimpses
from tests.cast import AT, Cast
from tests.letters import BOB, DANA, letter
from tests.web.test_imports import bring, on_disk, said, work

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_uploads() -> Iterator[None]:
    yield
    for file in on_disk():
        file.unlink()


@pytest.fixture(autouse=True)
def dana(cast: Cast) -> object:
    return cast.client_of(cast.bob, "Dana Ortega", email="dana@example.com")


def mbox(*letters: bytes) -> bytes:
    return b"".join(b"From - Tue Nov 24 15:00:00 2026\n" + each + b"\n" for each in letters)


def conversation(us: str = BOB) -> bytes:
    return mbox(
        letter("The inspector comes on Monday.", at=AT - 30 * HOUR, sender=us, to=DANA),
        letter("Any news on the inspection?", at=AT - 2 * HOUR, to=us),
        letter("Rates!", at=AT - HOUR, List_Unsubscribe="<mailto:off@news.example>"),
    )


def test_mail_is_counted_brought_and_undone(bob: Browser) -> None:
    page = bring(bob, ("All mail.mbox", conversation()))["Location"]
    words = said(bob.get(page))
    assert "What the mail holds" in words
    assert (
        "messages 2 with your clients 2 1 client with nobody you know 0 counted, not logged left out 1"
        in words
    )
    assert "calls" not in words.partition("What the mail holds")[2]
    assert "None of it was written by you" not in words
    assert not Touch.objects.exists()
    bob.post(page, {"go": "bring", "ours": ""})
    work()
    words = said(bob.get(page))
    assert "2 e-mails came in" in words
    assert "1 left out: newsletters, mail among yourselves and from machines." in words
    bob.post(f"/import/{Import.objects.get().pk}/undoing/")
    assert "2 e-mails voided." in said(bob.get(page))


def test_who_wrote_from_another_address_says_so(bob: Browser) -> None:
    page = bring(bob, ("All mail.mbox", conversation("bob@old.example")))["Location"]
    words = said(bob.get(page))
    assert "None of it was written by you" in words
    assert "Beside bob@rivera.example, which Beforehand knows." in words
    assert "with your clients 1 1 client with nobody you know 1" in words
    again = bob.post(page, {"go": "", "ours": "Bob@Old.example, nonsense"}, follow=True)
    assert "None of it was written by you" not in said(again)
    assert 'name="ours" value="bob@old.example"' in again.content.decode()
    bob.post(page, {"go": "bring", "ours": "bob@old.example"})
    work()
    assert sorted(Touch.objects.values_list("direction", flat=True)) == ["in", "out"]


def test_of_much_mail_the_beginning_is_counted(bob: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(glimpses._LIMITS, "mail_archive", (1 << 20, 2))
    page = bring(bob, ("All mail.mbox", conversation()))["Location"]
    words = said(bob.get(page))
    assert "messages 2" in words
    assert "This is the beginning of the mail; the rest is counted when it comes in." in words


def test_a_packed_archive_is_known_by_its_own_name(bob: Browser) -> None:
    file, box = io.BytesIO(), conversation()
    with tarfile.open(fileobj=file, mode="w:gz") as packed:
        member = tarfile.TarInfo("Takeout/Mail/All mail.mbox")
        member.size = len(box)
        packed.addfile(member, io.BytesIO(box))
    page = bring(bob, ("takeout.tgz", file.getvalue()))["Location"]
    assert "messages 2 with your clients 2" in said(bob.get(page))
    assert "A mail archive: see what it holds." in said(bob.get("/import/"))


def test_a_single_message_comes_in(bob: Browser) -> None:
    page = bring(bob, ("letter.eml", letter("Any news on the inspection?", at=AT - 2 * HOUR)))["Location"]
    bob.post(page, {"go": "bring", "ours": ""})
    work()
    assert "1 e-mail came in" in said(bob.get(page))


def test_what_cannot_be_read_is_listed_under_the_files_own_name(bob: Browser) -> None:
    undated = b"From: dana@example.com\nTo: bob@rivera.example\nSubject: Hi\n\nHello\n"
    page = bring(bob, ("All mail.mbox", mbox(undated)))["Location"]
    assert "1 message cannot come in and is listed afterwards." in said(bob.get(page))
    bob.post(page, {"go": "bring", "ours": ""})
    work()
    words = said(bob.get(page))
    assert "All mail.mbox: message 1 at byte 0" in words
    assert "This message has neither a Date nor a Received line" in words
