"""The processes as an operator starts and stops them."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.served import COMMAND

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
ADDRESS = re.compile(r"^Beforehand is at (http://127\.0\.0\.1:\d+)$")


@contextmanager
def started(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [COMMAND, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told_address(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline().strip()
    assert ADDRESS.match(line), line or process.stderr.read()
    return ADDRESS.match(line)[1]


def answer(url: str, **headers: str):
    until = time.monotonic() + 20
    while True:
        try:
            request = urllib.request.Request(
                url, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )
            return urllib.request.urlopen(request, timeout=5)
        except (ConnectionError, urllib.error.URLError):
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def refused(environment: dict[str, str], *words: str) -> str:
    """What a command that must be refused says, which is one line and no traceback."""
    ended = subprocess.run([COMMAND, *words], env=environment, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory) -> dict[str, str]:
    data = tmp_path_factory.mktemp("data")
    return {**os.environ, "BEFOREHAND_DATA": str(data), "DATABASE_URL": "", "PORT": "0"}


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_serve_tells_its_address_answers_works_and_stops_when_told(own_environment, ending):
    with started(own_environment, "serve") as process:
        url = told_address(process)
        assert answer(f"{url}/accounts/login/").status == 200
        process.send_signal(ending)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_the_worker_alone_stops_when_told(own_environment):
    with started(own_environment, "worker") as process:
        assert process.stdout.readline() == "Beforehand is at work; Ctrl-C stops it.\n"
        process.terminate()
        assert process.communicate(timeout=20) == ("", "")
        assert process.returncode == 0


def test_pages_are_served_by_several_processes_on_postgresql_and_by_one_on_sqlite(own_environment):
    if not own_environment["DATABASE_URL"]:
        assert refused(own_environment, "web", "--workers", "2") == (
            "SQLite takes one process of pages: leave --workers at 1, or set DATABASE_URL to PostgreSQL."
        )
    workers = "2" if own_environment["DATABASE_URL"] else "1"
    environment = {**own_environment, "PORT": str(free_port())}
    with started(environment, "web", "--workers", workers, "--threads", "2") as process:
        url = told_address(process)
        assert answer(f"{url}/accounts/login/").status == 200
        time.sleep(3)  # one that is told to stop while it still loads would be killed, and that be told
        process.terminate()
        out, _ = process.communicate(timeout=20)
        assert (process.returncode, out) == (0, "")


@pytest.mark.parametrize("words", [["serve"], ["web"]])
def test_a_port_that_another_holds_is_refused_in_a_sentence(on_sqlite, words):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused({**on_sqlite, "PORT": str(port)}, *words) == (
            f"Another program listens at 127.0.0.1:{port}: stop it, or set PORT to a free one."
        )


def test_a_host_of_another_machine_is_refused_in_a_sentence(on_sqlite):
    assert refused({**on_sqlite, "HOST": "192.0.2.1", "PORT": "8000"}, "serve") == (
        "Cannot listen at 192.0.2.1:8000 (Cannot assign requested address): "
        "set HOST and PORT to an address of this machine."
    )


def test_a_data_folder_that_cannot_be_is_refused_in_a_sentence(on_sqlite, tmp_path):
    (tmp_path / "file").touch()
    assert refused({**on_sqlite, "BEFOREHAND_DATA": str(tmp_path / "file" / "data")}, "serve") == (
        f"The data folder {tmp_path}/file/data cannot be used (Not a directory): "
        "give it to the user who runs Beforehand, or set BEFOREHAND_DATA to another."
    )


def test_a_database_that_does_not_answer_is_refused_in_a_sentence_without_its_password(on_sqlite):
    address = f"postgresql://ann:secret@127.0.0.1:{free_port()}/calls"
    said = refused({**on_sqlite, "DATABASE_URL": address}, "serve")
    assert said.startswith("The database calls at 127.0.0.1 cannot be reached: ")
    assert said.endswith(". Start it, or set DATABASE_URL to the right address.")
    assert "secret" not in said


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty': write a whole number from 0 to 65535."),
        ({"PORT": "65536"}, "PORT is '65536': write a whole number from 0 to 65535."),
        (
            {"DATABASE_URL": "mysql://h/x"},
            "DATABASE_URL is no address of a database: "
            "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
        ),
        (
            {"BEFOREHAND_URL": "calls.example.com"},
            "BEFOREHAND_URL is 'calls.example.com': write it whole, as in https://calls.example.com.",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_a_sentence(on_sqlite, setting, said):
    assert refused({**on_sqlite, **setting}, "serve") == said


@pytest.mark.parametrize(("proxy", "is_believed"), [("", True), ("192.0.2.7", False)])
def test_only_the_reverse_proxy_is_believed_about_the_scheme(on_sqlite, proxy, is_believed):
    environment = {
        **on_sqlite,
        "BEFOREHAND_URL": "https://calls.example.com",
        "BEFOREHAND_PROXY": proxy,
        "PORT": str(free_port()),
    }
    with started(environment, "serve") as process:
        assert process.stdout.readline() == "Beforehand is at https://calls.example.com\n"
        forwarded = {"X_Forwarded_For": "203.0.113.5", "X_Forwarded_Proto": "https"}
        page = answer(f"http://127.0.0.1:{environment['PORT']}/accounts/login/", **forwarded)
        assert ("Strict-Transport-Security" in page.headers) is is_believed
