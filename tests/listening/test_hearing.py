"""What a message is taken for, in the words of many trades."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beforehand.listening.hearing import LONGEST_WORDS, hear

LABELS = {"ask_update", "complaint", "commitment", "request_other", "other"}

ASKS = [
    "Any word from the underwriter on our loan?",
    "Hi Dana, just checking in - where are we at with the septic inspection?",
    "havent heard from u in 2 weeks",
    "Did the sellers ever sign the addendum?",
    "status of my hail damage claim pls",
    "Still waiting on the visa, any news from the consulate?",
    "what's the holdup with our closing",
    "when will the adjuster get back to us?",
    "Has opposing counsel answered yet?",
    "I sent you the bank statements last Tuesday and haven't heard back.",
    "where is my rental car refund",
    "My replacement passport still hasn't arrived",
    "how much longer until the permit is approved?",
    "Did our offer get accepted??",
    "Could you give me an update on the probate?",
    "Is the appraisal back yet?",
]
COMPLAINTS = [
    "I am extremely disappointed, nobody ever calls me back.",
    "Your agent was rude to my mother and this is unacceptable.",
    "I want to file a formal complaint against your office.",
    "Worst travel agency ever, our honeymoon was ruined because you forgot the transfer.",
    "You promised there would be no fees and I was charged anyway. I demand an explanation.",
    "we feel ignored and lied to, we are thinking of finding another lawyer",
    "This is ridiculous. I always have to chase you.",
]
REQUESTS = [
    "Can we see the house on Cedar Lane on Saturday?",
    "How do I add my daughter to the policy?",
    "What documents do I need to apply for a mortgage?",
    "Please send me the floor plan.",
    "Do you allow pets?",
    "I'd like to change my flight to the 14th",
    "what is the cancellation policy?",
    "could you call me at 4 please",
    "I need a copy of my closing disclosure",
    "how much does a survey cost?",
]
NEITHER = [
    "Thanks for the update!",
    "Thank you so much, Maria",
    "ok sounds good, see you on Friday",
    "We loved the second house.",
    "You did a great job, we are so happy",
    "The movers come on Monday.",
    "No rush, whenever you get a chance",
    "Don't miss our spring sale! Unsubscribe at any time.",
    "Your weekly market report is here.",
    "Happy birthday!",
    "Good news: the seller signed this morning.",
]


@pytest.mark.parametrize("text", ASKS)
def test_a_client_who_wants_news_asks(text: str) -> None:
    assert hear(text).label == "ask_update"


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_client_who_is_unhappy_with_us_complains(text: str) -> None:
    assert hear(text).label == "complaint"


@pytest.mark.parametrize("text", REQUESTS)
def test_any_other_question_is_a_request(text: str) -> None:
    assert hear(text).label == "request_other"


@pytest.mark.parametrize("text", NEITHER)
def test_thanks_news_and_newsletters_want_nothing(text: str) -> None:
    assert hear(text).label == "other"


def test_a_promise_of_the_writer_is_a_commitment_with_its_time() -> None:
    heard = hear("I'll send you the signed form tomorrow.", at=datetime(2026, 3, 2, 15, tzinfo=UTC))
    assert heard.label == "commitment"
    assert heard.commitment is not None
    assert heard.commitment.due_at is not None
    assert heard.commitment.due_at.date().isoformat() == "2026-03-03"


def test_one_sentence_of_a_long_mail_is_enough_to_ask_and_is_quoted() -> None:
    mail = "Hi Bob,\n\nWe had a lovely weekend at the lake. The kids say hello.\n\nHas the lender said anything yet?"
    heard = hear(mail + "\n\nBest\nAnn")
    assert (heard.label, heard.words) == ("ask_update", "Has the lender said anything yet?")


def test_what_was_quoted_does_not_count() -> None:
    mail = "Thanks, that is all.\n\nOn Mon, 2 Mar 2026 at 10:00, Bob Hill <bob@example.com> wrote:\n> Any news?\n"
    assert hear(mail).label == "other"


def test_the_words_that_decided_stand_in_the_message() -> None:
    heard = hear("Hello Sam, any WORD from the lender?")
    assert set(heard.why) <= {"Hello", "Sam", "any", "WORD", "from", "the", "lender"}
    assert "WORD" in heard.why


def test_nothing_said_is_nothing_heard() -> None:
    for nothing in ("", "  \n", "\x00"):
        heard = hear(nothing)
        assert (heard.label, heard.why, heard.commitment) == ("other", (), None)


def test_a_very_long_message_is_heard_by_its_beginning() -> None:
    beginning = "Any news from the lender? "
    heard = hear(beginning + "la la la. " * 100_000)
    assert (heard.label, heard.words) == ("ask_update", "Any news from the lender?")


@given(st.text(max_size=400))
def test_any_text_is_heard(text: str) -> None:
    heard = hear(text, at=datetime(2026, 3, 2, 15, tzinfo=UTC), zone="America/Chicago")
    assert heard.label in LABELS
    assert 0 <= heard.probability <= 1
    assert len(heard.words) <= LONGEST_WORDS


@pytest.mark.parametrize(
    "name", ["Theo", "Dana & Luis", "Ruth Abernathy", "Best,\nSam W.", "Kind regards,\nMarcus Bell"]
)
def test_a_name_below_a_letter_asks_nothing(name: str) -> None:
    heard = hear(f"Thank you, that is all clear now.\n\n{name}")
    assert (heard.label, heard.words) == ("other", "Thank you, that is all clear now.")
    asked = hear(f"Any news on the survey?\n\n{name}")
    assert (asked.label, asked.words) == ("ask_update", "Any news on the survey?")
