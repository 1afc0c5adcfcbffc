"""The pages as somebody reads them: Today, a call sheet and triage, as plain lines; and buttons, tapped."""

from datetime import datetime
from typing import Any

import time_machine
from django.test import Client as Browser
from lxml import html

Page = html.HtmlElement
_TAPS = "*[self::form or self::details]"
_CARD = "ancestor::*[self::form or self::li or self::article][last()]"


def read(browser: Browser, address: str, at: datetime) -> Page:
    """The page as it is at that moment."""
    with time_machine.travel(at, tick=False):
        answer = browser.get(address, follow=True)
    assert answer.status_code == 200, address
    return parsed(answer.content.decode())


def parsed(text: str) -> Page:
    return html.document_fromstring(text)


def today(page: Page) -> list[str]:
    """The notes and what the calendar asks, then everybody above "in hand" under the heading they stand under."""
    lines = [words(each) for each in page.xpath("//*[@id='today']/p[@class='note']")]
    for section in page.xpath("//*[@id='today']/section"):
        heading = words(section.find(".//h2"))
        if heading == "From your calendar":
            lines += [words(each) for each in section.xpath(".//form/p")]
        elif heading != "In hand":
            lines += [f"{heading}: {_card(each)}" for each in section.xpath(".//article")]
    return lines


def sheet(page: Page) -> list[str]:
    """What the call sheet asks and says before the call."""
    asked = [words(each) for each in page.xpath("//*[@id='client']//form[contains(@class, 'after')]/p")]
    rows = page.xpath("(//*[@id='client']//dl[@class='say'])[1]/div")
    return asked + [f"{words(row.find('dt'))}: {words(row.find('dd'), without=_TAPS)}" for row in rows]


def said(page: Page, since: str) -> list[str]:
    """What has been said with a client since that day, the newest first."""
    lines = page.xpath("(//*[@id='client']//ul[@class='story'])[1]/li")
    lines = [each for each in lines if each.find("time").get("datetime") >= since]
    return [f"{words(each.find('time'))}: {_told(each)}" for each in lines]


def triage(page: Page) -> list[str]:
    """The share that found its client by itself, then who waits, with the clients they may be of."""
    lines = [words(each) for each in page.xpath("//main//p[@class='note']")]
    for card in page.xpath("//article[contains(@class, 'capture')]"):
        said = [words(each) for each in card.xpath("./div[1]//h3 | ./div[1]//p")]
        whose = [f"[{words(each)}]" for each in card.xpath(".//button[@name='client']")]
        lines.append(" ".join([*said, *whose]))
    return lines


def tap(browser: Browser, page: Page, button: str, about: str, at: datetime) -> None:
    """Presses the one button of that name on a card that is about somebody."""
    found = [
        each
        for each in page.xpath("//form//button")
        if words(each) == button and about in words(each.xpath(_CARD)[0])
    ]
    assert len(found) == 1, (button, about, [words(each) for each in page.xpath("//form//button")])
    form = found[0].xpath("ancestor::form")[0]
    fields: dict[str, Any] = {
        each.get("name"): each.get("value", "") for each in form.xpath(".//input[@name]")
    }
    if name := found[0].get("name"):
        fields[name] = found[0].get("value")
    with time_machine.travel(at, tick=False):
        assert browser.post(form.get("action"), fields).status_code == 302


def words(element: Page, *, without: str = "nothing") -> str:
    """The text of an element in one line, without what stands inside such elements."""
    texts = element.xpath(f".//text()[not(ancestor::{without})]")
    return " ".join("".join(texts).split())


def _card(card: Page) -> str:
    return f"{words(card.find('.//h3/a'))}. {' '.join(words(each) for each in card.xpath('.//p'))}"


def _told(line: Page) -> str:
    return " ".join(words(part) for part in line.xpath(".//div[@class='told']/span"))
