"""Signs in to an IMAP server; what goes wrong is told in a sentence that says what to do."""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from beforehand.rules.networks import is_public

_TIMEOUT_S = 20.0
_TLS_PORT = 993


class UnreachableError(Exception):
    """The mailbox cannot be read now; `refused` where only the member can mend it: a password, an address."""

    def __init__(self, problem: str, *, refused: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.refused = problem, refused


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """Where a mailbox is and how to get in: by `password`, or by `token` of OAuth 2. Its repr shows no secret.

    `allow_private`: the operator lets servers be in a private network.
    """

    host: str
    port: int
    security: str  # "tls", "starttls" or "none"
    username: str
    password: str = ""
    token: str = ""
    allow_private: bool = False

    def __repr__(self) -> str:
        return f"Login({self.username} at {self.host}:{self.port})"


@contextmanager
def connected(login: Login) -> Iterator[BaseMailBox]:
    """A session on the server, signed in, closed at the end; every fault of the server or the line is Unreachable."""
    try:
        if not login.allow_private:
            _check_public(login)
        box = _open(login)
        try:
            if not login.allow_private:  # its name may have come to lead elsewhere in between
                _check(box.client.sock.getpeername()[0], login)
            _sign_in(box, login)
            yield box
        finally:
            with suppress(Exception):  # the line may be gone already
                box.client.logout()
    except (ssl.SSLError, OSError, imaplib.IMAP4.error, ImapToolsError) as fault:
        raise _told(fault, login) from fault


def _check_public(login: Login) -> None:
    try:
        found = socket.getaddrinfo(login.host, login.port, type=socket.SOCK_STREAM)
    except ValueError as fault:  # a name that no server can have
        raise socket.gaierror(str(fault)) from fault
    for *_, where in found:
        _check(str(where[0]), login)


def _check(address: str, login: Login) -> None:
    if not is_public(address):
        raise UnreachableError(
            f"{login.host} is inside a private network, where this server does not look; ask whoever runs it "
            "(BEFOREHAND_ALLOW_PRIVATE_ADDRESSES).",
            refused=True,
        )


def _open(login: Login) -> BaseMailBox:
    context = ssl.create_default_context()
    if login.security == "starttls":
        if login.port == _TLS_PORT:
            raise UnreachableError(
                f"Port {_TLS_PORT} speaks TLS from the beginning: choose TLS, or port 143.", refused=True
            )
        return MailBoxStartTls(login.host, login.port, timeout=_TIMEOUT_S, ssl_context=context)
    if login.security == "none":
        return MailBoxUnencrypted(login.host, login.port, timeout=_TIMEOUT_S)
    return MailBox(login.host, login.port, timeout=_TIMEOUT_S, ssl_context=context)


def _sign_in(box: BaseMailBox, login: Login) -> None:
    try:
        if login.token:
            box.xoauth2(login.username, login.token, initial_folder=None)
        else:
            box.login(login.username, login.password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as fault:
        if isinstance(fault, imaplib.IMAP4.abort) or "[UNAVAILABLE]" in str(fault):
            raise
        raise UnreachableError(
            f"{login.host} refused the sign-in of {login.username}: enter the password again; "
            "where you use two steps to sign in, make an app password.",
            refused=True,
        ) from fault
    except UnicodeEncodeError as fault:
        raise UnreachableError(
            "The password has a character that this server’s sign-in cannot take: make an app password.",
            refused=True,
        ) from fault


def _told(fault: Exception, login: Login) -> UnreachableError:
    where = f"{login.host}, port {login.port}"
    if isinstance(fault, socket.gaierror):
        return UnreachableError(
            f"There is no server called {login.host}: look for a slip in its name.", refused=True
        )
    if isinstance(fault, ssl.SSLCertVerificationError):
        return UnreachableError(
            f"The certificate of {where} is not good for that name: ask who runs the server."
        )
    if isinstance(fault, ssl.SSLError):
        return UnreachableError(f"{where} does not speak TLS: choose STARTTLS, or another port.")
    if isinstance(fault, TimeoutError):
        return UnreachableError(f"{where} did not answer in {_TIMEOUT_S:.0f} seconds: trying again.")
    if isinstance(fault, ConnectionRefusedError):
        return UnreachableError(f"Nothing answers at {where}: check the server’s name and port.")
    return UnreachableError(f"{where} broke off ({type(fault).__name__}): trying again.")
