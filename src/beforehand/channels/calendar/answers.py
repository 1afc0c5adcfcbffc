"""Asking a server that a member named: bounded in time and size, not in a private network, a sentence a failure."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from beforehand.rules.networks import is_public

MOST_BYTES = 20 * 1024 * 1024
_CONNECT_S, _READ_S = 10, 30
_REDIRECTS = 5
_CHUNK = 1 << 16
_ICLOUD = ".icloud.com"  # its calendars live on numbered hosts


class Failed(Exception):
    """The server gave no calendar; `problem` says why and what to do. `is_permanent`: trying again cannot help.

    `status` is that of its answer, or 0.
    """

    def __init__(self, problem: str, *, is_permanent: bool, status: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.is_permanent = is_permanent
        self.status = status


@dataclass(frozen=True, slots=True)
class Login:
    """User name and (app) password; both empty where the address alone opens the calendar."""

    username: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: any status that is neither a redirection nor a refusal."""

    url: str
    status: int
    headers: CaseInsensitiveDict[str]
    body: bytes


class Asking:
    """A conversation with the server at `home`, which alone is told the login.

    `allow_private`: the operator lets servers be in a private network. It is over after that many `seconds`.
    Raises Failed if `home` is no address.
    """

    def __init__(self, home: str, login: Login, *, allow_private: bool, seconds: float = 60) -> None:
        self._home = whole_address(home)
        self._until = monotonic() + seconds
        self._auth = (
            HTTPBasicAuth(login.username.encode(), login.password.encode()) if login.username else None
        )
        self._session = requests.Session()
        self._session.trust_env = False  # no .netrc, no proxy in between
        self._session.headers.update({"User-Agent": "Beforehand", "Accept-Encoding": "gzip"})
        if not allow_private:
            for scheme in ("http://", "https://"):
                self._session.mount(scheme, _PublicOnly())

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def ask(
        self, method: str, url: str, *, body: str = "", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """What the server answers, redirections followed. Raises Failed."""
        url = whole_address(url)
        for _ in range(_REDIRECTS + 1):
            if monotonic() > self._until:
                raise _too_slow(url)
            try:
                answer = self._once(method, url, body, headers or {})
            except (requests.RequestException, HTTPError, OSError, ValueError) as fault:
                raise _unanswered(url, fault) from None
            location = answer.headers.get("Location", "")
            if answer.status not in {301, 302, 303, 307, 308} or not location:
                return _accepted(answer)
            url = whole_address(urljoin(url, location))
        raise Failed(
            f"{_host(url)} sends us from one address to the next; check the address.", is_permanent=True
        )

    def trusts(self, url: str) -> bool:
        """Whether the login may go there: to the same server and to iCloud's parts, never from https to http."""
        home, other = urlsplit(self._home), urlsplit(url)
        if home.scheme == "https" and other.scheme != "https":
            return False
        hosts = (home.hostname or "", other.hostname or "")
        return hosts[0] == hosts[1] or all(host.endswith(_ICLOUD) for host in hosts)

    def _once(self, method: str, url: str, body: str, headers: Mapping[str, str]) -> Answer:
        auth = self._auth if self.trusts(url) else None
        with self._session.request(
            method, url, data=body.encode(), headers=dict(headers), auth=auth,
            timeout=(_CONNECT_S, _READ_S), allow_redirects=False, stream=True,
        ) as response:  # fmt: skip
            parts, size = [], 0
            # As it drips in: a full chunk could take hours, as each byte starts the read's time anew.
            while chunk := response.raw.read1(_CHUNK, decode_content=True):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise Failed(
                        f"{_host(url)} sent more than 20 MB; choose a smaller calendar.", is_permanent=True
                    )
                if monotonic() > self._until:
                    raise _too_slow(url)
                parts.append(chunk)
            return Answer(url, response.status_code, response.headers, b"".join(parts))


def whole_address(url: str) -> str:
    """The http or https address that was meant; `webcal` means https, as does none. Raises Failed."""
    url = url.strip()
    if "://" not in url:
        url = f"https://{url}"
    scheme, _, rest = url.partition("://")
    if scheme.lower() in {"webcal", "webcals"}:
        scheme = "https"
    url = f"{scheme.lower()}://{rest}"
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or any(char.isspace() for char in url):
        raise Failed("This is no web address; it begins with https:// or webcal://.", is_permanent=True)
    return url


def _host(url: str) -> str:
    return urlsplit(url).hostname or "The server"


def _accepted(answer: Answer) -> Answer:
    status = answer.status
    if status == 401:
        said = "does not accept the user name and password (401); "
        if _host(answer.url).endswith(("google.com", "googleusercontent.com")):
            said += "Google takes no password here: give the calendar’s secret iCal address instead."
        else:
            said += "check both; many servers want an app password made for this purpose."
    elif status == 403:
        said = "does not let you see this address (403); check the address and the user name."
    elif status in {404, 410}:
        said = f"has no calendar at this address ({status}); check the address."
    elif status == 429 or status >= 500:
        said = f"cannot answer now ({status}); it is tried again."
    else:
        return answer
    is_permanent = status < 500 and status != 429
    raise Failed(f"{_host(answer.url)} {said}", is_permanent=is_permanent, status=status)


def _too_slow(url: str) -> Failed:
    return Failed(f"{_host(url)} takes too long to answer; it is tried again.", is_permanent=False)


def _unanswered(url: str, fault: Exception) -> Failed:
    host = _host(url)
    if _is_private(fault):
        return Failed(
            f"{host} is inside a private network, where this server does not look; ask whoever runs it "
            "(BEFOREHAND_ALLOW_PRIVATE_ADDRESSES).",
            is_permanent=True,
        )
    if isinstance(fault, requests.exceptions.SSLError):
        return Failed(
            f"{host} has no certificate that can be trusted; check the address.", is_permanent=False
        )
    if isinstance(fault, requests.exceptions.InvalidURL):
        return Failed("This is no web address; it begins with https:// or webcal://.", is_permanent=True)
    return Failed(f"{host} does not answer; check the address. It is tried again.", is_permanent=False)


class _PrivateAddress(OSError):
    """The name leads into a private network."""


def _is_private(fault: BaseException | None) -> bool:
    while fault is not None:
        if isinstance(fault, _PrivateAddress):
            return True
        inner = [
            each for each in (*fault.args, getattr(fault, "reason", None)) if isinstance(each, Exception)
        ]
        fault = inner[0] if inner else fault.__cause__ or fault.__context__
    return False


def _public(sock: socket.socket) -> socket.socket:
    """The socket, if it leads into the open: asked of the open socket, no name can change its address in between."""
    if is_public(sock.getpeername()[0]):
        return sock
    sock.close()
    raise _PrivateAddress("a private address")


class _PublicHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn())


class _PublicHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn())


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


class _PublicOnly(HTTPAdapter):
    """Connects to public addresses only."""

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
