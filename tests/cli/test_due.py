"""`beforehand due`: Today's list for the terminal, and the same at any moment."""

from datetime import timedelta

import pytest

from beforehand.actions.clients import end_client, pause_client
from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.promises import keep_promise, make_promise
from beforehand.actions.touches import Deed, log_touch
from tests.cast import AT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def office(cast):
    """Bob's day: a complaint, an ask, a late promise, a late call, one due, one in hand, one paused; one of Max's."""

    def client(name, agent=cast.bob, ago=3 * DAY, **deed):
        found = cast.client_of(agent, name, at=AT - 20 * DAY)
        spoke = Deed("call", "spoke", AT - ago)
        log_touch(client_id=found.pk, deed=spoke, by=agent, at=AT - ago, source="tap")
        if deed:
            said = Deed(happened_at=AT - HOUR, direction="in", outcome="received", **deed)
            log_touch(client_id=found.pk, deed=said, by=agent, at=AT - HOUR, source="tap")
        return found

    found = {
        "complaint": client("Cora Complains", channel="email", asks="complaint", words="Not again."),
        "asked": client("Asa Asks", channel="text", asks="update", words="Any news?"),
        "promise": client("Zoe Promised"),
        "late": client("Abe Late", ago=8 * DAY - 2 * HOUR),
        "due": client("Dee Due", ago=7 * DAY - 2 * HOUR),
        "in_hand": client("Ina Hand"),
        "paused": client("Pia Paused"),
        "max": client("Max’s Late", cast.max, ago=9 * DAY - 2 * HOUR),
        "charlie": client("Hill’s Own", cast.charlie, ago=9 * DAY),
    }
    made = AT - 2 * DAY
    make_promise(client_id=found["promise"].pk, text="the survey", due_at=AT - HOUR, by=cast.bob, at=made)
    pause_client(client_id=found["paused"].pk, until_at=None, reason="travels", by=cast.bob, at=AT - DAY)
    return found


def names(rows):
    return [row["client"]["name"] for row in rows]


def test_the_list_is_in_todays_order_with_a_reason_and_instants_in_utc(run, rivera, office):
    done = run(*rivera("due", "--agent", "bob@rivera.example", "--json"))
    assert done.code == 0
    assert names(done.json) == ["Cora Complains", "Asa Asks", "Zoe Promised", "Abe Late", "Dee Due"]
    assert done.json[1] == {
        "client": {"id": office["asked"].pk, "name": "Asa Asks"},
        "agent": "bob@rivera.example",
        "standing": "asked",
        "kind": "answer",
        "reason": "“Any news?” Text, 1 h ago. Answer by 1 pm.",
        "due_at": "2026-11-24T19:00:00Z",
        "late_at": "2026-11-24T19:00:00Z",
    }
    told = [(row["standing"], row["kind"], row["due_at"], row["late_at"]) for row in done.json]
    assert told == [
        ("complaint", "answer", "2026-11-24T19:00:00Z", "2026-11-24T19:00:00Z"),
        ("asked", "answer", "2026-11-24T19:00:00Z", "2026-11-24T19:00:00Z"),
        ("late", "promise", "2026-11-24T00:00:00Z", "2026-11-24T14:00:00Z"),
        ("late", "speak", "2026-11-23T17:00:00Z", "2026-11-23T17:00:00Z"),
        ("due", "speak", "2026-11-24T17:00:00Z", "2026-11-24T17:00:00Z"),
    ]


def test_all_adds_who_is_in_hand_and_who_is_paused(run, rivera, office):
    rows = run(*rivera("due", "--agent", "bob@rivera.example", "--all", "--json")).json
    assert names(rows)[5:] == ["Pia Paused", "Ina Hand"]
    assert {key: rows[5][key] for key in ("standing", "kind", "reason", "due_at", "late_at")} == {
        "standing": "paused",
        "kind": None,
        "reason": "Paused.",
        "due_at": None,
        "late_at": None,
    }
    assert (rows[6]["standing"], rows[6]["kind"]) == ("in_hand", "speak")


def test_without_an_agent_it_is_the_whole_offices_and_nobody_elses(run, rivera, office):
    rows = run(*rivera("due", "--json")).json
    assert names(rows) == [
        "Cora Complains", "Asa Asks", "Zoe Promised", "Max’s Late", "Abe Late", "Dee Due",
    ]  # fmt: skip
    assert rows[3]["agent"] == "max@rivera.example"
    across = run("due", "--all", "--json", "--office", "Hill Realty").json
    assert names(across) == ["Hill’s Own"]


def test_people_read_a_line_each(run, rivera, office):
    lines = run(*rivera("due", "--agent", "max@rivera.example")).out.splitlines()
    assert lines == ["late       Max’s Late: 8 days since you spoke. The call was owed by Sun 22 Nov, 11 am."]
    assert run(*rivera("due")).out.splitlines()[3].startswith("late       Max’s Late (max@rivera.example): ")
    assert run(*rivera("due", "--agent", "alice@rivera.example")).out == "Nobody is due.\n"


@pytest.mark.parametrize("with_rest", [(), ("--all",)])
def test_at_this_moment_the_facts_say_what_is_stored(run, rivera, office, with_rest):
    now = run(*rivera("due", "--json", *with_rest))
    assert run(*rivera("due", "--json", "--at", "2026-11-24T15:00:00Z", *with_rest)).json == now.json


def test_what_time_alone_changed_is_seen_though_nobody_has_looked(run, rivera, cast, office):
    """The clock of the machine goes on; no worker has run."""
    import time_machine

    for days in (1, 3, 8):
        with time_machine.travel(AT + days * DAY, tick=False):
            stored = run(*rivera("due", "--all", "--json")).json
        at = (AT + days * DAY).isoformat()
        assert run(*rivera("due", "--all", "--json", "--at", at)).json == stored


def test_the_past_is_told_as_it_was(run, rivera, office):
    rows = run(*rivera("due", "--agent", "bob@rivera.example", "--json", "--at", "2026-11-24T13:30:00Z")).json
    assert names(rows) == ["Abe Late", "Zoe Promised", "Dee Due"]
    assert [row["standing"] for row in rows] == ["late", "due", "due"]


def test_a_promise_kept_since_was_owed_then(run, rivera, cast, office):
    promise = office["promise"].promises.get()
    keep_promise(promise_id=promise.pk, by=cast.bob, at=AT)
    now = run(*rivera("due", "--agent", "bob@rivera.example", "--json")).json
    assert "Zoe Promised" not in names(now)
    then = run(*rivera("due", "--agent", "bob@rivera.example", "--json", "--at", "2026-11-24T14:59:59Z")).json
    assert [(row["standing"], row["kind"]) for row in then if row["client"]["name"] == "Zoe Promised"] == [
        ("late", "promise")
    ]


def test_an_agreed_call_moved_since_was_owed_then(run, rivera, cast, office):
    ina = office["in_hand"].pk
    for call_at, at in ((AT + HOUR, AT - DAY), (AT + DAY + 2 * HOUR, AT)):
        plan_next_call(client_id=ina, call_at=call_at, is_agreed=True, by=cast.bob, at=at)
    now = run(*rivera("due", "--all", "--json")).json
    then = run(*rivera("due", "--all", "--json", "--at", "2026-11-24T14:59:59Z")).json
    owed = [next(row for row in rows if row["client"]["id"] == ina) for rows in (then, now)]
    assert [(row["standing"], row["late_at"]) for row in owed] == [
        ("due", "2026-11-24T16:00:00Z"),
        ("in_hand", "2026-11-25T17:00:00Z"),
    ]


def test_who_has_left_our_care_is_on_no_list(run, rivera, cast, office):
    end_client(client_id=office["late"].pk, reason="lost", words="", by=cast.bob, at=AT)
    assert "Abe Late" not in names(run(*rivera("due", "--all", "--json")).json)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--agent", "charlie@hill.example"), "--agent: “charlie@hill.example” has no seat in Rivera Homes"),
        (("--at", "2026-11-24T15:00:00"), "has no offset; write it as 2027-01-31T09:00:00Z"),
        (("--at", "9999-12-31T23:59:59Z"), "is out of reach; its year is one of 1970 to 2199"),
        (("--at", "0001-01-01T00:00:00Z"), "is out of reach; its year is one of 1970 to 2199"),
        (("--at", "soon"), "'soon' is no instant; write it as 2027-01-31T09:00:00Z"),
    ],
)
def test_wrong_usage_is_told(run, rivera, cast, words, sentence):
    done = run(*rivera("due", *words))
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
