"""The story that the product is for: install, bring an address book and a phone's log, call, log, undo."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.served import run

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTACTS = (
    "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value\n"
    "Dana Ortega,Dana,Ortega,* myContacts ::: Buyers,Home,dana@example.com,Mobile,(512) 555-0142\n"
    "Sam Whitfield,Sam,Whitfield,* myContacts ::: Sellers,Home,sam@example.com,Mobile,(512) 555-0143\n"
    "Ida Moss,Ida,Moss,* myContacts ::: Family,Home,ida@example.com,Mobile,(512) 555-0144\n"
)


def phone_log(now: datetime) -> str:
    """Dana was called six days and twenty hours ago, for eleven minutes; Sam rang an hour ago and was missed."""

    def ms(ago: timedelta) -> int:
        return int((now - ago).timestamp() * 1000)

    return (
        '<?xml version="1.0" encoding="UTF-8"?><calls count="2">'
        f'<call number="5125550142" duration="660" date="{ms(timedelta(days=6, hours=20))}" type="2" />'
        f'<call number="+15125550143" duration="0" date="{ms(timedelta(hours=1))}" type="3" /></calls>'
    )


@pytest.fixture
def page(chrome: Any, house: tuple[str, Path]) -> Iterator[Any]:
    context = chrome.new_context(viewport={"width": 390, "height": 844}, base_url=house[0])
    yield context.new_page()
    context.close()


def bring(page: Any, name: str, text: str) -> None:
    page.goto("/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.get_by_role("button", name="See what would come in").click()


def test_from_nothing_to_a_true_list(page: Any, house: tuple[str, Path]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Start with my own clients").click()
    page.get_by_label("Office", exact=False).first.fill("Alder & Main")
    page.get_by_label("Your name").fill("Maya Lindqvist")
    page.get_by_label("E-mail").fill("maya@example.com")
    page.get_by_label("Password").fill("a cup of tea at nine")
    page.get_by_label("State or province").select_option("US-TX")
    page.get_by_role("button", name="Open the office").click()
    page.wait_for_url("**/import/")

    bring(page, "contacts.csv", CONTACTS)
    expect(page.get_by_role("heading", name="Who is under our care?")).to_be_visible()
    for label, care in (("Buyers", "active buyer:searching"), ("Sellers", "active seller:listed")):
        page.get_by_label(re.compile(f"^{label}")).first.select_option(care)
    page.get_by_role("button", name="See what would happen").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Bring them in").first.click()
    page.get_by_text("came in", exact=False).first.wait_for()

    bring(page, "calls.xml", phone_log(datetime.now(UTC)))
    page.get_by_role("button", name=re.compile("Bring")).first.click()
    page.get_by_text("came in", exact=False).first.wait_for()

    page.goto("/")
    first = page.locator("#today .card").first
    expect(first).to_contain_text("Sam Whitfield")
    expect(first).to_contain_text("They rang 1 h ago and did not reach you.")
    page.goto("/clients/")
    expect(page.locator(".card h3 a")).to_have_text(["Dana Ortega", "Sam Whitfield"])

    page.get_by_role("link", name="Sam Whitfield", exact=True).click()
    page.get_by_role("button", name="We spoke").click()
    page.locator("#toast").get_by_text("Logged: you spoke with Sam Whitfield.").wait_for()
    expect(page.locator("dl.say").first).not_to_contain_text("They asked")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("dl.say").first).to_contain_text("They asked")

    data = house[1]
    assert json.loads(run(data, "check", "--json")) == {"clients": 2, "accounted": 2, "differences": []}
    listed = json.loads(run(data, "due", "--all", "--json"))
    assert (listed[0]["client"]["name"], listed[0]["standing"]) == ("Sam Whitfield", "asked")
    assert len(listed) == 2
