"""`beforehand sample --files`: what two agents would export, to try an import and an audit on."""

from pathlib import Path

import pytest

from beforehand.records.models import Office, Touch
from tests.cast import AT, Cast


@pytest.fixture
def folder(run, tmp_path: Path) -> Path:
    done = run("sample", "--files", tmp_path / "files")
    assert done.code == 0
    return tmp_path / "files"


def test_it_writes_what_to_import_and_what_to_audit_and_opens_no_office(run, folder):
    assert {
        each.name: sorted(path.name for path in each.iterdir()) for each in sorted(folder.iterdir())
    } == {
        "audit": [
            "WhatsApp Chat with Grace Holm.txt", "calendar.ics", "calls.xml", "clients.csv", "mail.mbox",
            "messages.xml",
        ],
        "import": [
            "WhatsApp Chat with Grace Holm.txt", "calls.xml", "contacts.csv", "jon.vcf", "jon_calls.csv",
            "mail.mbox", "messages.xml",
        ],
    }  # fmt: skip
    assert not Office.objects.exists()
    again = run("sample", "--files", folder, "--json")
    assert again.json == {"import": str(folder / "import"), "audit": str(folder / "audit")}


def test_the_files_of_one_moment_are_the_same_every_time(run, folder, tmp_path):
    run("sample", "--files", tmp_path / "again", "--at", AT.isoformat())
    for path in sorted(folder.rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(folder)).read_bytes()


def test_the_audit_of_them_tells_who_had_to_ask(run, folder, tmp_path):
    audit = ("audit", folder / "audit", "--me", "maya.lindqvist@example.com", "--zone", "America/Chicago")
    page = tmp_path / "report.html"
    said = run(*audit, "--out", page)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Three of 16 clients had to ask. The longest silence was 9 days.\n")
    assert page.read_text("utf-8").count("<h2") > 5
    told = run(*audit, "--json").json
    asked = [
        (each["name"], ask["silent_days"], ask["text"])
        for each in told["clients"]
        for ask in each["asked_first"]
    ]
    assert asked == [
        ("Hannah Doyle", 5, "I have not heard anything since last week."),
        ("Elena & Rob Castellano", 3, "Hi Maya, any news on the HOA documents?"),
        ("Grace Holm", 3, "Hi Maya, any news about Koenig?"),
    ]
    assert told["totals"]["asked_first"] == 3
    assert told["totals"]["longest_silence_days"] == 9
    assert told["totals"]["promises"] == {"found": 5, "followed": 4}
    assert (told["unmatched"], told["problems"]) == (13, [])


def test_the_import_of_them_leaves_nothing_out(run, folder, cast: Cast, rivera):
    mayas = [folder / "import" / name for name in ("contacts.csv", "calls.xml", "messages.xml", "mail.mbox")]
    chat = folder / "import" / "WhatsApp Chat with Grace Holm.txt"
    choices = (
        "--active",
        "Sellers=seller:listed",
        "--me",
        "maya.lindqvist@example.com",
        "--by-name",
        "--json",
    )
    brought = run(*rivera("import", *mayas, chat, *choices), "--agent", "bob@rivera.example")
    assert (brought.code, brought.err) == (0, "")
    assert brought.json == {
        "clients": {"new": 30, "matched": 0, "refused": 0},
        "touches": {"new": 176, "known": 0, "unmatched": 2, "refused": 0},
        "problems": [],
    }
    assert Touch.objects.count() == 176
