"""`beforehand audit`: from files as people have them to the page and the JSON, without a database."""

import json
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from beforehand.cli.audit import audit_command
from tests.reports.contacts import utc

ME = "maya@lindqvist.example"
DANA = "Dana Ortega <dana@ortega.example>"
DATA = Path(__file__).parents[2].parent / "shared" / "data"


def mail(at: str, sender: str, to: str, text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Date"] = utc(at)
    message["Message-ID"] = f"<{at.replace(':', '')}.{len(text)}@grown.example>"
    message["Subject"] = "The house"
    message.set_content(text)
    return message.as_bytes()


MAILS = (
    mail("2026-03-02T15:00", f"Maya Lindqvist <{ME}>", DANA, "I will send you the figures by Wednesday."),
    mail("2026-03-11T15:00", DANA, ME, "Hi Maya, any news on the appraisal?"),
    mail("2026-03-11T18:30", ME, DANA, "The appraisal came in at the price, so all is well."),
    mail("2026-03-12T09:00", "The Lender <loans@bank.example>", ME, "Your rates this week."),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An mbox of four mails, one of them broken, a phone log with Tom, and a list of two clients."""
    broken = b"From - Mon Mar  9 00:00:00 2026\nSubject: no date\nFrom: dana@ortega.example\n\nAny news?\n\n"
    box = b"".join(b"From - Mon Mar  2 00:00:00 2026\n" + each + b"\n" for each in MAILS) + broken
    (tmp_path / "maya.mbox").write_bytes(box)
    moments = [utc("2026-03-05T15:00"), utc("2026-03-12T16:00")]
    calls = "".join(
        f'<call number="5125550177" duration="{length}" date="{int(at.timestamp() * 1000)}" type="{kind}" '
        f'contact_name="Tom B." />'
        for at, length, kind in zip(moments, (300, 0), (2, 3), strict=True)
    )
    (tmp_path / "calls.xml").write_text(f'<?xml version="1.0"?><calls count="2">{calls}</calls>', "utf-8")
    (tmp_path / "clients.csv").write_text(
        "First Name,Last Name,Email,Phone\nDana,Ortega,dana@ortega.example,\nTom,Becker,,(512) 555-0177\n",
        "utf-8",
    )
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(audit_command, [str(word) for word in words])


def told(*words: object, exit_code: int = 0) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_mail_calls_and_a_list_of_clients_are_told_together(folder: Path) -> None:
    answer = told(
        folder / "maya.mbox",
        folder / "calls.xml",
        "--me",
        ME,
        "--clients",
        folder / "clients.csv",
        "--zone",
        "UTC",
    )
    assert answer == {
        "period": {"from": "2026-03-02T15:00:00Z", "to": "2026-03-12T16:00:00Z"},
        "clients": [
            {
                "name": "Dana Ortega",
                "last_spoke": None,
                "longest_silence_days": 9,
                "asked_first": [
                    {
                        "at": "2026-03-11T15:00:00Z",
                        "silent_days": 9,
                        "text": "Hi Maya, any news on the appraisal?",
                    }
                ],
                "answered_hours_median": 3.5,
                "share_of_days_within": 0.8182,
                "promises": {"found": 1, "followed": 0},
            },
            {
                "name": "Tom Becker",
                "last_spoke": "2026-03-05T15:05:00Z",
                "longest_silence_days": 7,
                "asked_first": [],
                "answered_hours_median": None,
                "share_of_days_within": 0.875,
                "promises": {"found": 0, "followed": 0},
            },
        ],
        "totals": {
            "last_spoke": "2026-03-05T15:05:00Z",
            "longest_silence_days": 9,
            "asked_first": 1,
            "answered_hours_median": 3.5,
            "share_of_days_within": 0.8421,
            "promises": {"found": 1, "followed": 0},
        },
        "unmatched": 1,
        "problems": answer["problems"],
    }
    (problem,) = answer["problems"]
    assert problem["file"] == "maya.mbox"
    assert problem["place"].startswith("message 5 at byte ")
    assert problem["problem"].startswith("This message has neither a Date nor a Received line")


def test_a_folder_of_all_of_it_says_the_same(folder: Path) -> None:
    given = told(
        folder / "maya.mbox",
        folder / "calls.xml",
        "--me",
        ME,
        "--clients",
        folder / "clients.csv",
        "--zone",
        "UTC",
    )
    assert told(folder, "--me", ME, "--zone", "UTC") == given


def test_the_page_is_written_and_its_finding_said(folder: Path) -> None:
    page = folder / "audit.html"
    result = run(folder, "--me", ME, "--out", page)
    assert result.exit_code == 0
    assert result.stdout == (
        "One of 2 clients had to ask. The longest silence was 9 days.\n"
        f"The page is in {page}; open it in a browser, print it, or forward it.\n"
    )
    assert result.stderr.startswith("maya.mbox: message 5 at byte ")
    assert "One of 2 clients had to ask." in page.read_text("utf-8")
    assert run(folder / "calls.xml", "--me", ME, "--out", page).exit_code == 0  # an older report gives way


def test_with_json_there_is_no_page_unless_it_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    told("maya.mbox", "--me", ME)
    assert not (folder / "report.html").exists()
    told("maya.mbox", "--me", ME, "--out", "report.html")
    assert (folder / "report.html").exists()


def test_nobody_is_named_where_names_are_hidden(folder: Path) -> None:
    page = folder / "audit.html"
    answer = run(folder, "--me", ME, "--json", "--anonymous", "--out", page)
    assert [client["name"] for client in json.loads(answer.stdout)["clients"]] == ["Client 1", "Client 2"]
    for word in ("Dana", "Ortega", "Becker", "appraisal", "maya.mbox"):
        assert word not in answer.stdout
        assert word not in page.read_text("utf-8")


def test_chats_maildirs_eml_files_and_calendars_are_read(tmp_path: Path) -> None:
    (tmp_path / "Maildir" / "cur").mkdir(parents=True)
    (tmp_path / "Maildir" / "cur" / "1.M1P1.host:2,S").write_bytes(MAILS[0])
    (tmp_path / "eml").mkdir()
    (tmp_path / "eml" / "asked.eml").write_bytes(MAILS[1])
    (tmp_path / "eml" / "answer.eml").write_bytes(MAILS[2])
    (tmp_path / "WhatsApp Chat with Tom Becker.txt").write_text(
        "3/2/26, 9:12 - Maya: The inspection went well.\n3/4/26, 9:15 - Tom Becker: Thanks!\n"
        "3/5/26, 9:12 - Maya: They signed.\n3/6/26, 9:15 - Tom Becker: Great!\n",
        "utf-8",
    )
    (tmp_path / "met.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260309T150000Z\r\nDTEND:20260309T160000Z\r\n"
        f"SUMMARY:Meeting\r\nORGANIZER:mailto:{ME}\r\nATTENDEE:mailto:dana@ortega.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (tmp_path / "clients.csv").write_text(
        "Name,Email\nDana Ortega,dana@ortega.example\nTom Becker,t@becker.example\n"
    )
    answer = told(tmp_path, "--me", ME, "--zone", "UTC")
    assert answer["problems"] == []
    assert [(each["name"], each["last_spoke"], len(each["asked_first"])) for each in answer["clients"]] == [
        ("Dana Ortega", None, 1),
        ("Tom Becker", None, 0),
    ]


def test_an_address_that_follows_me_among_the_paths_is_ours_too(folder: Path) -> None:
    answer = told(folder / "maya.mbox", "--me", "+15125550100", ME, "--clients", folder / "clients.csv")
    assert [each["name"] for each in answer["clients"]] == ["Dana Ortega"]


def test_what_came_before_since_is_not_counted(folder: Path) -> None:
    answer = told(folder, "--me", ME, "--since", "2026-03-12", "--zone", "UTC")
    assert answer["period"] == {"from": "2026-03-12T00:00:00Z", "to": "2026-03-12T16:00:00Z"}
    assert answer["totals"]["asked_first"] == 0


def test_a_shorter_cadence_leaves_fewer_days_within(folder: Path) -> None:
    answer = told(folder, "--me", ME, "--cadence", "P2D", "--zone", "UTC")
    assert [each["share_of_days_within"] for each in answer["clients"]] == [0.3636, 0.25]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--me", "maya"], "--me: “maya” is neither an e-mail address nor a phone number"),
        (["--me", ME, "--since", "last week"], "--since: “last week” is not a date; write it as 2026-12-25."),
        (["--me", ME, "--since", "2026-02-30"], "--since: “2026-02-30” is not a date that exists"),
        (["--me", ME, "--cadence", "weekly"], "--cadence: “weekly” is not a duration; write it as P7D"),
        (["--me", ME, "--zone", "Texas"], "--zone: “Texas” is no time zone; write one like America/Chicago."),
        (["--me", ME, "--country", "Texas"], "--country: “Texas” is no country; write two letters, as US."),
        (["--me", ME, "--clients", "none.csv"], "--clients: there is no file “none.csv”; check the path."),
        (["--me", ME, "--clients", "calls.xml"], "--clients: “calls.xml” holds no client; "),
        (["--me", ME, "--out", "no/a.html"], "--out: there is no folder “no”; make it first."),
        (
            ["--me", ME, "--out", "clients.csv"],
            "--out: “clients.csv” is there and is no report; name another file.",
        ),
        (["--me", ME, "gone.mbox"], "PATH: there is no file or folder “gone.mbox”; check the path."),
        ([], "Missing option '--me'"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    words: list[str], said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    result = run("maya.mbox", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not (folder / "report.html").exists()


def test_a_file_that_nothing_reads_is_a_problem_and_exit_code_1(folder: Path) -> None:
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4)
    answer = told(folder / "photo.jpg", folder / "maya.mbox", "--me", ME, exit_code=1)
    assert answer["problems"][0]["file"] == "photo.jpg"
    assert answer["problems"][0]["problem"].startswith(
        "photo.jpg is nothing that can be audited; give mbox files"
    )


def test_it_loads_no_tables_and_needs_no_settings(folder: Path) -> None:
    program = (
        "import contextlib, sys\n"
        "from django.conf import settings\n"
        "from beforehand.main import roof\n"
        "with contextlib.suppress(SystemExit):\n"
        "    roof(sys.argv[1:])\n"
        "print(settings.configured, 'beforehand.records' in sys.modules)\n"
    )
    words = ["audit", str(folder), "--me", ME, "--out", str(folder / "r.html")]
    ran = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True, env={}
    )
    assert ran.stdout.splitlines()[-1] == "False False"
    assert (folder / "r.html").exists()


REAL = (
    "fmt_email_mime",
    "fmt_email_replies",
    "fmt_google_voice",
    "fmt_ics",
    "fmt_sms_backup_restore",
    "fmt_whatsapp_txt",
)


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are not beside the repository")
@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_or_refused_each_with_its_reason(name: str) -> None:
    result = run(DATA / name, "--me", ME, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code in (0, 1)
    assert all(problem["file"] and len(problem["problem"]) > 20 for problem in answer["problems"])
