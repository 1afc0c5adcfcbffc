"""The real server as a process: started, asked over HTTP, its CPU and memory read from /proc."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.databases import backend_pids

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass
class Visits:
    """What one kind of request cost: milliseconds each, CPU milliseconds in all, of the server and of PostgreSQL."""

    lengths: list[float] = field(default_factory=list)
    server_cpu: float = 0.0
    database_cpu: float = 0.0

    def figures(self) -> dict[str, float]:
        """Median and p99 in milliseconds, CPU milliseconds a request."""
        ordered, many = sorted(self.lengths), len(self.lengths)
        return {
            "median": median(ordered),
            "p99": ordered[int(many * 0.99)],
            "cpu": self.server_cpu / many,
            "database_cpu": self.database_cpu / many,
        }


class Server:
    """`beforehand serve` while it runs, and one connection to it that is kept open."""

    def __init__(self, process: subprocess.Popen[str], address: str, database: str) -> None:
        self.process, self.database = process, database
        self.connection = HTTPConnection(urlsplit(address).netloc, timeout=60)

    def ask(self, path: str, cookie: str, form: str | None = None) -> bytes:
        """The answer of a page, or of a form that is sent as htmx sends it; anything but 200 is an error."""
        token = "b" * 32
        headers = {"Cookie": f"sessionid={cookie}; csrftoken={token}"}
        if form is not None:
            headers |= {"X-CSRFToken": token, "HX-Request": "true"}
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("GET" if form is None else "POST", path, body=form, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def visit(self, visits: Visits, asks: Iterable[Callable[[], object]]) -> None:
        """Does these requests one after the other and adds what they cost."""
        backends = backend_pids(self.database) if self.database.startswith("postgresql") else []
        own, theirs = cpu_ms([self.process.pid]), cpu_ms(backends)
        for ask in asks:
            began = time.perf_counter()
            ask()
            visits.lengths.append((time.perf_counter() - began) * 1000)
        visits.server_cpu += cpu_ms([self.process.pid]) - own
        visits.database_cpu += cpu_ms(backends) - theirs

    def memory_mib(self) -> float:
        """The process's share of memory (PSS), libraries that others use too counted in part."""
        for line in Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("The system does not tell the memory of a process.")


@contextmanager
def serving(command: list[str], environment: dict[str, str], database: str) -> Iterator[tuple[Server, float]]:
    """The server while the block runs, and the seconds from its start to its first answer."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "serve"], env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        if "http" not in said:
            raise RuntimeError("The server did not start; its words stand above.")
        server = Server(process, said.split()[-1], database)
        server.connection.request("GET", "/accounts/login/")
        server.connection.getresponse().read()
        yield server, time.perf_counter() - began
        server.connection.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def cpu_ms(pids: Iterable[int]) -> float:
    """User and system time of those processes so far."""
    return sum(_cpu_ms(Path(f"/proc/{pid}/stat").read_text()) for pid in pids)


def _cpu_ms(stat: str) -> float:
    rest = stat.rpartition(")")[2].split()
    return (int(rest[11]) + int(rest[12])) * _TICK_MS
