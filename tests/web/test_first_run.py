"""The first run: two ways in, and closed as soon as there is a real office."""

import sys
from datetime import datetime
from types import ModuleType

import pytest
from django.test import Client as Browser

from beforehand.actions.offices import open_office
from beforehand.records.models import AuditEntry, Member, Office
from tests.cast import AT, PASSWORD, Cast

pytestmark = pytest.mark.usefixtures("at_nine")

FILLED_IN = {
    "name": "Alder & Main",
    "broker_name": "Maya Lindqvist",
    "email": "maya@alder.example",
    "password": PASSWORD,
    "country": "US",
    "state": "US-TX",
    "zone": "America/Chicago",
}


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser()


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """A sample office of nobody but its broker; the moments at which it was built."""
    built: list[datetime] = []

    def open_sample(at: datetime) -> Member:
        built.append(at)
        words = {"country": "US", "state": "TX", "zone": "America/Chicago"}
        return open_office(
            name="Sample", email="sample@sample.example", password=PASSWORD, **words, at=at, is_sample=True
        )

    module = ModuleType("beforehand.intake.sample")
    monkeypatch.setattr(module, "open_sample", open_sample, raising=False)
    monkeypatch.setitem(sys.modules, "beforehand.intake.sample", module)
    return built


def errors(answer: object) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["/settings/", "/office/", "/accounts/login/", "/accounts/signup/"])
def test_before_there_is_an_office_pages_lead_to_the_first_run(browser: Browser, address: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")


def test_two_ways_in_are_offered(browser: Browser) -> None:
    page = browser.get("/welcome/").content.decode()
    assert 'href="?own=1">Start with my own clients</a>' in page
    assert 'action="/welcome/sample/"' in page


def test_an_office_of_my_own_is_opened_and_its_broker_goes_on_to_the_import(browser: Browser) -> None:
    answer = browser.post("/welcome/", FILLED_IN)
    assert (answer.status_code, answer["Location"]) == (302, "/import/")
    office = Office.objects.get()
    assert (office.name, office.country, office.state, office.zone) == (
        "Alder & Main",
        "US",
        "TX",
        "America/Chicago",
    )
    assert office.created_at == AT
    broker = Member.objects.get()
    assert (broker.name, broker.role, broker.user.email) == ("Maya Lindqvist", "broker", "maya@alder.example")
    assert browser.session["_auth_user_id"] == str(broker.user_id)
    assert list(AuditEntry.objects.values_list("verb", "by")) == [("office.opened", broker.pk)]


def test_without_scripts_the_zone_comes_from_the_state(browser: Browser) -> None:
    browser.post("/welcome/", FILLED_IN | {"state": "US-CO", "zone": ""})
    assert Office.objects.get().zone == "America/Denver"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"name": " "}, "name", "Give the office a name."),
        ({"broker_name": ""}, "broker_name", "Say what you are called."),
        ({"email": "maya"}, "email", "This is no e-mail address; write one like ana@example.com."),
        ({"email": ""}, "email", "Give your e-mail address; you sign in with it."),
        (
            {"password": "tea"},
            "password",
            "This password is too short. It must contain at least 10 characters.",
        ),
        ({"password": ""}, "password", "Choose a password."),
        ({"country": "CA"}, "state", "This state is in another country; choose the two so that they agree."),
        ({"state": "US-ID", "zone": ""}, "zone", "Choose the time zone; the state alone does not tell it."),
        ({"zone": "Mars/Olympus"}, "zone", "Choose the time zone from the list."),
    ],
)
def test_bad_input_is_answered_at_the_field_and_nothing_is_lost(
    browser: Browser, changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = browser.post("/welcome/", FILLED_IN | changed)
    assert answer.status_code == 422
    assert errors(answer) == {field: [sentence]}
    page = answer.content.decode()
    assert page.count("autofocus") == 1
    kept = "maya@alder.example" if field == "name" else "Alder &amp; Main"
    assert f'value="{kept}"' in page
    assert not Office.objects.exists()


def test_first_run_closes_once_there_is_a_real_office(browser: Browser) -> None:
    Cast()
    assert browser.get("/welcome/").status_code == 404
    assert browser.get("/welcome/?own=1").status_code == 404
    assert browser.post("/welcome/", FILLED_IN).status_code == 404
    assert browser.post("/welcome/sample/").status_code == 404
    assert Office.objects.count() == 2


def test_the_sample_office_is_opened_and_its_broker_is_in(browser: Browser, sample: list[datetime]) -> None:
    answer = browser.post("/welcome/sample/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert sample == [AT]
    assert browser.session["_auth_user_id"] == str(Member.objects.get().user_id)


def test_every_page_of_a_sample_office_says_so_and_leads_to_an_own_one(
    browser: Browser, sample: list[datetime]
) -> None:
    browser.post("/welcome/sample/")
    page = browser.get("/settings/").content.decode()
    assert "This is a sample office." in page
    assert 'href="/welcome/?own=1"' in page


def test_the_sample_is_built_once_and_can_be_gone_back_to(browser: Browser, sample: list[datetime]) -> None:
    browser.post("/welcome/sample/")
    browser.post("/accounts/logout/")
    assert "Back to the sample office" in browser.get("/welcome/").content.decode()
    assert "Go back to the sample" in browser.get("/accounts/login/").content.decode()
    assert browser.post("/welcome/sample/")["Location"] == "/"
    assert sample == [AT]
    assert Office.objects.count() == 1


def test_from_the_sample_one_opens_an_office_of_ones_own(browser: Browser, sample: list[datetime]) -> None:
    browser.post("/welcome/sample/")
    assert "Open the office" in browser.get("/welcome/?own=1").content.decode()
    browser.post("/welcome/", FILLED_IN)
    own = Member.objects.get(office__is_sample=False)
    assert browser.session["_auth_user_id"] == str(own.user_id)
    assert "This is a sample office." not in browser.get("/settings/").content.decode()
    assert browser.get("/welcome/?own=1").status_code == 404


def test_looking_at_the_first_run_opens_nothing(browser: Browser) -> None:
    assert browser.get("/welcome/sample/").status_code == 405
    assert browser.get("/welcome/?own=1").status_code == 200
    assert not Office.objects.exists()
