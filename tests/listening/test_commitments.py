import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.commitments import WEIGHTS, fit
from training.commitments_judge import SHARED, figures, shared_rows
from training.commitments_sentences import sentences

from beforehand.listening.commitments import LONGEST, Commitment, find

AT = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)  # a Wednesday, 14:00 in New York
ZONE = "America/New_York"


def heard(text: str) -> Commitment | None:
    return find(text, at=AT, zone=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "I'll send you the disclosures by Friday.",
        "Will get back to you tomorrow",
        "we are going to call the lender",
        "Let me check and revert.",
        "ill text u the code tmrw",
        "I’ll find out what the inspector said.",
        "Thanks Bob, will do!",
        "We will have the appraisal back to you by Tuesday.",
        "Leave it with me.",
        "You'll have the signed copy this afternoon.",
        "I am sending the addendum over tonight.",
        "Our office will email you the certificate shortly.",
        "Sorry I missed your call, I'll try you again at 3.",
        "I can't get to it today but I'll look at the roof report tomorrow morning.",
        "I won't forget to ask the seller about the fridge.",
        "As soon as I hear from underwriting I will let you know.",
        "Give me until Monday and I'll have an answer.",
        "I plan to draft the counter-offer tonight.",
        "More details will be sent next week.",
        "I promise to call the city about the permit.",
        "gonna drop off the keys around 5",
        "Hi Ann, going to forward this to accounting now.",
        "If the bank says no, we'll find another lender.",
        "I'll see what I can do about the fee.",
        "I owe you a call about the survey.",
    ],
)
def test_a_promise_is_heard(text: str) -> None:
    found = heard(text)
    assert found is not None
    assert found.text in text
    assert 0.5 <= found.probability <= 1
    assert found.why


@pytest.mark.parametrize(
    "text",
    [
        "I can send you the comps if you like.",
        "Would you like me to call the lender?",
        "Could you send me the disclosures by Friday?",
        "Please call me back tomorrow.",
        "Will you be at the closing?",
        "When will I get my deposit back?",
        "I won't be able to make it on Friday.",
        "I will not pay for the repair.",
        "I called the inspector yesterday.",
        "I already sent the contract.",
        "I was going to call you but lost your number.",
        "The closing is on Friday at 3.",
        "The inspector will come on Tuesday.",
        "She will send it to you.",
        "You will need to sign the addendum.",
        "I'm not sure when I'll send it.",
        "Let me know what you think.",
        "I'd be happy to help if you need anything.",
        "I hope to hear from you soon.",
        "I'll be out of the office on Monday.",
        "We'll need a bigger place.",
        "You said you'd call me by noon.",
        "Any update on the appraisal?",
        "Happy to answer any questions.",
        "I will have to think about it.",
        "> I'll send it tomorrow",
        "Looking forward to it!",
        "It will be sunny tomorrow.",
        "",
    ],
)
def test_what_is_no_promise_is_not_heard(text: str) -> None:
    assert heard(text) is None


def test_a_promise_says_what_until_when_and_why() -> None:
    found = heard(
        "Hi Ann,\n\nGood to see you. I'll send you the disclosures by Friday. Have a good day!\n\nBo"
    )
    assert found is not None
    assert found.text == "I'll send you the disclosures by Friday."
    assert found.due_at == datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
    assert found.why == ("i'll send", "by friday")
    assert found.probability > 0.9


def test_the_day_is_that_of_the_promise() -> None:
    found = heard("I have showings today, so I'll call the lender tomorrow morning.")
    assert found is not None
    assert found.due_at == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)


def test_a_day_said_first_counts() -> None:
    found = heard("Tomorrow at 10 I'll call the lender.")
    assert found is not None
    assert found.due_at == datetime(2026, 11, 19, 15, 0, tzinfo=UTC)


def test_without_a_day_nothing_is_due() -> None:
    found = heard("I'll call the lender.")
    assert found is not None
    assert found.due_at is None


def test_without_a_moment_of_writing_nothing_is_due() -> None:
    found = find("I'll call the lender tomorrow.", at=None, zone=ZONE)
    assert found is not None
    assert found.due_at is None


def test_a_line_broken_by_a_mail_program_is_one_sentence() -> None:
    found = heard(
        "I spoke to the title company this morning, and I will send\nyou the settlement statement tomorrow."
    )
    assert found is not None
    assert found.text.endswith("I will send you the settlement statement tomorrow.")


def test_of_a_long_sentence_the_promising_part_is_kept() -> None:
    found = heard(
        "The roof, "
        + "the porch, " * 40
        + "all of it is old, but I'll ask the seller for a credit by Friday."
    )
    assert found is not None
    assert found.text == "I'll ask the seller for a credit by Friday."


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    found = heard(text)
    assert found is None or (0 < len(found.text) <= LONGEST and found.why)


def test_a_long_mail_is_read_in_a_moment() -> None:
    begun = time.process_time()
    heard("The roof is fine and the porch will be too. " * 1000)
    assert time.process_time() - begun < 5


def test_the_sentences_that_train_are_many_and_distinct() -> None:
    written = sentences(1500, seed=1)
    assert len({text.lower() for text, _ in written}) == 3000
    assert sum(promises for _, promises in written) == 1500
    assert written == sentences(1500, seed=1)


def test_training_again_gives_the_same_weights() -> None:
    rows = sentences(60, seed=3)
    assert fit(rows) == fit(rows)


def test_unseen_sentences_of_ours_are_told_apart() -> None:
    rows = sentences(400, seed=99)
    precision, recall, _ = figures([(promises, heard(text) is not None) for text, promises in rows])
    assert precision > 0.95
    assert recall > 0.85


def test_the_weights_are_plain_numbers() -> None:
    weights = json.loads(WEIGHTS.read_text("utf-8"))
    assert 100 < len(weights) < 1000
    assert all(isinstance(weight, float) for weight in weights.values())


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here: nothing to judge by")
def test_the_promises_in_mails_nobody_here_wrote_are_heard() -> None:
    rows = [row[:2] for row in shared_rows("bc3")["bc3"]]
    assert figures(rows)[2] >= 0.70
