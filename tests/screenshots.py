"""`make screenshots`: the pages of the sample office as pictures in docs/."""

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.chromium import browser
from tests.served import run, served

DOCS = Path(__file__).parents[1] / "docs"
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
PICTURES = (
    ("today", "/", WIDE, "light"),
    ("today-phone", "/", PHONE, "light"),
    ("today-dark", "/", PHONE, "dark"),
    ("client", "CLIENT", WIDE, "light"),
    ("client-phone", "CLIENT", PHONE, "light"),
    ("office", "/office/", WIDE, "light"),
    ("import", "/import/", WIDE, "light"),
)


def main() -> None:
    """Takes them all again from a fresh sample office."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        account = json.loads(run(data, "sample", "--json"))
        with served(data) as url, browser() as chrome:
            for name, address, size, scheme in PICTURES:
                context = chrome.new_context(base_url=url, viewport=size, color_scheme=scheme)
                page = context.new_page()
                _sign_in(page, account)
                page.goto(address.replace("CLIENT", _client(page)), wait_until="networkidle")
                page.wait_for_timeout(300)
                page.screenshot(path=DOCS / f"{name}.png")
                context.close()


def _sign_in(page: Any, account: dict[str, str]) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", account["email"])
    page.fill("input[name=password]", account["password"])
    page.locator("main form button").first.click()
    page.wait_for_url("**/")


def _client(page: Any) -> str:
    address: str = page.locator("#today .card h3 a").first.get_attribute("href")
    return address


if __name__ == "__main__":
    main()
