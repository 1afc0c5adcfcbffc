"""A window onto the stage: pages of the office in a real browser, as they are at the moment of the play."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import time_machine
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client as Browser

from tests import chromium
from tests.journeys.fortnight import pages

_HERE = "http://beforehand.example"
_PHONE: Any = {"width": 390, "height": 844}


def read(browser: Browser, addresses: Sequence[str], at: datetime) -> list[pages.Page]:
    """What stands on the pages in Chromium once their scripts have run, to the member signed in in `browser`."""
    with time_machine.travel(at, tick=False):
        answers = {address: browser.get(address) for address in addresses}
    # Playwright runs a loop in its thread, where Django would not speak with the database any more.
    with ThreadPoolExecutor(1) as thread:
        return [pages.parsed(text) for text in thread.submit(_shown, answers).result()]


def _shown(answers: Mapping[str, HttpResponse]) -> list[str]:
    with chromium.browser() as chrome:
        page = chrome.new_context(base_url=_HERE, service_workers="block", viewport=_PHONE).new_page()
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.route("**/*", lambda route: _answer(route, answers))
        found = []
        for address in answers:
            page.goto(address, wait_until="networkidle")
            found.append(page.content())
        assert faults == []
        return found


def _answer(route: Any, answers: Mapping[str, HttpResponse]) -> None:
    """The page as Django answered it, or a file that belongs to it."""
    path = urlsplit(route.request.url).path
    if path in answers:
        answer = answers[path]
        route.fulfill(status=answer.status_code, headers=dict(answer.items()), body=answer.content)
    elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
        route.fulfill(path=found)
    else:
        route.abort()
