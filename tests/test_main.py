"""The roof: what it loads, what it says, how it ends."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from beforehand.actions.refusals import Refusal
from beforehand.main import COMMANDS, load, roof
from tests.served import COMMAND

CASES = (Path(__file__).parent / "rules" / "clock_cases.jsonl").read_text().splitlines()


def clock(text: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([COMMAND, "clock"], input=text, capture_output=True, timeout=60)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_each_command_what_the_command_says(name):
    assert load(name).get_short_help_str(limit=200) == COMMANDS[name][1]


def test_the_list_names_every_command_that_there_is():
    folder = Path(__file__).parents[1] / "src" / "beforehand" / "cli"
    modules = {f"beforehand.cli.{file.stem}" for file in folder.glob("*.py")} | {"beforehand.serve"}
    names = {command.name for module in modules for command in getattr(import_module(module), "commands", ())}
    assert names == set(COMMANDS)


def test_the_list_is_shown_without_loading_django_or_making_a_folder(tmp_path):
    program = (
        "import sys; from click.testing import CliRunner; from beforehand.main import roof; "
        "print(CliRunner().invoke(roof, ['--help']).output); print('django' in sys.modules)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert all(f"  {name} " in shown.stdout for name in COMMANDS)
    assert shown.stdout.endswith("False\n")
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_its_sentence_on_stderr_and_exit_code_1(monkeypatch):
    @click.command("due")
    def refusing() -> None:
        raise Refusal("There is no such office; name one that is.")

    monkeypatch.setattr("beforehand.main.load", lambda name: refusing)
    monkeypatch.setattr("beforehand.records.migrating.bring_up_to_date", lambda **_: None)
    result = CliRunner().invoke(roof, ["due"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "There is no such office; name one that is.\n"


def test_a_fault_of_ours_is_not_dressed_up_as_a_refusal(monkeypatch):
    @click.command("due")
    def broken() -> None:
        raise LookupError("a bug")

    monkeypatch.setattr("beforehand.main.load", lambda name: broken)
    monkeypatch.setattr("beforehand.records.migrating.bring_up_to_date", lambda **_: None)
    assert isinstance(CliRunner().invoke(roof, ["due"]).exception, LookupError)


def test_an_unknown_command_is_wrong_usage():
    result = CliRunner().invoke(roof, ["dew"])
    assert result.exit_code == 2
    assert "No such command 'dew'" in result.stderr


def test_the_clock_answers_each_case_of_the_specification_line_by_line():
    cases = [json.loads(line) for line in CASES]
    answered = clock("".join(json.dumps(case["case"]) + "\n" for case in cases).encode())
    answers = [json.loads(line) for line in answered.stdout.splitlines()]
    assert len(answers) == len(cases)
    for case, answer in zip(cases, answers, strict=True):
        if "error" in case:
            assert answer["error"].startswith(f"{case['error']}: ")
        else:
            assert answer == case["answer"]
    assert (answered.returncode, answered.stderr) == (1, b"")


def test_the_clock_exits_with_0_when_it_refuses_nothing():
    case = next(json.loads(line) for line in CASES if '"answer"' in line)
    answered = clock(json.dumps(case["case"]).encode())
    assert (answered.returncode, json.loads(answered.stdout)) == (0, case["answer"])


@pytest.mark.parametrize("text", [b"", b"\n", b"  \r\n\n"])
def test_the_clock_says_nothing_about_blank_lines(text):
    assert (clock(text).returncode, clock(text).stdout) == (0, b"")


def test_the_clock_refuses_a_line_that_is_no_text_and_goes_on():
    case = next(json.loads(line) for line in CASES if '"answer"' in line)
    answered = clock(b'{"name": "\xff"}\n' + json.dumps(case["case"]).encode() + b"\n")
    first, second = answered.stdout.splitlines()
    assert json.loads(first) == {"error": "line: byte 11 is not UTF-8; write the file as UTF-8"}
    assert json.loads(second) == case["answer"]
    assert answered.returncode == 1


def test_the_clock_answers_a_line_before_it_has_read_the_next():
    case = next(line for line in CASES if '"answer"' in line)
    with subprocess.Popen([COMMAND, "clock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asked:
        for _ in range(2):
            asked.stdin.write(json.dumps(json.loads(case)["case"]).encode() + b"\n")
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline()) == json.loads(case)["answer"]
        asked.stdin.close()
        assert asked.wait(20) == 0


def test_the_clock_runs_without_django():
    program = "import sys, beforehand.main as m; m.load('clock'); print('django' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"
