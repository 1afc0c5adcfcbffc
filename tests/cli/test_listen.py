"""`beforehand listen`: messages in, what they mean out, and learning what was corrected."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.served import COMMAND

if TYPE_CHECKING:  # pytest loads this file before Django knows its settings
    from pathlib import Path

    from tests.cast import Cast

NEWS = '{"text": "Any news on the appraisal?"}'
PINGED = ("Ping pong on the Maple file", "Ping pong on the Smith deal")


def listen(text: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, "listen", *words], input=text, capture_output=True, text=True, timeout=60)


@pytest.fixture
def data(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def teach(cast: Cast, *words: str, label: str = "ask_update") -> None:
    from beforehand.records.models import Lesson
    from tests.cast import AT

    for each in words:
        Lesson.objects.create(
            office=cast.alice.office, words=each, heard="other", label=label, taught_at=AT, taught_by=cast.bob
        )


def test_each_line_is_answered_with_its_label_its_words_and_its_promise():
    promise = {
        "text": "I will send you the papers by Friday",
        "at": "2026-11-24T15:00:00Z",
        "zone": "America/Chicago",
    }
    done = listen(f"{NEWS}\n{json.dumps(promise)}\n")
    asked, promised = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert list(asked) == ["label", "probability", "why", "commitment"]
    assert (asked["label"], asked["commitment"]) == ("ask_update", None)
    assert 0.5 < asked["probability"] <= 1
    assert "news" in asked["why"]
    assert promised["label"] == "commitment"
    assert promised["commitment"] == {"text": promise["text"], "due_at": "2026-11-27T23:00:00Z"}


@pytest.mark.parametrize(
    ("when", "due_at"),
    [
        ({"at": "2026-11-24T09:00:00-06:00"}, "2026-11-27T23:00:00Z"),  # the offset tells whose Friday
        ({"at": "2026-11-24T09:00:00", "zone": "Asia/Kolkata"}, "2026-11-27T11:30:00Z"),
        ({"at": None, "zone": None}, None),
        ({}, None),
    ],
)
def test_a_promise_falls_due_on_the_clocks_of_its_writer(run, when, due_at):
    line = json.dumps({"text": "I will send you the papers by Friday"} | when)
    assert run("listen", stdin=line).json["commitment"]["due_at"] == due_at


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("news?", "line 2: not JSON (expecting value at character 1); write one JSON object a line"),
        ('["Any news?"]', 'line 2: not an object; write it as {"text": "Any news?"}'),
        ("{}", "line 2: text: missing; add it"),
        ('{"text": 3}', "line 2: text: 3 is not text"),
        ('{"text": "a", "txt": "b"}', "line 2: txt: an unknown key; remove it"),
        (
            '{"text": "a", "at": "soon"}',
            'line 2: at: "soon" is not an instant; write it as 2027-01-31T09:00:00Z',
        ),
        (
            '{"text": "a", "at": "0001-01-01T00:00:00Z"}',
            'line 2: at: "0001-01-01T00:00:00Z" is out of reach; its year is one of 1970 to 2199',
        ),
        (
            '{"text": "a", "zone": "Mars/Olympus"}',
            'line 2: zone: "Mars/Olympus" is not a time zone; write its IANA name, as in America/Chicago',
        ),
        (
            '{"text": "a", "at": "2026-11-24T09:00:00+05:30"}',
            "line 2: zone: missing; write where the writer lives, as in Asia/Kolkata",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_field_and_the_rest_go_on(run, line, sentence):
    done = run("listen", "--json", stdin=f"{NEWS}\n{line}\n\n{NEWS}\n")
    first, second, third = map(json.loads, done.out.splitlines())
    assert (first["label"], second, third["label"]) == ("ask_update", {"error": sentence}, "ask_update")
    assert (done.code, done.err) == (2, f"{sentence}\n")


def test_bytes_that_are_no_text_cost_their_line_alone(tmp_path, run):
    file = tmp_path / "messages.jsonl"
    file.write_bytes(b'{"text": "\xff"}\n' + NEWS.encode())
    done = run("listen", file)
    assert [json.loads(line).get("label") for line in done.out.splitlines()] == [None, "ask_update"]
    assert done.err == "line 1: byte 11 is not UTF-8; write the file as UTF-8\n"


def test_half_a_pair_of_surrogates_is_heard_and_written():
    done = listen('{"text": "I will send it by Friday \\ud83d"}')
    assert (done.returncode, json.loads(done.stdout)["label"]) == (0, "commitment")


@pytest.mark.parametrize("text", ["", "\n", "  \r\n\n"])
def test_nothing_is_said_about_blank_lines(run, text):
    done = run("listen", stdin=text)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_line_is_answered_before_the_next_is_read():
    with subprocess.Popen(
        [COMMAND, "listen"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asked:
        for _ in range(2):
            asked.stdin.write(f"{NEWS}\n")
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["label"] == "ask_update"
        asked.stdin.close()
        assert asked.wait(20) == 0


def test_it_listens_without_django():
    program = "import sys, beforehand.main as m; m.load('listen'); print('django' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"


def test_without_a_correction_there_is_nothing_to_learn(run, rivera, data):
    done = run(*rivera("listen", "--retrain"))
    assert done.code == 0
    assert done.out == "Nobody in Rivera Homes has corrected a label yet, so there is nothing to learn.\n"
    assert run(*rivera("listen", "--retrain", "--json")).json == {
        "corrections": 0,
        "changed": [],
        "missed": [],
        "file": None,
    }
    assert list(data.iterdir()) == []


def test_corrections_are_learned_and_the_office_hears_by_them_alone(run, rivera, cast, data):
    teach(cast, *PINGED)
    done = run(*rivera("listen", "--retrain", "--json")).json
    file = data / "listening" / f"office-{cast.alice.office_id}.json.gz"
    assert (done["corrections"], done["missed"], done["file"]) == (2, [], str(file))
    assert [(each["text"], each["now"]) for each in done["changed"]] == [
        (text, "ask_update") for text in PINGED
    ]
    line = '{"text": "Ping pong on the Cedar file"}'
    labels = [
        run("listen", "--office", name, stdin=line).json["label"] for name in ("Rivera Homes", "Hill Realty")
    ]
    assert labels[0] == "ask_update"
    assert labels[1] == run("listen", stdin=line).json["label"] != "ask_update"


def test_people_are_told_what_changed(run, rivera, cast, data):
    teach(cast, "Ping pong on the Maple file")
    done = run(*rivera("listen", "--retrain"))
    lines = done.out.splitlines()
    assert lines[0] == "1 correction learned. Texts that are heard otherwise now: 1."
    assert lines[1].startswith('  "Ping pong on the Maple file": ')
    assert lines[1].endswith(", now ask_update")
    assert lines[2] == f"Written to {data / 'listening' / f'office-{cast.alice.office_id}.json.gz'}."
    assert run(*rivera("listen", "--retrain")).out.startswith(
        "1 correction learned. Texts that are heard otherwise now: 0."
    )


def test_whose_ear_is_asked_where_there_are_several_offices(run, cast, data):
    done = run("listen", "--retrain")
    assert done.code == 2
    assert "There are several offices; say which with --office" in done.err
