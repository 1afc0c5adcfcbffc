"""In the car: with no signal Today and the call sheets open, and what is tapped is sent later, once, in order."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import overflow, violations
from tests.journeys.wire import Wire, wired
from tests.served import run

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
NEWER = "SELECT t.outcome, c.name, t.at, t.recorded_at FROM records_touch t JOIN records_client c ON c.id = t.client_id"
KEPT = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().map((key) => new URL(key.url).pathname);
}"""


class Car:
    """A phone on the wire, signed in, with today's sheets kept; and the ledger of the office that it reaches.

    `first` and `second` are the clients at the top of Today.
    """

    def __init__(self, chrome: Any, wire: Wire, data: Path, cookies: Any) -> None:
        self.wire = wire
        self._database = data / "beforehand.sqlite3"
        self._before = self._ask("SELECT coalesce(max(id), 0) FROM records_touch")[0][0]
        self.context = chrome.new_context(
            base_url=wire.url, viewport=PHONE, bypass_csp=True, storage_state=cookies
        )
        self.page = self.context.new_page()
        self.page.goto("/")
        cards = self.page.locator("#today .card h3 a")
        self.first, self.second = cards.all_inner_texts()[:2]
        self._wait_until_kept([cards.nth(at).get_attribute("href") for at in (0, 1)])

    def _wait_until_kept(self, links: list[str]) -> None:
        wanted = {"/", *links, *(f"{link}log/" for link in links)}
        for _ in range(100):
            if wanted <= set(self.page.evaluate(KEPT)):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"not kept: {wanted - set(self.page.evaluate(KEPT))}")

    def lose_signal(self) -> None:
        self.wire.cut()
        self.context.set_offline(True)

    def find_signal(self) -> None:
        self.wire.mend()
        self.context.set_offline(False)

    def open_sheet(self, name: str, page: Any = None) -> None:
        page = page or self.page
        page.goto("/")
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("#client h1")).to_have_text(name)

    def tap(self, name: str, button: str) -> None:
        self.open_sheet(name)
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".taps")).to_contain_text(f"{button} · {name}")

    def logged(self) -> list[tuple[str, str, datetime, datetime]]:
        """What came into the ledger since the car was started: outcome, client, when, when recorded."""
        rows = self._ask(f"{NEWER} WHERE t.id > ? ORDER BY t.id", self._before)
        return [(outcome, name, _utc(at), _utc(recorded)) for outcome, name, at, recorded in rows]

    def promises(self, text: str) -> list[tuple[Any, ...]]:
        return self._ask("SELECT made_at, recorded_at, kept_at FROM records_promise WHERE text = ?", text)

    def _ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._database)) as database:
            return database.execute(statement, values).fetchall()


def _utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def wire(house: tuple[str, Path]) -> Iterator[Wire]:
    with wired(house[0]) as wire:
        yield wire


@pytest.fixture(scope="module")
def cookies(chrome: Any, house: tuple[str, Path]) -> Any:
    """Of the sample's broker, signed in."""
    context = chrome.new_context(base_url=house[0])
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name=re.compile("Look around")).click()
    page.wait_for_url(f"{house[0]}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def car(chrome: Any, house: tuple[str, Path], wire: Wire, cookies: Any) -> Iterator[Car]:
    car = Car(chrome, wire, house[1], cookies)
    yield car
    car.find_signal()
    car.context.close()


def waiting(page: Any) -> Any:
    return page.locator("#waiting h2")


def sent(page: Any) -> None:
    expect(page.locator("#waiting")).to_be_hidden(timeout=20_000)


def test_three_taps_made_with_no_signal_are_sent_once_in_order_with_their_times(car: Car) -> None:
    page = car.page
    car.lose_signal()
    page.goto("/")
    expect(page.locator("#no-signal")).to_contain_text(re.compile(r"No signal: as of \d+:\d\d [ap]m\."))
    started = now()
    car.tap(car.first, "We spoke")
    page.wait_for_timeout(1100)
    car.tap(car.second, "Left the news")
    page.wait_for_timeout(1100)
    page.get_by_role("link", name="With words, another time").click()
    page.get_by_label("What was said").fill("Appraisal is booked")
    page.get_by_label("You promised").fill("the appraisal report")
    page.get_by_label("By when").fill((now() + timedelta(days=1)).strftime("%Y-%m-%dT12:00"))
    page.get_by_role("button", name="Log it").click()
    expect(waiting(page)).to_have_text("Waiting to be sent: 3 taps")
    assert page.locator(".taps b").all_inner_texts() == [
        f"We spoke · {car.first}",
        f"Left the news · {car.second}",
        f"We spoke, and you promised: the appraisal report · {car.second}",
    ]
    page.goto("/")
    expect(page.locator(".card", has_text=car.first).locator(".chip.waiting")).to_have_text(
        "Waiting to be sent"
    )
    assert car.logged() == []
    ended = now()
    page.wait_for_timeout(2100)
    car.find_signal()
    sent(page)
    expect(page.locator("#toast")).to_contain_text("Sent: 3 taps.")
    expect(page.locator("#no-signal")).to_be_hidden()
    rows = car.logged()
    assert [row[:2] for row in rows] == [
        ("spoke", car.first),
        ("left_message", car.second),
        ("spoke", car.second),
    ]
    times = [row[2] for row in rows]
    assert times == sorted(set(times))
    assert started <= times[0]
    assert times[2] <= ended
    assert all(recorded > ended for *_, recorded in rows)
    [(made, recorded, kept)] = car.promises("the appraisal report")
    assert (_utc(made), _utc(recorded), kept) == (times[2], rows[2][3], None)


def test_a_tap_whose_answer_is_lost_is_logged_once(car: Car) -> None:
    car.open_sheet(car.first)
    car.wire.lose_answer_to("POST /clients/")
    car.page.get_by_role("button", name="Texted", exact=True).click()
    expect(waiting(car.page)).to_have_text("Waiting to be sent: 1 tap")
    assert (car.wire.lost, [row[:2] for row in car.logged()]) == (1, [("sent", car.first)])
    car.lose_signal()
    car.find_signal()
    sent(car.page)
    expect(car.page.locator("#toast")).to_contain_text("Sent: 1 tap.")
    assert [row[:2] for row in car.logged()] == [("sent", car.first)]


def test_an_answer_lost_while_the_queue_is_sent_doubles_nothing(car: Car) -> None:
    car.lose_signal()
    car.tap(car.first, "No answer")
    car.tap(car.second, "Texted")
    car.wire.lose_answer_to("POST /clients/")
    car.find_signal()
    for _ in range(100):
        car.page.wait_for_timeout(100)
        if car.wire.lost:
            break
    assert [row[:2] for row in car.logged()] == [("no_answer", car.first)]
    expect(waiting(car.page)).to_have_text("Waiting to be sent: 2 taps")
    car.lose_signal()
    car.find_signal()
    sent(car.page)
    assert [row[:2] for row in car.logged()] == [("no_answer", car.first), ("sent", car.second)]


def test_two_tabs_and_a_restart_share_one_queue(car: Car) -> None:
    car.lose_signal()
    car.tap(car.first, "E-mailed")
    second = car.context.new_page()
    car.open_sheet(car.second, second)
    second.get_by_role("button", name="Texted", exact=True).click()
    for page in (car.page, second):
        expect(waiting(page)).to_have_text("Waiting to be sent: 2 taps")
    car.page.close()
    car.page = car.context.new_page()
    car.page.goto("/")
    expect(waiting(car.page)).to_have_text("Waiting to be sent: 2 taps")
    car.find_signal()
    sent(car.page)
    sent(second)
    assert [row[:2] for row in car.logged()] == [("sent", car.first), ("sent", car.second)]


def test_a_tap_that_waits_can_be_taken_back(car: Car) -> None:
    car.lose_signal()
    car.tap(car.first, "Met")
    car.page.get_by_role("button", name=f"Take back: Met · {car.first}").click()
    expect(car.page.locator("#waiting")).to_be_hidden()
    car.find_signal()
    expect(car.page.locator("#no-signal")).to_be_hidden()
    assert car.logged() == []


def test_a_promise_kept_with_no_signal_is_kept_when_it_was(car: Car) -> None:
    page = car.page
    page.goto("/promises/")
    text = page.locator("main .card p").first.inner_text()
    car.lose_signal()
    page.goto("/promises/")
    before = now()
    page.get_by_role("button", name="Done").first.click()
    expect(page.locator(".taps")).to_contain_text(f"Done · {text}")
    after = now()
    page.wait_for_timeout(2100)
    car.find_signal()
    sent(page)
    [(_, _, kept)] = car.promises(text)
    assert before <= _utc(kept) <= after


def test_what_the_server_refuses_stays_with_its_sentence_and_holds_up_nothing(car: Car) -> None:
    page = car.page
    car.lose_signal()
    car.open_sheet(car.first)
    page.evaluate(
        """() => new Promise((done) => {
            const open = indexedDB.open("beforehand", 1);
            open.onsuccess = () => {
                const rows = open.result.transaction("taps", "readwrite").objectStore("taps");
                const made_at = new Date(Date.now() - 31 * 86_400_000).toISOString();
                rows.put({ seat: document.body.dataset.seat, path: location.pathname + "log/", made_at,
                           said: "We spoke · long ago", sentence: "", body: "outcome=spoke" }).onsuccess = done;
            };
        })"""
    )
    car.tap(car.second, "No answer")
    car.find_signal()
    expect(waiting(page)).to_have_text("1 tap could not be logged")
    expect(page.locator(".taps")).to_contain_text("Not taken: It was made more than 30 days ago")
    assert [row[:2] for row in car.logged()] == [("no_answer", car.second)]
    expect(page.locator(".htmx-request")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name="Discard: We spoke · long ago").click()
    expect(page.locator("#waiting")).to_be_hidden()


def test_taps_wait_for_their_own_member_to_sign_in_again(car: Car) -> None:
    page = car.page
    car.lose_signal()
    car.tap(car.first, "Texted")
    kept = car.context.cookies()
    car.context.clear_cookies()
    car.find_signal()
    expect(waiting(page)).to_have_text("Sign in to send 1 tap", timeout=20_000)
    page.locator("#waiting").get_by_role("link", name="Sign in").click()
    expect(waiting(page)).to_have_text("Sign in to send 1 tap")
    expect(page.locator(".taps li")).to_have_count(0)
    page.wait_for_function(f"({KEPT})().then((paths) => paths.length === 0)")
    assert car.logged() == []
    car.context.add_cookies(kept)
    page.goto("/")
    sent(page)
    assert [row[:2] for row in car.logged()] == [("sent", car.first)]


def test_another_member_on_the_same_phone_sees_nothing_of_the_first(
    car: Car, house: tuple[str, Path]
) -> None:
    link = json.loads(run(house[1], "member", "add", "noa@example.com", "--role", "agent", "--json"))["link"]
    page = car.page
    car.lose_signal()
    car.tap(car.first, "Texted")
    car.context.clear_cookies()
    car.find_signal()
    page.goto(link.partition("/join/")[1] + link.partition("/join/")[2])
    for field in page.locator("main input[type=password]").all():
        field.fill("a cup of tea at nine")
    page.locator("main form button").click()
    page.wait_for_load_state("networkidle")
    page.goto("/")
    expect(page.locator("#waiting")).to_be_hidden()
    page.wait_for_function(f"({KEPT})().then((paths) => paths.join() === '/')")
    car.lose_signal()
    page.goto("/")
    expect(page.locator("#no-signal")).to_be_visible()
    assert car.first not in page.content()
    page.goto("/clients/7/")
    expect(page.get_by_role("heading", name="No signal")).to_be_visible()
    car.find_signal()
    page.goto("/")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    page.wait_for_function(f"({KEPT})().then((paths) => paths.length === 0)")
    assert car.logged() == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_while_there_is_no_signal(car: Car, scheme: str, width: int) -> None:
    page = car.page
    page.emulate_media(color_scheme=scheme)
    car.lose_signal()
    car.tap(car.first, "We spoke")
    page.set_viewport_size({"width": width, "height": 844})
    found = {}
    for address in ("/", page.url, "/settings/"):
        page.goto(address)
        expect(page.locator("#no-signal, h1").first).to_be_visible()
        if (problems := violations(page)) or overflow(page) > 0:
            found[address] = (problems, overflow(page))
    assert found == {}


def test_a_shared_file_waits_in_the_form_of_the_import_page(car: Car) -> None:
    page = car.page
    page.evaluate(
        """() => {
            const form = Object.assign(document.createElement("form"), { action: "/share/", method: "post",
                                       enctype: "multipart/form-data" });
            const input = Object.assign(document.createElement("input"), { type: "file", name: "files" });
            const taken = new DataTransfer();
            taken.items.add(new File(["Name,Phone\\nIda Moss,(512) 555-0199\\n"], "people.csv", { type: "text/csv" }));
            input.files = taken.files;
            form.append(input);
            document.body.append(form);
            form.submit();
        }"""
    )
    page.wait_for_url("**/import/?shared=here")
    expect(page.locator("#shared")).to_contain_text("people.csv")
    page.get_by_role("button", name="See what would come in").click()
    expect(page.get_by_role("heading", name="What is in the columns?")).to_be_visible()
