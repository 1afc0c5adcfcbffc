"""A Dovecot of the test's own, run as an ordinary user: real IMAP, with IDLE, special-use folders and OAuth 2."""

import getpass
import grp
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from tests.postgres import cannot_run

USER, PASSWORD = "bob@rivera.example", "secret"
_CONF = """
base_dir = {home}/run
state_dir = {home}/state
instance_name = test-{port}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
log_path = {home}/dovecot.log
mail_location = maildir:{home}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
auth_mechanisms = plain login xoauth2
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {home}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Gesendet {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
}}
"""
_OAUTH = """
introspection_mode = auth
introspection_url = http://127.0.0.1:{port}/introspect?token=
username_attribute = email
active_attribute = active
active_value = true
"""


@dataclass
class Tokens:
    """The authorization server beside it: these access tokens are good; it also answers at /token."""

    good: dict[str, str] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def token_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"


@dataclass
class Dovecot:
    """A running server; `down` and `up` take it away and bring it back with its mail."""

    home: Path
    port: int
    tokens: Tokens

    @contextmanager
    def box(self, user: str = USER) -> Iterator[MailBoxUnencrypted]:
        with MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(user, PASSWORD) as box:
            yield box

    def deliver(self, message: bytes, folder: str = "INBOX", user: str = USER) -> None:
        with self.box(user) as box:
            box.append(message, folder)

    def down(self) -> None:
        """As by a power cut: every process of it is killed."""
        pid_file = self.home / "run" / "master.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text())
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
        for each in [pid, *map(int, children)]:
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                continue
        pid_file.unlink(missing_ok=True)

    def up(self) -> None:
        subprocess.run(
            ["dovecot", "-c", str(self.home / "dovecot.conf")],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(100):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                    if line.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError((self.home / "dovecot.log").read_text())


@contextmanager
def running(*more_users: str) -> Iterator[Dovecot]:
    """A fresh server with Bob's and Alice's mail and that of more, in a folder that its own user can reach.

    Pytest's folders are their owner's alone."""
    if not shutil.which("dovecot"):
        cannot_run("no Dovecot: install dovecot-imapd")
    tokens = Tokens()
    with tempfile.TemporaryDirectory(prefix="dovecot-") as home, _authorization_server(tokens):
        server = Dovecot(Path(home), _free_port(), tokens)
        _configure(server, USER, "alice@rivera.example", *more_users)
        server.up()
        try:
            yield server
        finally:
            server.down()


def _configure(server: Dovecot, *emails: str) -> None:
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()
    entry = pwd.getpwnam(user)
    for name in ("run", "mail", "state"):
        (server.home / name).mkdir(parents=True, exist_ok=True)
    users = "".join(f"{each}:{{PLAIN}}{PASSWORD}::::::\n" for each in emails)
    (server.home / "users").write_text(users)
    (server.home / "oauth2.conf").write_text(_OAUTH.format(port=server.tokens.port))
    (server.home / "dovecot.conf").write_text(
        _CONF.format(
            home=server.home,
            port=server.port,
            uid=entry.pw_uid,
            gid=entry.pw_gid,
            user=user,
            group=grp.getgrgid(entry.pw_gid).gr_name,
        )
    )
    if os.geteuid() == 0:
        for path in [server.home, *server.home.rglob("*")]:
            os.chown(path, entry.pw_uid, entry.pw_gid)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _authorization_server(tokens: Tokens) -> Iterator[None]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = self.path.partition("token=")[2] or self.headers.get("Authorization", "").removeprefix(
                "Bearer "
            )
            if token in tokens.good:
                self._say(200, {"active": True, "email": tokens.good[token]})
            else:
                self._say(401, {"active": False})

        def do_POST(self) -> None:
            from urllib.parse import parse_qsl

            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            tokens.asked.append(form)
            email = tokens.codes.get(form.get("code", "")) or tokens.refresh.get(
                form.get("refresh_token", "")
            )
            if email is None:
                self._say(400, {"error": "invalid_grant"})
                return
            access = f"access-{len(tokens.asked)}"
            tokens.good[access] = email
            tokens.refresh["refresh-1"] = email
            told = {"access_token": access, "expires_in": 3600, "token_type": "Bearer"}
            if "code" in form:
                told["refresh_token"] = "refresh-1"
            self._say(200, told)

        def _say(self, status: int, told: object) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        tokens.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()
