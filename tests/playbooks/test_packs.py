"""The released pack of a real-estate office: its words, and what each stage owes a client."""

import pytest

from beforehand.playbooks.packs import pack, seconds

DAY, HOUR, MINUTE = 86_400, 3_600, 60


@pytest.mark.parametrize(
    ("text", "length"),
    [("P7D", 7 * DAY), ("PT2H30M", 2 * HOUR + 30 * MINUTE), ("P1DT1M", DAY + MINUTE), ("", None)],
)
def test_a_duration_is_read_in_seconds(text: str, length: int | None) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize("text", ["P", "PT", "7D", "P1W", "P1.5D"])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no duration; write one like P7D or PT2H30M"):
        seconds(text)


@pytest.mark.parametrize(
    ("stage", "speak", "hear", "first"),
    [
        ("lead", 7 * DAY, None, HOUR),
        ("searching", 7 * DAY, None, DAY),
        ("listed", 7 * DAY, None, DAY),
        ("waiting_on_lender", 7 * DAY, 4 * DAY, DAY),
        ("under_contract", 4 * DAY, 2 * DAY, DAY),
        ("past", None, 90 * DAY, DAY),
    ],
)
def test_each_stage_owes_its_calls_and_words(
    stage: str, speak: int | None, hear: int | None, first: int
) -> None:
    found = pack("real_estate-1").stage(stage)
    assert found is not None
    assert (found.terms.speak_every, found.terms.hear_every, found.terms.first_call_within) == (
        speak,
        hear,
        first,
    )


def test_a_contract_is_closer_in_its_first_and_in_its_closing_week_and_a_past_client_hears_after_a_month() -> (
    None
):
    contract, past = (pack("real_estate-1").stage(name) for name in ("under_contract", "past"))
    assert contract is not None
    assert past is not None
    weeks = (contract.terms.opening_week_speak_every, contract.terms.closing_week_speak_every)
    assert (weeks, past.terms.first_hear_within, past.weekly) == ((3 * DAY, 3 * DAY), 30 * DAY, False)


def test_every_stage_answers_within_the_same_hours() -> None:
    words = pack("real_estate-1")
    terms = [stage.terms for stage in words.stages] + [words.defaults]
    assert {(each.acknowledge_within, each.answer_within) for each in terms} == {(2 * HOUR, 4 * HOUR)}
    assert {(each.call_length, each.message_length) for each in terms} == {(10 * MINUTE, 5 * MINUTE)}


def test_the_sides_of_a_stage_are_sides_of_the_pack() -> None:
    words = pack("real_estate-1")
    assert all(set(stage.sides) <= set(words.sides) for stage in words.stages)
