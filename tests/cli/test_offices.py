"""`beforehand office new`, and how every command finds its office."""

import pytest
from django.contrib.auth import authenticate

from beforehand.records.models import Office, OfficeCadence
from tests.cast import AT

NEW = ("office", "new", "Rivera Homes", "--email", "Alice@Rivera.example", "--password-stdin")
PLACE = ("--country", "US", "--state", "TX", "--zone", "America/Chicago")
PASSWORD = "a cup of tea at nine"


def test_an_office_is_opened_with_its_broker_and_its_cadences(run):
    done = run(*NEW, *PLACE, "--json", stdin=f"{PASSWORD}\n")
    assert done.code == 0
    assert done.json == {"office": "Rivera Homes", "email": "alice@rivera.example", "role": "broker"}
    office = Office.objects.get()
    assert (office.country, office.state, office.zone, office.created_at) == (
        "US",
        "TX",
        "America/Chicago",
        AT,
    )
    assert OfficeCadence.objects.filter(office=office).count() == 9
    assert authenticate(email="alice@rivera.example", password=PASSWORD).member.office == office


def test_it_says_so_to_people(run):
    done = run(*NEW, *PLACE, stdin=PASSWORD)
    assert done.out == "Rivera Homes is open; alice@rivera.example can sign in.\n"


def test_only_the_first_line_is_the_password(run):
    run(*NEW, *PLACE, stdin=f"{PASSWORD}\r\nnothing of this\n")
    assert authenticate(email="alice@rivera.example", password=PASSWORD) is not None


def test_a_password_can_be_typed_twice_instead(run):
    done = run(*NEW[:-1], *PLACE, "--json", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.json["email"] == "alice@rivera.example"


@pytest.mark.parametrize(
    ("words", "stdin", "code", "sentence"),
    [
        (
            (*NEW, "--zone", "Texas"),
            PASSWORD,
            2,
            "Zone: “Texas” is no time zone; write one like America/Chicago.",
        ),
        (NEW, PASSWORD, 2, "Missing option '--zone'."),
        ((*NEW, *PLACE), "password", 1, "Password: "),
        (
            (*NEW, *PLACE, "--country", "USA"),
            PASSWORD,
            1,
            "Country: “USA” is no two-letter country code, such as US.",
        ),
        (
            (*NEW, *PLACE, "--email", "alice"),
            PASSWORD,
            1,
            "E-mail: “alice” is no e-mail address; write one like",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(run, words, stdin, code, sentence):
    done = run(*words, stdin=stdin)
    assert done.code == code
    assert sentence in done.err
    assert done.out == ""
    assert not Office.objects.exists()


def test_an_address_can_have_one_seat_only(run, cast):
    done = run(*NEW, *PLACE, stdin=PASSWORD)
    assert (done.code, done.err) == (
        1,
        "E-mail: alice@rivera.example has a seat already; an address can have only one.\n",
    )
    assert Office.objects.count() == 2


@pytest.mark.parametrize("command", [("due",), ("check",), ("member", "reset", "bob@rivera.example")])
def test_without_an_office_a_command_says_how_to_open_one(run, command):
    done = run(*command)
    assert done.code == 2
    assert "There is no office yet; open one with `beforehand office new`." in done.err


@pytest.mark.parametrize("command", [("due",), ("check",), ("member", "reset", "bob@rivera.example")])
def test_of_several_offices_one_must_be_named(run, cast, command):
    done = run(*command)
    assert done.code == 2
    assert "There are several offices; say which with --office: “Hill Realty”, “Rivera Homes”." in done.err
    assert run(*command, "--office", "rivera homes").code == 0


def test_an_office_that_is_not_there_is_told_beside_those_that_are(run, cast):
    done = run("due", "--office", "Rivera")
    assert done.code == 2
    assert "--office: “Rivera” is none of “Hill Realty”, “Rivera Homes”." in done.err


def test_where_there_is_one_office_it_need_not_be_named(run):
    run(*NEW, *PLACE, stdin=PASSWORD)
    assert run("due", "--json").json == []


def test_two_offices_of_one_name_cannot_be_told_apart(run):
    run(*NEW, *PLACE, stdin=PASSWORD)
    run(*NEW, *PLACE, "--email", "second@rivera.example", stdin=PASSWORD)
    done = run("due", "--office", "Rivera Homes")
    assert done.code == 2
    assert "Several offices are named “Rivera Homes”" in done.err
