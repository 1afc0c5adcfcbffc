"""Bringing what one has through the page: the upload, who is under our care, the preview, the run, the way back."""

import os
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser

from beforehand.records.models import Client, ColumnMapping, ContactPoint, Deal, Import, Member, Touch, Work
from beforehand.web.imports import glimpses, uploads
from beforehand.worker.tick import run_once
from tests.cast import AT, Cast

SAMPLES = Path(__file__).parents[2].parent / "shared" / "data"
KINDS = ("fmt_contacts_csv", "fmt_vcard", "fmt_sms_backup_restore", "fmt_google_voice")
SUFFIXES = {".csv", ".vcf", ".xml", ".html"}
GOOGLE = (
    "First Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Value\n"
    "Dana,Ortega,* myContacts ::: Buyers 2026,dana@example.com,(512) 555-0142\n"
    "Sam,Whitfield,* myContacts ::: Sellers,sam@example.com,(512) 555-0143\n"
    "Ida,Moss,* myContacts ::: Family,ida@example.com,\n"
    ",,* myContacts,,\n"
)
UNKNOWN = "Mandant;Rufnr. 1;Schublade\nDana Ortega;512-555-0142;Käufer\nSam Whitfield;512-555-0143;\n"
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana Ortega\r\nN:Ortega;Dana;;;\r\nTEL:(512) 555-0142\r\nEND:VCARD\r\n"
)


def calls(*numbers: str) -> str:
    """A backup of outbound calls of two minutes, an hour apart, a day before the story."""
    lines = "".join(
        f'<call number="{number}" duration="120" date="{1795446000000 + 3600000 * k}" type="2" />'
        for k, number in enumerate(numbers)
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><calls count=\"{len(numbers)}\">{lines}</calls>"


def many(count: int) -> str:
    rows = "".join(f"Ann{k},Berg,Buyers,a{k}@example.com,\n" for k in range(1, count + 1))
    return f"First Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Value\n{rows}"


@pytest.fixture(autouse=True)
def no_uploads() -> Iterator[None]:
    yield
    for file in on_disk():
        file.unlink()


def on_disk() -> list[Path]:
    folder = Path(settings.DATA, "uploads")
    return sorted(folder.iterdir()) if folder.exists() else []


def bring(browser: Browser, *files: tuple[str, str | bytes], **fields: object) -> HttpResponse:
    upload = [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files
    ]
    return browser.post("/import/", {**fields, "files": upload})


def work() -> None:
    assert run_once(AT, worker="test", rng=random.Random(1))["failed"] == 0


def said(answer: HttpResponse) -> str:
    """The page's words, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def brought(browser: Browser, name: str, text: str, **care: object) -> int:
    """Takes a list or a log the whole road; the import's id."""
    where = bring(browser, (name, text))["Location"]
    import_id = int(where.split("/")[2])
    if care:
        browser.post(f"/import/{import_id}/care/", care)
    browser.post(f"/import/{import_id}/", {"go": "bring"})
    work()
    return import_id


def test_a_google_list_goes_the_whole_road(cast: Cast, bob: Browser) -> None:
    assert bring(bob, ("contacts.csv", GOOGLE))["Location"] == f"/import/{Import.objects.get().pk}/care/"
    page = f"/import/{Import.objects.get().pk}/"
    words = said(bob.get(f"{page}care/"))
    assert "contacts.csv, 3 contacts Who is under our care?" in words
    assert "Buyers 2026 1 Known only Under our care, as the file says (buyer: searching)" in words
    said_of = {
        "label": ["Buyers 2026", "Sellers", "Family"],
        "care": ["active", "active seller:listed", "known"],
    }
    assert bob.post(f"{page}care/", {**said_of, "rest": "known", "on_match": "skip"})["Location"] == page
    words = said(bob.get(page))
    assert "new 3 under care 2 of the new ones here already 0 cannot come in 1" in words
    assert "No name row 4 cannot come in Nothing to know this contact by" in words
    assert Client.objects.count() == 0
    assert bob.post(page, {"go": "bring"})["Location"] == page
    assert "Coming in" in said(bob.get(page))
    assert Client.objects.count() == 0
    work()
    words = said(bob.get(page))
    assert "3 contacts came in 2 under care, first calls spread over the week; 1 known only." in words
    assert "1 line was refused" in words
    assert "Row 4 Nothing to know this contact by" in words
    assert list(Client.objects.order_by("name").values_list("name", "care", "agent")) == [
        ("Dana Ortega", "active", cast.bob.pk),
        ("Ida Moss", "known", cast.bob.pk),
        ("Sam Whitfield", "active", cast.bob.pk),
    ]
    assert sorted(Deal.objects.values_list("side", "stage")) == [("buyer", "searching"), ("seller", "listed")]
    assert on_disk() == []
    assert "3 came in, 1 refused" in said(bob.get("/import/"))


def test_nobody_is_under_our_care_unless_somebody_says_so(cast: Cast, bob: Browser) -> None:
    import_id = brought(bob, "contacts.csv", GOOGLE)
    assert set(Client.objects.values_list("care", flat=True)) == {"known"}
    assert "3 known only." in said(bob.get(f"/import/{import_id}/"))


@pytest.mark.parametrize(("preset", "care"), [("all", "active"), ("none", "known")])
def test_one_button_says_it_of_all(cast: Cast, bob: Browser, preset: str, care: str) -> None:
    brought(bob, "contacts.csv", GOOGLE, preset=preset, label=["Family"], care=["past"], on_match="skip")
    assert set(Client.objects.values_list("care", flat=True)) == {care}


def test_what_is_said_of_single_rows_is_kept_from_page_to_page(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("contacts.csv", many(60)))["Location"].removesuffix("care/")
    assert "1–50 of 60" in said(bob.get(page))
    first = {"row": ["1", "2", "3"], "tick": ["active seller:listed", "leave out", "past"], "go": ":2"}
    assert bob.post(page, first)["Location"] == f"{page}?page=2#rows"
    assert "51–60 of 60" in said(bob.get(f"{page}?page=2"))
    bob.post(page, {"row": ["3"], "tick": [""], "go": "new:1"})
    assert "new 59 under care 1" in said(bob.get(f"{page}?show=new"))
    bob.post(page, {"row": ["60"], "tick": ["past"], "go": "bring"})
    work()
    cares = dict(Client.objects.exclude(care="known").values_list("name", "care"))
    assert cares == {"Ann1 Berg": "active", "Ann60 Berg": "past"}
    assert Client.objects.count() == 59


def test_a_list_of_unknown_make_is_mapped_once(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("liste.csv", UNKNOWN))["Location"].removesuffix("care/")
    assert bob.get(f"{page}care/")["Location"] == bob.get(page)["Location"] == f"{page}columns/"
    assert "Mandant: Dana Ortega · Sam Whitfield" in said(bob.get(f"{page}columns/"))
    answer = bob.post(f"{page}columns/", {"label": "Schublade", "name": "no such column"})
    assert answer.status_code == 422
    assert "Say at least where a name, a phone or an e-mail stands." in said(answer)
    mapping = {"name": "Mandant", "phone": "Rufnr. 1", "label": "Schublade", "email": ""}
    assert bob.post(f"{page}columns/", mapping)["Location"] == f"{page}care/"
    assert "Käufer 1 Known only" in said(bob.get(f"{page}care/"))
    assert ColumnMapping.objects.count() == 0
    bob.post(page, {"go": "bring"})
    work()
    assert sorted(Client.objects.values_list("name", flat=True)) == ["Dana Ortega", "Sam Whitfield"]
    again = bring(bob, ("liste2.csv", UNKNOWN))["Location"].removesuffix("care/")
    assert "2 here already" in said(bob.get(again))


def test_a_card_has_no_labels_and_comes_in(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("dana.vcf", CARD))["Location"]
    assert "This file has no labels." in said(bob.get(page))
    bob.post(page, {"rest": "active", "on_match": "skip"})
    bob.post(page.removesuffix("care/"), {"go": "bring"})
    work()
    assert Client.objects.values_list("name", "care").get() == ("Dana Ortega", "active")


def test_a_phone_log_brought_twice_adds_nothing(cast: Cast, bob: Browser) -> None:
    cast.client_of(cast.bob, phone="(512) 555-0142")
    log = calls("5125550142", "+15125550142", "5125550999")
    page = bring(bob, ("calls.xml", log))["Location"]
    words = said(bob.get(page))
    assert (
        "calls 3 messages 0 with your clients 2 1 client with nobody you know 1 counted, not logged" in words
    )
    assert Touch.objects.count() == 0
    bob.post(page, {"go": "bring"})
    work()
    words = said(bob.get(page))
    assert "2 calls and messages came in 1 with numbers of nobody you know: counted, not logged." in words
    again = brought(bob, "calls.xml", log)
    assert "Nothing new came in 2 were known already." in said(bob.get(f"/import/{again}/"))
    assert Touch.objects.count() == 2


def test_what_is_said_of_a_log_before_is_what_comes_of_it(cast: Cast, bob: Browser) -> None:
    cast.client_of(cast.bob, "Dana Ortega", phone="(512) 555-0142")
    for name in ("Luis Vega", "Ana Lima"):
        cast.client_of(cast.bob, name, phone="(512) 555-0143")
    log = calls("5125550142", "5125550999", "5125550143", "5125550142")
    day_before, next_month = 1795446000000 + 3 * 3600000, 1795446000000 + 30 * 86400000
    page = bring(bob, ("calls.xml", log.replace(str(day_before), str(next_month))))["Location"]
    words = said(bob.get(page))
    assert (
        "calls 3 messages 0 with your clients 1 1 client with nobody you know 1 counted, not logged" in words
    )
    assert (
        "1 shared by several clients: log it by hand. 1 line cannot come in and is listed afterwards."
        in words
    )
    bob.post(page, {"go": "bring"})
    work()
    counts = {"new": 1, "known": 0, "unmatched": 2, "shared": 1, "refused": 1, "passed": 0}
    assert Import.objects.get().counts["touches"] == counts
    words = said(bob.get(page))
    assert "1 call or message came in 1 with numbers of nobody you know: counted, not logged." in words
    assert "1 shared by several clients: log it by hand." in words


def test_who_shares_a_number_is_not_said_to_be_nobody(cast: Cast, bob: Browser) -> None:
    for name in ("Luis Vega", "Ana Lima"):
        cast.client_of(cast.bob, name, phone="(512) 555-0143")
    page = bring(bob, ("calls.xml", calls("5125550143", "5125550143")))["Location"]
    words = said(bob.get(page))
    assert "with nobody you know 0" in words
    assert "2 shared by several clients: log them by hand." in words
    assert "Nobody you know is in it" not in words


def test_a_large_log_is_counted_when_it_comes_in(
    cast: Cast, bob: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = bring(bob, ("calls.xml", calls("5125550142")))["Location"]
    monkeypatch.setitem(glimpses._LIMITS, "phone_log", (10, 5000))
    assert "This is a large log: it is counted when it comes in." in said(bob.get(page))


def test_of_a_long_log_the_beginning_is_counted(
    cast: Cast, bob: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = bring(bob, ("calls.xml", calls("5125550142", "5125550143")))["Location"]
    monkeypatch.setitem(glimpses._LIMITS, "phone_log", (1 << 20, 1))
    assert "calls 1 messages 0" in said(bob.get(page))
    assert "This is the beginning of the log; the rest is counted when it comes in." in said(bob.get(page))


def test_an_import_is_undone_after_a_question(cast: Cast, bob: Browser) -> None:
    import_id = brought(bob, "contacts.csv", GOOGLE, preset="all")
    assert "Undo this import?" in said(bob.get(f"/import/{import_id}/undoing/"))
    assert Client.objects.count() == 3
    assert bob.post(f"/import/{import_id}/undoing/")["Location"] == f"/import/{import_id}/"
    assert Client.objects.count() == 0
    assert "Undone 3 contacts removed." in said(bob.get(f"/import/{import_id}/"))
    assert bob.post(f"/import/{import_id}/undoing/").status_code == 302
    assert bob.get(f"/import/{import_id}/undoing/").status_code == 302


def test_an_import_under_way_is_stopped_by_undoing_it(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("contacts.csv", GOOGLE))["Location"].removesuffix("care/")
    bob.post(page, {"go": "bring"})
    bob.post(f"{page}undoing/")
    work()
    assert Client.objects.count() == 0
    assert on_disk() == []


def test_progress_asks_for_itself_and_ends_with_the_page_anew(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("contacts.csv", GOOGLE))["Location"].removesuffix("care/")
    bob.post(page, {"go": "bring"})
    Import.objects.update(rows_done=2, rows_total=4)
    running = bob.get(page).content.decode()
    assert f'<a class="button quiet" href="{page}">Look again</a>' in running
    assert f'hx-get="{page}" hx-trigger="every 1s"' in running
    assert '<progress value="2" max="4">' in running
    assert "HX-Refresh" not in bob.get(page, headers={"HX-Request": "true"})
    Import.objects.update(rows_done=0)
    work()
    assert bob.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_confirmed_twice_it_comes_in_once(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("contacts.csv", GOOGLE))["Location"].removesuffix("care/")
    bob.post(page, {"go": "bring"})
    assert bob.post(page, {"go": "bring", "row": ["1"], "tick": ["past"]})["Location"] == page
    assert Work.objects.filter(name="import").count() == 1
    work()
    assert Client.objects.count() == 3


@pytest.mark.parametrize(
    ("on_match", "words", "emails"),
    [
        ("skip", "Nothing new came in 1 was here already: left as it is.", 0),
        ("update", "Nothing new came in 1 was here already: what was missing was added.", 1),
        ("refuse", "Nothing new came in", 0),
    ],
)
def test_who_is_here_already_is_treated_as_chosen(
    cast: Cast, bob: Browser, on_match: str, words: str, emails: int
) -> None:
    dana = cast.client_of(cast.bob, phone="(512) 555-0142")
    page = bring(bob, ("contacts.csv", "".join(GOOGLE.splitlines(keepends=True)[:2])))["Location"]
    bob.post(page, {"on_match": on_match})
    answer = bob.get(page.removesuffix("care/"))
    assert "Same phone as Dana Ortega" in said(answer)
    assert f'<a href="/clients/{dana.pk}/">' in answer.content.decode()
    bob.post(page.removesuffix("care/"), {"go": "bring"})
    work()
    assert words in said(bob.get(page.removesuffix("care/")))
    assert ContactPoint.objects.filter(kind="email").count() == emails


NONSENSE: list[tuple[str, str | bytes, str]] = [
    ("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "photo.png: this is no client list but a picture."),
    ("empty.csv", "", "empty.csv: the file is empty: export the contacts again."),
    ("story.txt", "once upon a time, there was\nnothing, here\n", "no column here is plainly a name"),
    ("bare.csv", "a@b.example,Ann\nc@d.example,Bo\n", "bare.csv: there is no header: put a first row"),
    ("none.csv", "Name,Phone\n", "none.csv: there are no contacts in it."),
    ("calls.xml", calls(), "calls.xml: there are no calls and no messages in it."),
    ("<b>x</b>.csv", "", "<b>x<"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), NONSENSE)
def test_what_is_no_list_and_no_log_is_refused_in_a_sentence(
    cast: Cast, bob: Browser, name: str, text: str | bytes, sentence: str
) -> None:
    answer = bring(bob, (name, text))
    assert answer.status_code == 422
    assert sentence.partition("<")[0] in said(answer)
    assert "<b>" not in answer.content.decode()
    assert (Import.objects.count(), on_disk()) == (0, [])


def test_of_several_files_all_are_kept_or_none(cast: Cast, bob: Browser) -> None:
    answer = bring(bob, ("contacts.csv", GOOGLE), ("empty.csv", ""))
    assert (answer.status_code, Import.objects.count(), on_disk()) == (422, 0, [])
    log = ("calls.xml", calls("5125550142"))
    assert bring(bob, log, ("contacts.csv", GOOGLE))["Location"] == "/import/"
    words = said(bob.get("/import/"))
    assert "Waiting for you contacts.csv A client list" in words
    assert words.index("contacts.csv") < words.index("calls.xml")
    contacts = Import.objects.get(file_name="contacts.csv")
    bob.post(f"/import/{contacts.pk}/", {"go": "bring"})
    work()
    assert "Next: calls.xml" in said(bob.get(f"/import/{contacts.pk}/"))


def test_no_file_is_no_import(cast: Cast, bob: Browser) -> None:
    answer = bob.post("/import/", {})
    assert answer.status_code == 422
    assert "Choose a file first." in said(answer)


@pytest.mark.parametrize(
    ("name", "limit", "sentence"),
    [
        ("LARGEST", 100, "at once: bring the files one by one, export a shorter time, or"),
        ("MOST_FILES", 1, "More than 1 files at once: bring the rest afterwards."),
    ],
)
def test_too_much_at_once_is_refused_while_it_arrives(
    cast: Cast, bob: Browser, monkeypatch: pytest.MonkeyPatch, name: str, limit: int, sentence: str
) -> None:
    monkeypatch.setattr(uploads, name, limit)
    answer = bring(bob, ("contacts.csv", GOOGLE), ("more.csv", GOOGLE))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert (Import.objects.count(), on_disk()) == (0, [])


def test_a_file_lies_under_a_random_name(cast: Cast, bob: Browser) -> None:
    bring(bob, ("../../evil.csv", GOOGLE))
    (file,) = on_disk()
    imported = Import.objects.get()
    assert (imported.path, imported.file_name) == (str(file), "evil.csv")
    assert "evil" not in file.name
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_put_away_is_deleted(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("contacts.csv", GOOGLE))["Location"].removesuffix("care/")
    assert bob.post(f"{page}leaving")["Location"] == "/import/"
    assert on_disk() == []
    assert "contacts.csv Nothing came in" in said(bob.get("/import/"))
    assert "you put this file away before it came in" in said(bob.get(page)).lower()


def test_a_file_that_waits_for_a_week_is_deleted(cast: Cast, bob: Browser) -> None:
    page = bring(bob, ("contacts.csv", GOOGLE))["Location"]
    (file,) = on_disk()
    os.utime(file, (AT.timestamp(), AT.timestamp()))
    assert "contacts.csv" in said(bob.get("/import/"))
    then = (AT - timedelta(days=7, seconds=1)).timestamp()
    os.utime(file, (then, then))
    assert "contacts.csv" not in said(bob.get("/import/"))
    assert on_disk() == []
    for address in (page, page.removesuffix("care/")):
        answer = bob.get(address)
        assert answer.status_code == 422
        assert "contacts.csv cannot be opened (No such file or directory); choose it again." in said(answer)


def test_a_file_elsewhere_on_the_machine_is_never_deleted(cast: Cast, bob: Browser, tmp_path: Path) -> None:
    own = tmp_path / "contacts.csv"
    own.write_text(GOOGLE)
    import_id = brought(bob, "contacts.csv", GOOGLE)
    Import.objects.update(path=str(own))
    bob.get(f"/import/{import_id}/")
    bob.get("/import/")
    assert own.exists()


def test_an_assistant_imports_for_her_agent_and_a_broker_for_whom_she_chooses(
    cast: Cast, tia: Browser, alice: Browser, bob: Browser
) -> None:
    bring(tia, ("contacts.csv", GOOGLE))
    bring(alice, ("contacts.csv", GOOGLE), agent=cast.max.pk)
    bring(bob, ("contacts.csv", GOOGLE))
    agents = Import.objects.order_by("pk").values_list("agent__name", "by__name")
    assert list(agents) == [("Bob Ames", "Tia Reed"), ("Max Ito", "Alice Rivera"), ("Bob Ames", "Bob Ames")]
    assert bring(bob, ("contacts.csv", GOOGLE), agent=cast.alice.pk).status_code == 404
    assert Import.objects.count() == len(on_disk()) == 3
    assert "For which agent" in said(alice.get("/import/"))
    assert "For which agent" not in said(bob.get("/import/"))


def test_an_import_is_seen_by_its_maker_and_the_broker_alone(
    cast: Cast, bob: Browser, alice: Browser, sit
) -> None:
    waits = bring(bob, ("contacts.csv", GOOGLE))["Location"].removesuffix("care/")
    done = f"/import/{brought(bob, 'contacts.csv', GOOGLE)}/"
    for member in (cast.charlie, cast.max, cast.tia, cast.lea):
        browser = sit(member)
        assert "contacts.csv" not in said(browser.get("/import/"))
        for page in (waits, done):
            for part in ("", "care/", "columns/", "undoing/", "leaving"):
                assert browser.post(f"{page}{part}", {"go": "bring"}).status_code == 404
                assert browser.get(f"{page}{part}").status_code == (405 if part == "leaving" else 404)
    assert Import.objects.filter(state=Import.State.PREVIEW).count() == 1
    assert "contacts.csv" in said(alice.get("/import/"))
    assert alice.get(waits).status_code == alice.get(done).status_code == 200


def test_without_the_forms_token_nothing_is_kept(cast: Cast) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(Member.objects.get(pk=cast.bob.pk).user)
    assert bring(browser, ("contacts.csv", GOOGLE)).status_code == 403
    assert (Import.objects.count(), on_disk()) == (0, [])
    browser.get("/import/")
    token = browser.cookies["csrftoken"].value
    assert bring(browser, ("contacts.csv", GOOGLE), csrfmiddlewaretoken=token).status_code == 302
    assert (Import.objects.count(), len(on_disk())) == (1, 1)


def test_a_stranger_is_asked_to_sign_in_and_leaves_no_file(cast: Cast) -> None:
    answer = bring(Browser(), ("contacts.csv", GOOGLE))
    assert (answer.status_code, on_disk()) == (302, [])
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/data is not here")
def test_every_sample_export_is_shown_before_it_comes_in_or_is_refused(cast: Cast, bob: Browser) -> None:
    refused = set()
    for file in sorted(
        path for kind in KINDS for path in (SAMPLES / kind).rglob("*.*") if path.suffix in SUFFIXES
    ):
        answer = bring(bob, (file.name, file.read_bytes()))
        if answer.status_code == 422:
            refused.add(file.name)
        else:
            assert bob.get(answer["Location"], follow=True).status_code == 200, file
            assert bob.get(answer["Location"].removesuffix("care/"), follow=True).status_code == 200, file
    assert refused == {"empty.xml"}
