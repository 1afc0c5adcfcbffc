"""`beforehand member`: seats and one-time links."""

import pytest

from beforehand.actions.members import accept_invitation, open_invitation
from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.records.models import Member
from tests.cast import AT

PASSWORD = "a pot of coffee at ten"


def token_of(link):
    assert link.startswith("http://127.0.0.1:8000/join/")
    assert link.endswith("/")
    return link.rstrip("/").rpartition("/")[2]


def test_a_new_member_has_a_seat_and_a_link_that_works_once(run, rivera):
    done = run(
        *rivera("member", "add", "Mo@Rivera.example", "--role", "agent", "--name", "Mo Diaz", "--json")
    )
    assert done.code == 0
    assert done.json.keys() == {"email", "role", "link"}
    assert (done.json["email"], done.json["role"]) == ("mo@rivera.example", "agent")
    token = token_of(done.json["link"])
    joined = accept_invitation(token=token, password=PASSWORD, at=AT)
    assert (joined.name, joined.office.name) == ("Mo Diaz", "Rivera Homes")
    assert open_invitation(token, at=AT) is None


def test_people_read_the_link_on_a_line_of_its_own(run, rivera):
    done = run(*rivera("member", "add", "mo.diaz@rivera.example", "--role", "lead"))
    first, link = done.out.splitlines()
    assert first == "Mo Diaz (lead) chooses a password here, once, within 7 days:"
    assert open_invitation(token_of(link), at=AT).member.name == "Mo Diaz"


@pytest.mark.parametrize("role", ["broker", "lead", "agent", "assistant"])
def test_every_role_can_be_given(run, rivera, role):
    assert run(*rivera("member", "add", "mo@rivera.example", "--role", role)).code == 0
    assert Member.objects.get(user__email="mo@rivera.example").role == role


def test_a_team_is_joined_or_made(run, rivera, cast):
    run(*rivera("member", "add", "mo@rivera.example", "--role", "agent", "--team", "North"))
    run(*rivera("member", "add", "jo@rivera.example", "--role", "agent", "--team", "South"))
    mo, jo = (Member.objects.get(user__email=f"{name}@rivera.example") for name in ("mo", "jo"))
    assert mo.team == cast.team
    assert jo.team.name == "South"


def test_an_assistant_sees_the_clients_of_those_named(run, rivera, cast):
    dana, lan = cast.client_of(cast.bob), cast.client_of(cast.max, "Lan Nguyen")
    sees = ("--assists", "bob@rivera.example", "--assists", "max@rivera.example")
    run(*rivera("member", "add", "mo@rivera.example", "--role", "assistant", *sees))
    mo = Member.objects.get(user__email="mo@rivera.example")
    assert set(access.clients(mo)) == {dana, lan}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--role", "boss"), 2, "'boss' is not one of 'broker', 'lead', 'agent', 'assistant'"),
        ((), 2, "Missing option '--role'"),
        (("--role", "agent", "--assists", "bob@rivera.example"), 2, "--assists: only an assistant assists"),
        (("--role", "assistant", "--assists", "charlie@hill.example"), 2, "has no seat in Rivera Homes"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_seated(run, rivera, words, code, sentence):
    done = run(*rivera("member", "add", "mo@rivera.example", *words))
    assert done.code == code
    assert sentence in done.err
    assert not Member.objects.filter(user__email="mo@rivera.example").exists()


def test_who_has_a_seat_anywhere_gets_no_second(run, rivera):
    done = run(*rivera("member", "add", "charlie@hill.example", "--role", "agent"))
    assert (done.code, done.err) == (
        1,
        "E-mail: charlie@hill.example has a seat already; an address can have only one.\n",
    )


def test_a_reset_makes_a_new_link_and_voids_the_old(run, rivera):
    old = token_of(
        run(*rivera("member", "add", "mo@rivera.example", "--role", "agent", "--json")).json["link"]
    )
    done = run(*rivera("member", "reset", "MO@rivera.example", "--json")).json
    assert (done["email"], done["role"]) == ("mo@rivera.example", "agent")
    with pytest.raises(Refusal, match="used already or has run out"):
        accept_invitation(token=old, password=PASSWORD, at=AT)
    assert accept_invitation(token=token_of(done["link"]), password=PASSWORD, at=AT).name == "Mo"


def test_another_offices_member_cannot_be_reset(run, rivera):
    done = run(*rivera("member", "reset", "charlie@hill.example"))
    assert done.code == 2
    assert (
        "EMAIL: “charlie@hill.example” has no seat in Rivera Homes; it is one of alice@rivera.example,"
        in done.err
    )
    assert "charlie" not in done.out
