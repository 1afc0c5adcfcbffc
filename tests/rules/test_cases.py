"""The worked cases of the specification, each answered exactly."""

import json
from pathlib import Path

import pytest

from beforehand.rules.documents import answer_line

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "clock_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("worked", CASES, ids=lambda worked: worked["case"]["name"].replace(" ", "_"))
def test_a_worked_case_is_answered_as_the_specification_says(worked):
    answer = json.loads(answer_line(json.dumps(worked["case"])))
    if "error" in worked:
        assert answer["error"].startswith(worked["error"] + ": ")
    else:
        assert answer == worked["answer"]
