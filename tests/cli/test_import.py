import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beforehand.cli.imports import commands
from beforehand.records.models import Client, ColumnMapping, Import, Member, Touch
from tests.cast import Cast

DATA = Path(__file__).parents[2].parent / "shared" / "data"
NONE = {
    "clients": {"new": 0, "matched": 0, "refused": 0},
    "touches": {"new": 0, "known": 0, "unmatched": 0, "refused": 0},
    "problems": [],
}
LIST = "Name,Phone,Labels\nDana Ortega,512 555 0142,Buyers 2026\nLuis Vega,303 555 0177,Sphere\n"


@pytest.fixture(autouse=True)
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(LIST)
    return path


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    path = tmp_path / "calls.xml"
    began = int(datetime(2026, 11, 2, 15, tzinfo=UTC).timestamp() * 1000)
    path.write_text(
        f'<calls><call number="+15125550142" duration="300" date="{began}" type="1" />'
        f'<call number="+12065550100" duration="300" date="{began}" type="1" /></calls>'
    )
    return path


def brought(*words: str | Path, office: str = "Rivera Homes") -> Result:
    return CliRunner().invoke(commands[0], ["--office", office, *map(str, words)])


def answer(*words: str | Path, code: int = 0, office: str = "Rivera Homes") -> dict:
    result = brought(*words, "--json", office=office)
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_the_numbers_are_always_there(tmp_path: Path) -> None:
    path = tmp_path / "calls.xml"
    path.write_text("<calls></calls>")
    assert answer(path) == NONE


def test_a_list_and_a_log_come_in_whatever_their_order(contacts: Path, calls: Path) -> None:
    assert answer(calls, contacts, "--active", "Buyers 2026") == NONE | {
        "clients": {"new": 2, "matched": 0, "refused": 0},
        "touches": {"new": 1, "known": 0, "unmatched": 1, "refused": 0},
    }
    assert dict(Client.objects.values_list("name", "care")) == {"Dana Ortega": "active", "Luis Vega": "known"}
    assert answer(calls, contacts) == NONE | {
        "clients": {"new": 0, "matched": 2, "refused": 0},
        "touches": {"new": 0, "known": 1, "unmatched": 1, "refused": 0},
    }


def test_a_dry_run_says_the_same_and_writes_nothing(contacts: Path, calls: Path) -> None:
    dry = answer(contacts, calls, "--active", "all", "--dry-run")
    assert (Client.objects.count(), Touch.objects.count(), Import.objects.count()) == (0, 0, 0)
    assert dry == answer(contacts, calls, "--active", "all")


def test_a_refused_row_is_named_and_makes_the_exit_code_one(contacts: Path) -> None:
    contacts.write_text(LIST + ",,Buyers 2026\n")
    found = answer(contacts, code=1)
    assert found["clients"] == {"new": 2, "matched": 0, "refused": 1}
    problem = "nothing to know this contact by: add a name, a phone or an e-mail"
    assert found["problems"] == [{"file": "contacts.csv", "row": 3, "field": "", "problem": problem}]


def test_a_file_that_cannot_be_read_keeps_no_other_out(contacts: Path, tmp_path: Path) -> None:
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    found = answer(picture, tmp_path / "gone.csv", contacts, code=1)
    assert found["clients"]["new"] == 2
    assert [(problem["file"], problem["row"]) for problem in found["problems"]] == [
        ("photo.csv", 0),
        ("gone.csv", 0),
    ]
    assert found["problems"][0]["problem"] == "this is no client list but a picture"
    assert found["problems"][1]["problem"] == "gone.csv is not there; check the name."


def test_a_label_on_no_row_brings_in_no_list(contacts: Path, calls: Path) -> None:
    found = answer(contacts, calls, "--active", "Sellers", code=1)
    problem = "No row carries the label “Sellers”; there are: “Buyers 2026” (1), “Sphere” (1)."
    assert found["problems"] == [{"file": "contacts.csv", "row": 0, "field": "active", "problem": problem}]
    assert found["clients"] == NONE["clients"]
    assert not Client.objects.exists()


def test_a_label_may_stand_in_one_of_several_lists(contacts: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Name,Phone,Labels\nAna Lima,206 555 0100,Sellers\n")
    answer(contacts, other, "--active", "Sellers=seller:offer")
    assert set(Client.objects.filter(care="active").values_list("name", flat=True)) == {"Ana Lima"}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--active", "Buyers=buyer:flying"], "“flying” is none of"),
        (["--active", "none", "--active", "Buyers"], "stands alone"),
        (["--on-match", "merge"], "'merge' is not one of"),
        (["--map", "shoe size=Name"], "is not FIELD=COLUMN"),
        (["--as", "tea_leaves"], "'tea_leaves' is not one of"),
        (["--agent", "charlie@hill.example"], "has no seat in Rivera Homes"),
        (["--agent", "tia@rivera.example"], "assists others and has no clients"),
    ],
)
def test_wrong_usage_is_told(contacts: Path, words: list[str], fault: str) -> None:
    result = brought(contacts, *words)
    assert result.exit_code == 2
    assert fault in result.stderr
    assert not Client.objects.exists()


def test_without_a_file_it_is_wrong_usage() -> None:
    assert brought().exit_code == 2


def test_without_an_agent_the_clients_are_the_brokers(contacts: Path, cast: Cast) -> None:
    answer(contacts)
    assert set(Client.objects.values_list("agent", flat=True)) == {cast.alice.pk}
    answer(contacts, "--agent", "Bob@Rivera.example")
    assert Client.objects.filter(agent=Member.objects.get(name="Bob Ames")).count() == 2


def test_what_rivera_homes_brings_hill_realty_never_sees(contacts: Path, calls: Path) -> None:
    answer(contacts, calls)
    assert answer(contacts, calls, office="Hill Realty") == NONE | {
        "clients": {"new": 2, "matched": 0, "refused": 0},
        "touches": {"new": 1, "known": 0, "unmatched": 1, "refused": 0},
    }


def test_a_mapping_is_remembered_for_files_with_these_headers(tmp_path: Path) -> None:
    path = tmp_path / "crm.csv"
    path.write_text("Wer,Draht\nDana Ortega,512 555 0142\n")
    assert answer(path, code=1)["problems"][0]["row"] == 0
    assert answer(path, "--map", "name=Wer", "--map", "phone=Draht")["clients"]["new"] == 1
    assert ColumnMapping.objects.get().mapping == {"name": "Wer", "phone": "Draht"}
    assert answer(path)["clients"] == {"new": 0, "matched": 1, "refused": 0}
    assert answer(path, code=1, office="Hill Realty")["problems"][0]["row"] == 0


def test_a_mapping_to_a_column_that_is_not_there_refuses_the_file(contacts: Path) -> None:
    (problem,) = answer(contacts, "--map", "name=Who", code=1)["problems"]
    assert (problem["row"], problem["field"]) == (0, "mapping")
    assert "“Who” that is not there" in problem["problem"]


def test_refuse_leaves_out_who_is_here(contacts: Path) -> None:
    answer(contacts)
    found = answer(contacts, "--on-match", "refuse", code=1)
    assert found["clients"] == {"new": 0, "matched": 0, "refused": 2}
    assert [problem["row"] for problem in found["problems"]] == [1, 2]


def test_people_are_told_in_a_few_lines(contacts: Path, calls: Path) -> None:
    result = brought(contacts, calls)
    assert result.stdout.splitlines() == [
        "Clients: 2 new, 0 here already, 0 refused.",
        "Calls and messages: 1 new, 0 known already, 1 with nobody you know (not in the ledger), 0 refused.",
        "None of them is in your care yet: they are known for matching only. "
        "Say who is with --on-match update --active LABEL; there are: “Buyers 2026” (1), “Sphere” (1).",
    ]


def test_a_shared_number_is_told_apart_from_nobodys(contacts: Path, calls: Path, cast: Cast) -> None:
    cast.client_of(cast.alice, "Ana Lima", phone="206 555 0100")
    cast.client_of(cast.alice, "Bo Chen", phone="206 555 0100")
    assert brought(contacts, calls).stdout.splitlines()[1:3] == [
        "Calls and messages: 1 new, 0 known already, 0 with nobody you know (not in the ledger), 0 refused.",
        "Shared by several clients: 1; log them by hand.",
    ]
    assert answer(calls, code=1)["touches"] == {"new": 0, "known": 1, "unmatched": 1, "refused": 0}


def shared(folder: str) -> Path:
    if not (DATA / folder).is_dir():
        pytest.skip("shared/data is not beside the repository")
    return DATA / folder


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_every_shared_contact_export_goes_in_or_is_refused() -> None:
    found = answer(*files(shared("fmt_contacts_csv")), "--active", "all", code=1)
    assert found["clients"] == {"new": 6, "matched": 0, "refused": 1}
    assert found["touches"] == {"new": 2, "known": 0, "unmatched": 1, "refused": 0}
    assert {problem["file"] for problem in found["problems"]} == {"hubspot_contacts_export.csv"}
    lin, dana = Client.objects.get(name="Lin Okafor"), Client.objects.get(name__startswith="Dana")
    assert (lin.deals.get().side, lin.care, dana.care) == ("buyer", "active", "past")
    assert lin.notes == "Second line\nof a note"


def test_every_shared_card_goes_in_or_is_refused() -> None:
    folder = shared("fmt_vcard")
    found = answer(*files(folder), code=1)
    assert sum(found["clients"].values()) == 20
    whole = {problem["file"] for problem in found["problems"] if problem["row"] == 0}
    assert whole == {"LICENSE", "PROVENANCE.txt"}
    assert found["clients"]["refused"] == 1


def test_every_shared_phone_backup_goes_in_or_is_refused() -> None:
    folder = shared("fmt_sms_backup_restore")
    found = answer(*files(folder), code=1)
    whole = Counter(problem["file"] for problem in found["problems"] if problem["row"] == 0)
    assert set(whole) == {"LICENSE", "PROVENANCE.txt", "xml-reference.md"}
    broken = {problem["file"] for problem in found["problems"] if problem["row"]}
    assert broken == {"malformed.xml", "sms_and_mms.xml"}
    assert found["touches"]["unmatched"] > 70
    assert found["touches"]["new"] == 0


def test_a_google_voice_takeout_is_a_folder_or_an_archive(tmp_path: Path) -> None:
    import shutil

    folder = shared("fmt_google_voice")
    contacts = shared("fmt_contacts_csv") / "google_contacts_new_2024.csv"
    assert answer(contacts, folder)["touches"] == {"new": 5, "known": 0, "unmatched": 0, "refused": 0}
    archive = shutil.make_archive(str(tmp_path / "takeout"), "zip", folder)
    assert answer(archive)["touches"] == {"new": 0, "known": 5, "unmatched": 0, "refused": 0}
