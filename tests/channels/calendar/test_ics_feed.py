"""A feed is asked for politely, is bounded, and says in a sentence why it is no calendar."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from beforehand.channels.calendar import answers, ics_feed
from beforehand.channels.calendar.answers import Asking, Failed, Login, whole_address
from tests.channels.calendar.files import calendar, event

ICS = calendar(event())
PAGE = "What is at this address is a page and no calendar; give the address that ends in .ics."
Page = Callable[[BaseHTTPRequestHandler], tuple[int, dict[str, str], bytes]]


class Web:
    """Pages by path; `asked` are the headers of each request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, Page] = {}
        self.asked: list[dict[str, str]] = []


@pytest.fixture
def web() -> Iterator[Web]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append(dict(self.headers))
            with suppress(ConnectionError):
                self._answer(*there.pages[self.path](self))

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Web(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield there
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(url: str, state: str = "", login: Login = Login()) -> answers.Answer | object:  # noqa: B008
    with Asking(url, login, allow_private=True) as asking:
        return ics_feed.fetch(asking, url, state=state)


def refusal(url: str, *, allow_private: bool = True, seconds: float = 60) -> Failed:
    asked = Asking(url, Login(), allow_private=allow_private, seconds=seconds)
    with pytest.raises(Failed) as failed, asked as asking:
        ics_feed.fetch(asking, url, state="")
    return failed.value


@pytest.mark.parametrize(
    ("name", "value", "asks"),
    [
        ("ETag", '"v1"', "If-None-Match"),
        ("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT", "If-Modified-Since"),
    ],
)
def test_a_feed_that_has_not_changed_is_not_sent_again(web, name, value, asks):
    web.pages["/a.ics"] = lambda it: (
        (304, {}, b"") if it.headers.get(asks) == value else (200, {name: value}, ICS)
    )

    first = fetch(f"{web.url}/a.ics")

    assert first.files == (ICS,)
    assert fetch(f"{web.url}/a.ics", first.state) is None
    assert web.asked[1][asks] == value


def test_a_feed_without_a_mark_is_read_each_time(web):
    web.pages["/a.ics"] = lambda it: (200, {}, ICS)

    first = fetch(f"{web.url}/a.ics")

    assert first.state == ""
    assert fetch(f"{web.url}/a.ics", first.state) == first


def test_redirections_are_followed_but_the_login_stays_at_home(web):
    away = web.url.replace("127.0.0.1", "localhost")
    web.pages["/a.ics"] = lambda it: (302, {"Location": "/b.ics"}, b"")
    web.pages["/b.ics"] = lambda it: (307, {"Location": f"{away}/c.ics"}, b"")
    web.pages["/c.ics"] = lambda it: (200, {}, ICS)

    assert fetch(f"{web.url}/a.ics", login=Login("bob", "secret")).files == (ICS,)
    assert ["Authorization" in headers for headers in web.asked] == [True, True, False]


def test_a_circle_of_redirections_ends(web):
    web.pages["/a.ics"] = lambda it: (302, {"Location": "/a.ics"}, b"")

    assert refusal(f"{web.url}/a.ics").problem == (
        "127.0.0.1 sends us from one address to the next; check the address."
    )
    assert len(web.asked) == 6


def test_a_redirection_to_what_is_no_web_address_is_not_followed(web):
    web.pages["/a.ics"] = lambda it: (302, {"Location": "file:///etc/passwd"}, b"")

    assert refusal(f"{web.url}/a.ics").problem == (
        "This is no web address; it begins with https:// or webcal://."
    )


@pytest.mark.parametrize(
    ("status", "body", "problem", "is_permanent"),
    [
        (200, b"<html>Sign in</html>", PAGE, True),
        (204, b"", "There is no calendar at this address (answer 204); check the address.", True),
        (403, b"", "127.0.0.1 does not let you see this address (403); check the address and the user name.", True),
        (404, b"", "127.0.0.1 has no calendar at this address (404); check the address.", True),
        (429, b"", "127.0.0.1 cannot answer now (429); it is tried again.", False),
        (503, b"", "127.0.0.1 cannot answer now (503); it is tried again.", False),
    ],
)  # fmt: skip
def test_what_is_no_calendar_says_why(web, status, body, problem, is_permanent):
    web.pages["/a.ics"] = lambda it: (status, {}, body)

    failed = refusal(f"{web.url}/a.ics")

    assert (failed.problem, failed.is_permanent) == (problem, is_permanent)


def test_more_than_its_share_is_not_read(web, monkeypatch):
    monkeypatch.setattr(answers, "MOST_BYTES", 1000)
    web.pages["/a.ics"] = lambda it: (200, {}, ICS + b"X" * 2000)

    assert refusal(f"{web.url}/a.ics").problem == "127.0.0.1 sent more than 20 MB; choose a smaller calendar."


def test_a_server_that_drips_is_left(web):
    def drip(it: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        it.send_response(200)
        it.send_header("Content-Length", "1000")
        it.end_headers()
        for _ in range(1000):
            it.wfile.write(b" ")
            time.sleep(0.02)
        return 200, {}, b""

    web.pages["/a.ics"] = drip
    began = time.perf_counter()

    failed = refusal(f"{web.url}/a.ics", seconds=0.1)

    assert failed.problem == "127.0.0.1 takes too long to answer; it is tried again."
    assert not failed.is_permanent
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_no_name_of_our_own_network_is_asked(web, host):
    web.pages["/a.ics"] = lambda it: (200, {}, ICS)

    failed = refusal(f"{web.url.replace('127.0.0.1', host)}/a.ics", allow_private=False)

    assert "is inside a private network" in failed.problem
    assert failed.is_permanent
    assert web.asked == []


def test_nobody_there_and_no_such_name():
    assert refusal("http://127.0.0.1:9/a.ics").problem == (
        "127.0.0.1 does not answer; check the address. It is tried again."
    )
    assert refusal("http://nowhere.invalid/a.ics").problem == (
        "nowhere.invalid does not answer; check the address. It is tried again."
    )


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("webcal://p01.example/a.ics", "https://p01.example/a.ics"),
        ("WEBCAL://p01.example/a.ics", "https://p01.example/a.ics"),
        (" p01.example/a.ics ", "https://p01.example/a.ics"),
        ("http://p01.example:8080/a.ics", "http://p01.example:8080/a.ics"),
    ],
)
def test_an_address_is_understood_as_it_was_meant(given, meant):
    assert whole_address(given) == meant


@pytest.mark.parametrize(
    "given", ["", "ftp://p01.example/", "file:///etc/passwd", "https://", "https://a b/", "https://a:99999/"]
)
def test_what_is_no_web_address_is_refused(given):
    with pytest.raises(Failed, match=r"^This is no web address; it begins with https:// or webcal://\.$"):
        whole_address(given)


def test_the_login_is_never_told_in_the_clear_nor_to_strangers():
    with Asking("https://caldav.icloud.com/", Login("bob", "secret"), allow_private=False) as asking:
        assert asking.trusts("https://caldav.icloud.com/x")
        assert asking.trusts("https://p34-caldav.icloud.com:443/1/calendars/")
        assert not asking.trusts("http://caldav.icloud.com/")
        assert not asking.trusts("https://icloud.com.example/")
