"""The units and the Caddyfile: what systemd reads, and the processes that they start behind a real Caddy."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.deploy.deployed import (
    BIN,
    DEPLOY,
    await_health,
    free_port,
    health,
    running,
    unit_command,
    unit_environment,
)
from tests.postgres import cannot_run

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
NAME = "calls.example.com"
PASSWORD = "a cup of tea at nine"
TOO_MANY = "Too many tries"
PROCESSES = {
    "sqlite": ["beforehand.service"],
    "postgresql": ["beforehand-web.service", "beforehand-worker.service"],
}


class Visitor(requests.Session):
    """A browser at an address of its own, which trusts the authority that signed Caddy's certificate."""

    def __init__(self, url: str, authority: Path, address: str) -> None:
        super().__init__()
        self.url, self.verify, self.trust_env = url, str(authority), False
        adapter = HTTPAdapter()
        adapter.init_poolmanager(4, 4, source_address=(address, 0))
        self.mount("https://", adapter)

    def page(self, path: str, **headers: str) -> requests.Response:
        return self.get(f"{self.url}{path}", headers=headers, timeout=30)

    def sign_in(self, email: str, password: str, **headers: str) -> requests.Response:
        page = self.page("/accounts/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        given = {"login": email, "password": password, "csrfmiddlewaretoken": token}
        headers = {"Referer": f"{self.url}/accounts/login/"} | headers
        return self.post(f"{self.url}/accounts/login/", given, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def caddyfile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """Our Caddyfile as it is, with ports and an authority of the test's own; the ports of http and https."""
    if not shutil.which("caddy"):
        cannot_run("no Caddy: install caddy")
    folder, http, https = tmp_path_factory.mktemp("caddy"), free_port(), free_port()
    (folder / "Caddyfile").write_text(
        f"{{\n admin off\n http_port {http}\n https_port {https}\n local_certs\n skip_install_trust\n"
        f" storage file_system {folder}/store\n}}\nimport {DEPLOY}/caddy/Caddyfile\n"
    )
    return folder / "Caddyfile", http, https


@pytest.fixture(scope="module")
def deployed(
    own_environment: dict[str, str], caddyfile: tuple[Path, int, int]
) -> Iterator[tuple[str, int, dict[str, str]]]:
    """The units' processes behind Caddy, with an office: the address, the port within, the environment."""
    file, _, https = caddyfile
    url, port = f"https://{NAME}:{https}", free_port()
    environment = unit_environment(
        BEFOREHAND_URL=url,
        BEFOREHAND_DATA=own_environment["BEFOREHAND_DATA"],
        DATABASE_URL=own_environment["DATABASE_URL"],
        PORT=str(port),
    )
    words = ["office", "new", "Rivera Homes", "--email", "alice@rivera.example", "--password-stdin"]
    words += ["--country", "US", "--state", "TX", "--zone", "America/Chicago"]
    subprocess.run(
        [BIN / "beforehand", *words], env=environment, input=f"{PASSWORD}\n", text=True, check=True
    )
    kind = "postgresql" if own_environment["DATABASE_URL"] else "sqlite"
    caddy = ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]
    told = {
        "BEFOREHAND_URL": url,
        "BEFOREHAND_UPSTREAM": f"127.0.0.1:{port}",
        "XDG_CONFIG_HOME": str(file.parent),
    }
    with (
        running(environment, *(unit_command(unit) for unit in PROCESSES[kind])),
        running(os.environ | told, caddy, quiet=True),
    ):
        await_health(port)
        yield url, port, environment


@pytest.fixture
def visit(
    deployed: tuple[str, int, dict[str, str]],
    caddyfile: tuple[Path, int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Visitor]:
    """Makes a visitor at an address of this machine; for this test the name leads to this machine too."""
    lookup = socket.getaddrinfo
    here = {NAME: "127.0.0.1"}
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **told: lookup(here.get(host, host), *rest, **told)
    )
    authority = caddyfile[0].parent / "store/pki/authorities/local/root.crt"
    return lambda address: Visitor(deployed[0], authority, address)


def test_one_signs_in_through_the_proxy_and_cookies_travel_by_https_alone(visit):
    alice = visit("127.0.0.2")
    page = alice.sign_in("alice@rivera.example", PASSWORD)
    assert (page.status_code, page.url) == (200, f"{alice.url}/")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert {cookie.name: cookie.secure for cookie in alice.cookies} == {"csrftoken": True, "sessionid": True}


def test_a_form_from_elsewhere_is_refused(visit):
    answer = visit("127.0.0.2").sign_in("alice@rivera.example", PASSWORD, Origin="https://evil.example")
    assert answer.status_code == 403


def test_tries_are_counted_by_the_visitors_true_address_whatever_they_claim(visit):
    guesser, alice = visit("127.0.0.3"), visit("127.0.0.4")

    def guess(n: int) -> str:
        claimed = {
            "X-Forwarded-For": f"203.0.113.{n}",
            "Forwarded": f"for=203.0.113.{n}",
            "X-Real-IP": f"203.0.113.{n}",
        }
        return guesser.sign_in(f"guess{n}@rivera.example", "wrong", **claimed).text

    assert [TOO_MANY in guess(n) for n in range(11)] == [False] * 10 + [True]
    assert alice.sign_in("alice@rivera.example", PASSWORD).url == f"{alice.url}/"


def test_plain_http_is_sent_to_https(visit, caddyfile):
    answer = requests.get(
        f"http://{NAME}:{caddyfile[1]}/clients/?q=a", allow_redirects=False, timeout=30, proxies={"http": ""}
    )
    assert (answer.status_code, answer.headers["Location"]) == (308, f"https://{NAME}/clients/?q=a")


def test_a_visitor_who_claims_https_or_another_host_gains_nothing(visit, deployed, caddyfile):
    page = visit("127.0.0.2").page(
        "/accounts/login/", **{"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    )
    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "evil.example" not in page.text
    within = requests.get(
        f"http://127.0.0.1:{deployed[1]}/accounts/login/", headers={"Host": "evil.example"}, timeout=30
    )
    assert within.status_code == 400


def test_health_is_told_through_the_proxy_too(visit, deployed):
    well = {"status": "ok", "database": "ok", "tables": "ok", "worker": "ok"}
    answer = visit("127.0.0.2").page("/healthz")
    assert (answer.status_code, answer.json(), answer.cookies.keys()) == (200, well, [])
    assert health(deployed[1], host="10.1.2.3") == (200, well)


def test_the_backup_unit_backs_up_what_is_served(deployed):
    _, _, environment = deployed
    done = subprocess.run(
        unit_command("beforehand-backup.service"), env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    (backup,) = Path(environment["BEFOREHAND_DATA"], "backups").iterdir()
    assert f"Backed up to {backup} " in done.stdout


def test_the_operators_command_runs_with_the_services_environment(tmp_path):
    script = (DEPLOY / "systemd" / "beforehand.sh").read_text()
    (tmp_path / "beforehand.env").write_text(f"BEFOREHAND_DATA={tmp_path}/data\nDATABASE_URL=\n")
    for written, here in (
        ("/etc/beforehand/", f"{tmp_path}/"),
        ("/opt/beforehand/.venv/bin/", f"{BIN}/"),
        ("runuser -u beforehand -- ", ""),
    ):
        assert script.count(written) == 1
        script = script.replace(written, here)
    done = subprocess.run(["/bin/sh", "-c", script, "beforehand", "due"], capture_output=True, text=True)
    assert (done.returncode, (tmp_path / "data" / "beforehand.sqlite3").exists()) == (2, True), done.stderr


def test_systemd_reads_every_unit_and_finds_nothing_to_say(tmp_path):
    if not shutil.which("systemd-analyze"):
        cannot_run("no systemd-analyze: install systemd")
    units = [*(DEPLOY / "systemd").glob("*.service"), *(DEPLOY / "systemd").glob("*.timer")]
    assert len(units) == 5
    for unit in units:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/beforehand/.venv/bin", str(BIN)))
    written = sorted(map(str, tmp_path.iterdir()))
    read = subprocess.run(["systemd-analyze", "verify", "--man=no", *written], capture_output=True, text=True)
    assert (read.returncode, read.stdout + read.stderr) == (0, "")
    for unit in (each for each in written if each.endswith(".service")):
        rated = ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit]
        assert subprocess.run(rated, capture_output=True).returncode == 0, unit
