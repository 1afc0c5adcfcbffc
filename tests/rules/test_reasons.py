"""Why a client is on the list, in one sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.rules.reasons import Contact, StoredClock, sentence

NOW = datetime(2026, 11, 24, 15, 35, tzinfo=UTC)  # Tuesday, 9:35 in Chicago
SPOKE = NOW - timedelta(days=6, hours=2)
USUAL = Contact(SPOKE, SPOKE)


def at(text):
    return datetime.fromisoformat(f"2026-{text}:00+00:00")


def clock(kind, late, due=None, **given):
    return StoredClock(kind, given.pop("ref", None), at(late), at(due or late), **given)


def asked(late="11-24T17:15", minutes=40, **given):
    words = {"at": NOW - timedelta(minutes=minutes), "channel": "text", "outcome": "received"} | given
    return clock("answer", late, ref="7", **words)


def said(running, standing, contact=USUAL):
    return sentence(running, standing, contact, NOW, "America/Chicago")


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (
            asked(words="Any word on the appraisal?"),
            "“Any word on the appraisal?” Text, 40 min ago. Answer by 11:15 am.",
        ),
        (
            asked(words=" Any\n word? ", channel="email"),
            "“Any word?” E-mail, 40 min ago. Answer by 11:15 am.",
        ),
        (asked(), "They asked. Text, 40 min ago. Answer by 11:15 am."),
        (asked(words="Hm?", late="11-25T16:00"), "“Hm?” Text, 40 min ago. Answer by tomorrow, 10 am."),
        (asked(words="Hm?", late="11-24T15:00"), "“Hm?” Text, 40 min ago. They have waited since 9 am."),
        (
            asked(channel="call", outcome="no_answer"),
            "They rang 40 min ago and did not reach you. Call back by 11:15 am.",
        ),
        (
            asked(channel="call", outcome="no_answer", late="11-24T15:00"),
            "They rang 40 min ago and did not reach you. They have waited since 9 am.",
        ),
        (
            asked(channel="call", outcome="left_message", minutes=180),
            "They left a voicemail 3 h ago. Call back by 11:15 am.",
        ),
        (
            asked(channel="call", outcome="left_message", words="Call me please"),
            "“Call me please.” Call, 40 min ago. Answer by 11:15 am.",
        ),
        (
            asked(words="any news?", channel="email", heard=True),
            "Heard in their e-mail, 40 min ago: “any news?” Answer by 11:15 am.",
        ),
        (
            asked(words="Hm?", channel="social", heard=True, late="11-24T15:00"),
            "Heard in their message, 40 min ago: “Hm?” They have waited since 9 am.",
        ),
    ],
)
def test_who_asked_is_told_in_their_own_words(ask, reason):
    assert said(ask, "asked") == reason


def test_a_long_ask_is_cut_where_it_reads_well():
    told = said(asked(words="word " * 40), "asked")
    quote = told[1 : told.index("”")]
    assert quote == "word " * 17 + "word…"
    assert len(quote) <= 90


def test_a_complaint_says_that_only_a_call_puts_it_right():
    told = said(asked(words="Nobody told me.", complaint=True), "complaint")
    assert told == "“Nobody told me.” Text, 40 min ago. Only a call puts it right."
    assert said(asked(complaint=True), "complaint") == (
        "They complained. Text, 40 min ago. Only a call puts it right."
    )


def test_a_promise_is_told_with_its_words_and_its_time():
    promise = clock("promise", "11-24T23:00", ref="3", words="the lender’s answer.")
    assert said(promise, "due") == "You promised by today, 5 pm: the lender’s answer."


def test_a_late_promise_is_to_be_owned_up_to():
    promise = clock("promise", "11-23T23:00", ref="3", words="the survey")
    assert said(promise, "late") == (
        "You promised by yesterday, 5 pm: the survey. Say so before they notice."
    )


def test_an_agreed_call_is_told_as_one():
    assert (
        said(clock("promise", "11-26T21:00", ref="call-9"), "in_hand")
        == "You agreed to call Thursday at 3 pm."
    )


@pytest.mark.parametrize(
    ("late", "due", "standing", "reason"),
    [
        ("11-25T13:35", "11-24T24:00", "due", "6 days since you spoke. Call by today, 6 pm."),
        ("11-25T13:35", "11-23T23:00", "due", "6 days since you spoke. Call before tomorrow, 7:35 am."),
        (
            "11-24T13:35",
            "11-24T13:35",
            "late",
            "6 days since you spoke. The call was owed by today, 7:35 am.",
        ),
        ("11-27T13:35", "11-27T13:35", "in_hand", "6 days since you spoke. Next call by Friday, 7:35 am."),
    ],
)
def test_a_call_is_told_by_the_days_since_the_last(late, due, standing, reason):
    due = "11-25T00:00" if due.endswith("24:00") else due
    assert said(clock("speak", late, due), standing) == reason


def test_a_first_call_is_told_as_one():
    nobody = Contact(None, None)
    soon, late = clock("speak", "11-24T20:00"), clock("speak", "11-24T14:00")
    assert said(soon, "due", nobody) == "You have not spoken yet. First call by today, 2 pm."
    assert said(late, "late", nobody) == "You have not spoken yet, and the first call is late."


def test_a_call_that_fits_nobodys_hours_needs_a_cover():
    stuck = clock("speak", "11-24T20:00", no_window=True)
    assert said(stuck, "due") == (
        "6 days since you spoke. No hour is left that suits you both: call soon, or find a cover."
    )


def test_a_word_is_owed_by_the_days_they_have_heard_nothing():
    quiet = Contact(SPOKE, NOW - timedelta(days=3))
    assert said(clock("hear", "11-24T22:00"), "due", quiet) == (
        "3 days since they heard from you. Write or call by today, 4 pm."
    )
    assert said(clock("hear", "11-23T22:00"), "late", quiet) == (
        "3 days since they heard from you; a word was owed by yesterday, 4 pm."
    )
    assert said(clock("hear", "11-24T22:00"), "due", Contact(None, None)) == (
        "They have not heard from you yet. Write or call by today, 4 pm."
    )


def test_a_word_that_is_due_already_is_owed_before_it_is_late():
    quiet = Contact(SPOKE, NOW - timedelta(days=1))
    assert said(clock("hear", "11-25T20:21", due="11-24T15:00"), "due", quiet) == (
        "1 day since they heard from you. Write or call before tomorrow, 2:21 pm."
    )
    assert said(clock("hear", "11-23T22:00"), "late", Contact(None, None)) == (
        "They have not heard from you yet; a word was owed by yesterday, 4 pm."
    )


def test_with_no_clock_the_pause_or_the_last_talk_is_all_there_is_to_say():
    assert said(None, "paused") == "Paused."
    assert said(None, "in_hand") == "6 days since you spoke."
    assert said(None, "in_hand", Contact(NOW - timedelta(hours=3), None)) == "You spoke within the day."
    assert said(None, "in_hand", Contact(None, None)) == "You have not spoken yet."


def test_a_complaint_that_was_heard_is_told_as_heard():
    ask = asked(words="nobody tells us anything", complaint=True, heard=True)
    sentence_of_it = "Heard in their text, 40 min ago: “nobody tells us anything.” Only a call puts it right."
    assert said(ask, "complaint") == sentence_of_it
