"""`beforehand log`: a contact from the terminal, and where the client stands then."""

from datetime import UTC, datetime, timedelta

import pytest

from beforehand.records.models import Request, Touch
from tests.cast import AT

SPOKE = ("--channel", "call", "--outcome", "spoke")
BOB = ("--agent", "bob@rivera.example")


@pytest.fixture
def log(run, rivera):
    return lambda *words: run(*rivera("log", *words))


def test_a_talk_is_written_and_the_next_call_told(log, cast):
    dana = cast.client_of(cast.bob)
    done = log("Dana Ortega", *BOB, *SPOKE, "--note", "Liked the garden.", "--json")
    touch = Touch.objects.get()
    assert done.code == 0
    assert done.json == {
        "touch": touch.pk,
        "client": {"id": dana.pk, "name": "Dana Ortega"},
        "standing": "in_hand",
        "due_at": "2026-12-01T00:00:00Z",
        "late_at": "2026-12-01T15:00:00Z",
    }
    assert (touch.at, touch.direction, touch.channel, touch.outcome) == (AT, "out", "call", "spoke")
    assert (touch.words, touch.source, touch.recorded_at) == ("Liked the garden.", "cli", AT)
    assert touch.member == touch.recorded_by == cast.bob


def test_people_read_it_in_a_sentence(log, cast):
    cast.client_of(cast.bob)
    done = log("Dana Ortega", *BOB, *SPOKE)
    assert done.out == (f"Logged as {Touch.objects.get().pk}. Dana Ortega: in hand, next by Monday, 6 pm.\n")


def test_what_they_ask_comes_from_them_and_is_a_request(log, cast):
    cast.client_of(cast.bob, at=AT - timedelta(days=2))
    done = log(
        "Dana Ortega", *BOB, "--channel", "text", "--outcome", "received", "--asks", "update",
        "--note", "Any news?", "--at", "2026-11-24T14:20:00Z", "--json",
    )  # fmt: skip
    assert done.json["standing"] == "asked"
    assert done.json["due_at"] == "2026-11-23T15:00:00Z"  # the first call, which was owed before
    request = Request.objects.get()
    assert (request.touch.direction, request.asks, request.words) == ("in", "update", "Any news?")
    assert (request.owner, request.asked_at) == (cast.bob, datetime(2026, 11, 24, 14, 20, tzinfo=UTC))


def test_holding_acknowledges_and_does_not_answer(log, cast):
    cast.client_of(cast.bob, at=AT - timedelta(hours=3))
    ask = ("--channel", "text", "--outcome", "received", "--asks", "update", "--at", "2026-11-24T14:20:00Z")
    log("Dana Ortega", *BOB, *ask)
    done = log("Dana Ortega", *BOB, "--channel", "text", "--outcome", "sent", "--holding", "--json")
    assert done.json["standing"] == "asked"
    request = Request.objects.get()
    assert (request.acknowledged_at, request.answered_at) == (AT, None)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-23T16:00:00Z", "2026-11-23T16:00:00+00:00"),
        ("2026-11-23T10:00:00-06:00", "2026-11-23T16:00:00+00:00"),
        ("2026-11-23T10:00", "2026-11-23T16:00:00+00:00"),
        ("2026-11-23 10:00:00", "2026-11-23T16:00:00+00:00"),
        ("2026-10-30T10:00", "2026-10-30T15:00:00+00:00"),
    ],
)
def test_a_time_without_an_offset_is_on_the_agents_clocks(log, cast, written, instant):
    cast.client_of(cast.bob)
    assert log("Dana Ortega", *BOB, *SPOKE, "--at", written).code == 0
    assert Touch.objects.get().at == datetime.fromisoformat(instant)
    assert Touch.objects.get().recorded_at == AT


@pytest.mark.parametrize("name", ["maria gomez", "MARÍA GÓMEZ", "Maria  Gomez ", "gomez", "Gómez María"])
def test_a_name_counts_without_case_accents_and_order(log, cast, name):
    maria = cast.client_of(cast.bob, "María Gómez")
    cast.client_of(cast.bob, "Mario Gomes")
    assert log(name, *BOB, *SPOKE, "--json").json["client"] == {"id": maria.pk, "name": "María Gómez"}


def test_anybody_of_the_household_is_the_client(log, cast):
    both = cast.client_of(cast.bob, "Dana & Luis Ortega")
    assert log("luis ortega", *BOB, *SPOKE, "--json").json["client"]["id"] == both.pk


def test_the_whole_name_goes_before_names_that_hold_it(log, cast):
    cast.client_of(cast.bob, "Tom Becker Jr")
    tom = cast.client_of(cast.bob, "Tom Becker")
    assert log("tom becker", *BOB, *SPOKE, "--json").json["client"]["id"] == tom.pk


def test_a_number_is_the_clients(log, cast):
    cast.client_of(cast.bob, "Tom Becker")
    second = cast.client_of(cast.bob, "Tom Becker")
    assert log(second.pk, *BOB, *SPOKE, "--json").json["client"]["id"] == second.pk


def test_who_it_may_be_is_listed_and_nothing_written(log, cast):
    becker, baker = (cast.client_of(cast.bob, name) for name in ("Tom Becker", "Tom Baker"))
    done = log("Tom", *BOB, *SPOKE)
    assert done.code == 2
    assert (
        f"“Tom” may be any of these, write the number: {baker.pk} Tom Baker, {becker.pk} Tom Becker."
        in done.err
    )
    assert not Touch.objects.exists()


def test_a_long_list_is_cut(log, cast):
    for _ in range(12):
        cast.client_of(cast.bob, "Tom Becker")
    assert "Tom Becker, and 2 more." in log("tom becker", *BOB, *SPOKE).err


@pytest.mark.parametrize("text", ["Nobody", "999999", "9" * 30, "", "%", "Dan"])
def test_who_is_nobody_is_refused(log, cast, text):
    cast.client_of(cast.bob)
    done = log(text, *BOB, *SPOKE)
    assert done.code == 2
    assert f"CLIENT: no client that Bob Ames may see is “{text}”." in done.err


def test_an_agent_logs_for_their_own_clients_only(log, cast):
    lan = cast.client_of(cast.max, "Lan Nguyen")
    assert log(lan.pk, *BOB, *SPOKE).code == 2
    assert log("Lan Nguyen", *BOB, *SPOKE).code == 2
    assert log("Lan Nguyen", "--agent", "lea@rivera.example", *SPOKE).code == 0
    assert Touch.objects.get().member == cast.lea


def test_an_assistant_logs_for_the_agents_they_assist(log, cast):
    cast.client_of(cast.bob)
    cast.client_of(cast.max, "Lan Nguyen")
    assert log("Dana Ortega", "--agent", "tia@rivera.example", *SPOKE).code == 0
    assert log("Lan Nguyen", "--agent", "tia@rivera.example", *SPOKE).code == 2
    assert Touch.objects.get().recorded_by == cast.tia


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--channel", "pigeon", "--outcome", "sent"), "'pigeon' is not one of 'call'"),
        (("--channel", "call", "--outcome", "talked"), "'talked' is not one of 'spoke'"),
        (("--channel", "text", "--outcome", "spoke"), "Nobody speaks by text; log it as sent or received."),
        ((*SPOKE, "--asks", "favour"), "'favour' is not one of 'none'"),
        ((*SPOKE, "--asks", "update", "--direction", "out"), "Only the client asks;"),
        ((*SPOKE, "--at", "2026-11-24T16:00:00Z"), "That time is still to come;"),
        ((*SPOKE, "--at", "yesterday"), "'yesterday' is no instant; write it as 2027-01-31T09:00:00Z"),
        (
            (*SPOKE, "--agent", "charlie@hill.example"),
            "--agent: “charlie@hill.example” has no seat in Rivera Homes",
        ),
        (("--channel", "call"), "Missing option '--outcome'"),
    ],
)
def test_wrong_usage_is_told_and_nothing_written(log, cast, words, sentence):
    cast.client_of(cast.bob)
    done = log("Dana Ortega", *BOB, *words)
    assert done.code == 2
    assert sentence in done.err
    assert done.out == ""
    assert not Touch.objects.exists()


def test_the_office_across_the_street_finds_nobody(run, cast):
    dana = cast.client_of(cast.bob)
    charlie = ("--agent", "charlie@hill.example", *SPOKE, "--office", "Hill Realty")
    for text in ("Dana Ortega", str(dana.pk)):
        done = run("log", text, *charlie)
        assert done.code == 2
        assert "no client that Charlie Hill may see" in done.err
    assert not Touch.objects.exists()
