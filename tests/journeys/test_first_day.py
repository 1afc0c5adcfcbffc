"""The first day in a browser: look around, call, log, undo; and every page by axe, at 320 pixels, in the dark."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import overflow, violations

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
House = tuple[str, Path]


@pytest.fixture(scope="module")
def sample(chrome: Any, house: House) -> Iterator[Any]:
    """A page of the sample office, looked into from the welcome page, at a phone's size."""
    url, _ = house
    context = chrome.new_context(viewport={"width": 390, "height": 844}, base_url=url)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name=re.compile("Look around")).click()
    page.wait_for_url(f"{url}/")
    yield page
    context.close()


def cards(page: Any) -> list[str]:
    names: list[str] = page.locator("#today .card h3 a").all_inner_texts()
    return names


def test_a_call_is_asked_about_when_the_page_comes_back_logged_by_one_tap_and_undone(sample: Any) -> None:
    sample.goto("/")
    assert cards(sample)[:2] == ["Dana & Luis Ortega", "Hannah Doyle"]  # who asked, then who is late
    late = "Hannah Doyle"
    sample.evaluate("addEventListener('click', e => e.target.closest('a[href^=tel]') && e.preventDefault())")
    sample.get_by_role("link", name=f"Call {late}").click()
    sample.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    asked = sample.locator("#after-call")
    asked.get_by_text(f"Did you speak with {late}?").wait_for()
    lead = sample.locator(".page-head .lead").inner_text()
    asked.get_by_role("button", name="We spoke").click()
    toast = sample.locator("#toast")
    toast.get_by_text(f"Logged: you spoke with {late}.").wait_for()
    expect(sample.locator(".page-head .lead")).not_to_have_text(lead)
    expect(sample.locator(".card.late h3 a", has_text=late)).to_have_count(0)
    toast.get_by_role("button", name="Undo").click()
    toast.get_by_text("Taken back.").wait_for()
    expect(sample.locator(".page-head .lead")).to_have_text(lead)
    assert cards(sample)[1] == late


def test_a_slash_finds_a_client_and_keys_walk_the_day(sample: Any) -> None:
    sample.goto("/")
    sample.keyboard.press("j")
    sample.keyboard.press("j")
    assert sample.evaluate("document.activeElement.innerText") == cards(sample)[1]
    sample.keyboard.press("/")
    sample.keyboard.type("becker")
    sample.keyboard.press("Enter")
    sample.wait_for_url(re.compile(r"/clients/\?q=becker"))
    assert sample.locator(".card h3 a").all_inner_texts() == ["Tom Becker"]


def test_logging_works_without_scripts(chrome: Any, house: House, sample: Any) -> None:
    url, _ = house
    context = chrome.new_context(
        base_url=url, java_script_enabled=False, storage_state=sample.context.storage_state()
    )
    page = context.new_page()
    page.goto("/clients/?q=becker")
    page.get_by_role("link", name="Tom Becker", exact=True).click()
    page.get_by_role("button", name="Texted").click()
    assert page.get_by_text("Logged: you texted Tom Becker.").is_visible()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    assert page.get_by_text("Taken back. It no longer counts.").is_visible()
    context.close()


PAGES = (
    "/",
    "/clients/",
    "/clients/?q=nobody",
    "/clients/new/",
    "CLIENT",
    "CLIENTedit/",
    "CLIENTlog/",
    "/log/",
    "/promises/",
    "/office/",
    "/office/lines/",
    "/settings/",
    "/settings/phone/",
    "/import/",
    "/welcome/?own=1",
    "/nowhere/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 320])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    chrome: Any, house: House, sample: Any, width: int, scheme: str
) -> None:
    url, _ = house
    sample.goto("/clients/?q=ortega")
    client = sample.locator(".card h3 a").first.get_attribute("href")
    context = chrome.new_context(
        base_url=url,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        storage_state=sample.context.storage_state(),
        bypass_csp=True,
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    found = {}
    for each in PAGES:
        address = each.replace("CLIENT", client)
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        problems = violations(page)
        if problems or overflow(page) > 0:
            found[address] = (problems, overflow(page))
    context.close()
    assert found == {}
    assert faults == []


def test_pages_keep_to_their_content_security_policy(chrome: Any, house: House, sample: Any) -> None:
    complaints: list[str] = []
    sample.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for address in ("/", "/clients/", "/settings/", "/office/"):
        sample.goto(address, wait_until="networkidle")
    assert complaints == []
