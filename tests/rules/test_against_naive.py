"""The engine against a second one, written from the text alone."""

import json

import pytest
from hypothesis import given

from beforehand.rules.documents import answer_line
from tests.rules import naive
from tests.rules.random_cases import cases, quick, thorough
from tests.rules.test_cases import CASES


@pytest.mark.slow
@pytest.mark.parametrize(
    "worked", [each for each in CASES if "answer" in each], ids=lambda worked: worked["case"]["name"]
)
def test_the_naive_engine_agrees_with_the_worked_cases_too(worked):
    assert naive.answer(worked["case"]) == worked["answer"]


@quick(40)
@given(case=cases())
def test_both_engines_give_the_same_answer(case):
    assert json.loads(answer_line(json.dumps(case))) == naive.answer(case)


@pytest.mark.slow
@thorough(150)
@given(case=cases())
def test_both_engines_give_the_same_answer_to_many_more_cases(case):
    assert json.loads(answer_line(json.dumps(case))) == naive.answer(case)
