"""`beforehand sample`: an office to look around in."""

from django.contrib.auth import authenticate

from beforehand.records.models import Office
from tests.cast import AT


def test_it_opens_the_office_and_says_how_to_sign_in(run):
    done = run("sample", "--json")
    assert done.code == 0
    assert done.json.keys() == {"office", "email", "password"}
    assert (done.json["office"], done.json["email"]) == ("Lindqvist Homes", "maya.lindqvist@example.com")
    maya = authenticate(email=done.json["email"], password=done.json["password"]).member
    assert (maya.name, maya.role, maya.office.is_sample) == ("Maya Lindqvist", "broker", True)
    today = run("due", "--json").json
    assert today[0]["reason"].startswith(
        "“Hi Maya, any word on the appraisal? Getting nervous.” Text, 40 min ago."
    )
    assert run("check").out == "no differences\nevery active client accounted for: 26 of 26\n"


def test_a_second_one_is_refused(run):
    run("sample")
    done = run("sample")
    assert (done.code, done.out) == (1, "")
    assert done.err == "There is a sample office already: Lindqvist Homes.\n"
    assert Office.objects.count() == 1


def test_it_can_be_told_from_another_day(run):
    done = run("sample", "--at", "2027-03-05T17:00:00Z")
    assert done.code == 0
    assert done.out.startswith("Lindqvist Homes is open. Sign in at http://127.0.0.1:8000 as maya.lindqvist@")
    assert Office.objects.get().created_at > AT
    assert run("check").code == 0
