"""A real CalDAV server of the tests' own: Radicale on a free port, with a password."""

import os
import signal
import socket
import subprocess
import sys
import time
from base64 import b64encode
from http.client import HTTPConnection
from pathlib import Path

USER, PASSWORD = "bob", "app päss"
_CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[web]
type = none
[logging]
level = critical
"""


class Radicale:
    """The server and its one user, who has no calendar yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        (folder / "config").write_text(_CONFIG.format(port=self.port, folder=folder))
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n")

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(self._folder / "config")],
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("Radicale did not start")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(10)
            self._process = None

    def ask(self, method: str, path: str, body: str = "", kind: str = "text/calendar") -> int:
        """The status of a request of the user's other program, the one that keeps the calendar."""
        login = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Authorization": f"Basic {login}", "Content-Type": f"{kind}; charset=utf-8"}
        connection.request(method, path, body.encode(), headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def make_calendar(self, name: str, holds: str = "VEVENT") -> str:
        """Its address."""
        path = f"/{USER}/{name.lower()}/"
        status = self.ask(
            "MKCALENDAR",
            path,
            '<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>'
            f"<displayname>{name}</displayname><C:supported-calendar-component-set>"
            f'<C:comp name="{holds}"/></C:supported-calendar-component-set></prop></set></C:mkcalendar>',
            "application/xml",
        )
        assert status == 201
        return f"{self.url.rstrip('/')}{path}"

    def put(self, calendar: str, name: str, ics: bytes) -> None:
        path = calendar.removeprefix(self.url.rstrip("/"))
        assert self.ask("PUT", f"{path}{name}.ics", ics.decode()) in {201, 204}

    def remove(self, calendar: str, name: str = "") -> None:
        path = calendar.removeprefix(self.url.rstrip("/"))
        assert self.ask("DELETE", f"{path}{name}.ics" if name else path) in {200, 204}
