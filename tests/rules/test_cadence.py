"""How often a client is owed a call, and what a change of that does to a clock that is running."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from beforehand.rules.cadence import Dated, Own, StageSpan, Step, Terms, in_force, steps

DAY = 86400
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
WEEKLY = Terms(7 * DAY, None, 7200, DAY, 14400, 600, 300)
CONTRACT = replace(
    WEEKLY,
    speak_every=4 * DAY,
    hear_every=2 * DAY,
    opening_week_speak_every=3 * DAY,
    closing_week_speak_every=3 * DAY,
)
PAST = replace(WEEKLY, speak_every=None, hear_every=90 * DAY, first_hear_within=30 * DAY)
LEAD = replace(WEEKLY, first_call_within=3600)
TABLE = [
    Dated("*", "searching", START, WEEKLY),
    Dated("*", "lead", START, LEAD),
    Dated("*", "under_contract", START, CONTRACT),
    Dated("*", "past", START, PAST),
    Dated("*", "*", START, WEEKLY),
]


def days(count):
    return timedelta(days=count)


def late_at(held, last, clock="speak"):
    """When the engine makes the clock late: the rules of a first call and of a later start as in the spec."""
    since = held.since if clock == "speak" else held.hear_since
    every = held.cadence.speak_every if clock == "speak" else held.cadence.hear_every
    if last is None:
        return since + held.cadence.first_call_within
    return last + every if last >= since else max(last + every, since + held.cadence.first_call_within)


def held(spans, *, now, spoke=None, heard=None, since=START, own=(), table=TABLE):
    plan = steps(spans, table, own)
    return in_force(plan, since=since, spoke_at=spoke, heard_at=heard or spoke, now=now)


def moved(*stages, side="buyer", closes_at=None):
    """One deal through stages, each (name, from_at)."""
    ends = [at for _, at in stages[1:]] + [None]
    return [StageSpan(side, name, at, end, closes_at) for (name, at), end in zip(stages, ends, strict=True)]


def test_a_stage_owes_what_the_office_says():
    now = held(moved(("searching", START)), now=START + days(1), spoke=START + days(1))
    assert now.cadence.speak_every == days(7)
    assert now.cadence.hear_every is None
    assert now.cadence.acknowledge_within == timedelta(hours=2)
    assert now.cadence.answer_within == timedelta(hours=4)
    assert (now.cadence.call_length, now.cadence.message_length) == (
        timedelta(minutes=10),
        timedelta(minutes=5),
    )


def test_a_stage_the_table_does_not_name_owes_the_usual():
    assert held(moved(("offer", START)), now=START, spoke=START).cadence.speak_every == days(7)


def test_terms_of_a_side_go_before_those_of_every_side():
    table = [*TABLE, Dated("short_sale", "searching", START, replace(WEEKLY, speak_every=5 * DAY))]
    ours = held(moved(("searching", START), side="short_sale"), now=START, spoke=START, table=table)
    theirs = held(moved(("searching", START)), now=START, spoke=START, table=table)
    assert (ours.cadence.speak_every, theirs.cadence.speak_every) == (days(5), days(7))


def test_a_table_without_a_last_resort_is_no_table():
    with pytest.raises(ValueError, match="no terms for buyer in offer"):
        steps(moved(("offer", START)), TABLE[:1], [])


def test_the_past_of_an_office_is_judged_by_its_first_table():
    early = held(moved(("searching", START - days(30))), now=START - days(20), spoke=START - days(21))
    assert early.cadence.speak_every == days(7)


def test_of_two_tables_of_one_moment_the_last_written_holds():
    table = [*TABLE, Dated("*", "searching", START, replace(WEEKLY, speak_every=5 * DAY))]
    assert held(moved(("searching", START)), now=START, spoke=START, table=table).cadence.speak_every == days(
        5
    )


def test_a_tighter_stage_makes_nobody_late_by_the_stroke_of_a_pen():
    spoke, change = START, START + days(6)
    spans = moved(("searching", START), ("under_contract", change))
    now = held(spans, now=change, spoke=spoke)
    assert (now.cadence.speak_every, now.since) == (days(3), change)
    assert late_at(now, spoke) == change + days(1)


def test_a_tighter_stage_counts_from_the_last_talk_where_that_leaves_time():
    spoke, change = START + days(5), START + days(6)
    now = held(moved(("searching", START), ("under_contract", change)), now=change, spoke=spoke)
    assert late_at(now, spoke) == spoke + days(3)


def test_who_was_late_when_the_stage_grew_tighter_stays_late_under_the_old_cadence():
    change = START + days(9)
    spans = moved(("searching", START), ("under_contract", change))
    now = held(spans, now=change + days(5), spoke=START)
    assert late_at(now, START) == START + days(7)


def test_loosening_never_makes_a_lateness_unhappen():
    spoke, change = START, START + days(5)
    spans = moved(("under_contract", START - days(30)), ("searching", change))
    now = held(spans, now=change + days(1), spoke=spoke, since=START - days(30))
    assert late_at(now, spoke) == spoke + days(4)


def test_loosening_gives_more_time_to_who_was_not_late():
    spoke, change = START, START + days(3)
    spans = moved(("under_contract", START - days(30)), ("searching", change))
    now = held(spans, now=change, spoke=spoke, since=START - days(30))
    assert late_at(now, spoke) == spoke + days(7)


def test_the_next_talk_mends_the_lateness_and_the_new_cadence_holds():
    change = START + days(5)
    spans = moved(("under_contract", START - days(30)), ("searching", change))
    spoke = change + days(2)
    now = held(spans, now=spoke + days(1), spoke=spoke, since=START - days(30))
    assert (now.cadence.speak_every, late_at(now, spoke)) == (days(7), spoke + days(7))


def test_a_new_lead_is_owed_a_call_within_the_hour():
    now = held(moved(("lead", START)), now=START)
    assert late_at(now, None) == START + timedelta(hours=1)


def test_a_lead_who_was_not_called_in_time_stays_late_whatever_stage_it_is_moved_to():
    change = START + timedelta(hours=3)
    now = held(moved(("lead", START), ("searching", change)), now=change + timedelta(hours=1))
    assert late_at(now, None) == START + timedelta(hours=1)


def test_a_lead_moved_on_in_time_has_the_time_of_its_new_stage():
    change = START + timedelta(minutes=30)
    now = held(moved(("lead", START), ("searching", change)), now=change)
    assert late_at(now, None) == START + days(1)


def test_a_first_call_owed_sooner_counts_from_the_moment_of_the_change():
    change = START + timedelta(hours=20)
    now = held(moved(("searching", START), ("lead", change)), now=change)
    assert late_at(now, None) == change + timedelta(hours=1)


@pytest.mark.parametrize(("day", "every"), [(0, 3), (6, 3), (7, 4), (12, 4), (13, 3), (19, 3)])
def test_the_first_and_the_last_week_under_contract_are_tighter(day, every):
    closes_at = START + days(20)
    now = START + days(day)
    spans = moved(("under_contract", START), closes_at=closes_at)
    assert held(spans, now=now, spoke=now).cadence.speak_every == days(every)


def test_the_closing_week_makes_nobody_late_either():
    closes_at = START + days(20)
    spoke, now = START + days(9), START + days(13)
    week = held(moved(("under_contract", START), closes_at=closes_at), now=now, spoke=spoke)
    assert late_at(week, spoke) == now + days(1)


def test_another_closing_date_is_no_new_opening_week():
    change = START + days(10)
    spans = [
        StageSpan("buyer", "under_contract", START, change, START + days(30), START),
        StageSpan("buyer", "under_contract", change, None, START + days(40), START),
    ]
    now = held(spans, now=change, spoke=change)
    assert now.cadence.speak_every == days(4)
    assert now.changes_at == START + days(33)


def test_a_client_with_several_deals_has_the_tightest_cadence_of_them():
    sale = StageSpan("seller", "under_contract", START - days(10), None)
    now = held([*moved(("searching", START)), sale], now=START, spoke=START)
    assert (now.cadence.speak_every, now.cadence.hear_every) == (days(4), days(2))


def test_a_deal_that_ends_leaves_the_cadence_of_the_other():
    sale = StageSpan("seller", "under_contract", START - days(10), START + days(2))
    now = held([*moved(("searching", START)), sale], now=START + days(2), spoke=START + days(1))
    assert (now.cadence.speak_every, now.cadence.hear_every) == (days(7), None)


def test_a_clients_own_cadence_goes_before_the_stages():
    own = [Own(START, 2 * DAY, None), Own(START + days(3), 5 * DAY, DAY)]
    first = held(moved(("searching", START)), now=START + days(1), spoke=START + days(1), own=own)
    then = held(moved(("searching", START)), now=START + days(3), spoke=START + days(3), own=own)
    assert (first.cadence.speak_every, first.cadence.hear_every) == (days(2), None)
    assert (then.cadence.speak_every, then.cadence.hear_every) == (days(5), days(1))


def test_a_past_client_hears_within_thirty_days_of_closing_and_then_every_ninety():
    closing = START + days(40)
    spans = moved(("under_contract", START), ("past", closing))
    spoke = closing - days(1)
    before = held(spans, now=closing + days(1), spoke=spoke)
    assert before.cadence.speak_every is None
    assert late_at(before, spoke, "hear") == closing + days(30)
    heard = closing + days(20)
    after = held(spans, now=heard, spoke=spoke, heard=heard)
    assert late_at(after, heard, "hear") == heard + days(90)


def test_a_word_owed_before_the_closing_stays_owed():
    closing = START + days(40)
    spoke = closing - days(3)
    now = held(moved(("under_contract", START), ("past", closing)), now=closing + days(1), spoke=spoke)
    assert late_at(now, spoke, "hear") == spoke + days(2)


def test_a_past_client_from_the_first_day_hears_within_thirty_days():
    now = held(moved(("past", START)), now=START + days(1))
    assert late_at(now, None, "hear") == START + days(30)


def test_the_next_change_is_known_beforehand():
    spans = moved(("searching", START), ("under_contract", START + days(3)))
    assert held(spans, now=START, spoke=START).changes_at == START + days(3)
    assert held(spans, now=START + days(3), spoke=START).changes_at == START + days(10)
    assert held(spans, now=START + days(10), spoke=START).changes_at is None


def test_asked_about_the_past_the_cadence_of_then_holds():
    spans = moved(("searching", START), ("under_contract", START + days(3)))
    assert held(spans, now=START + days(2), spoke=START).cadence.speak_every == days(7)


@pytest.mark.parametrize("tighter", [1, 2, 3, 5, 7, 10])
@pytest.mark.parametrize("changed_after", [0, 1, 3, 6, 6.9, 7.1, 20])
def test_no_change_of_cadence_moves_a_deadline_across_the_moment_of_the_change(tighter, changed_after):
    change = START + timedelta(days=changed_after)
    plan = [Step(START, WEEKLY), Step(change, replace(WEEKLY, speak_every=tighter * DAY))]
    before = START + days(7)
    after = late_at(in_force(plan, since=START, spoke_at=START, heard_at=START, now=change), START)
    assert (before < change) == (after < change)
