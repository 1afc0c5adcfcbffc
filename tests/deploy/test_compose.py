"""The compose files and the image: what Compose reads, and what the containers run, run here."""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from tests.deploy.deployed import (
    BIN,
    DEPLOY,
    ROOT,
    await_health,
    clean_environment,
    compose_commands,
    compose_environment,
    free_port,
    running,
)
from tests.postgres import cannot_run

COMPOSE = DEPLOY / "compose"
FILES = ["compose.sqlite.yml", "compose.postgres.yml"]
TOLD = {"BEFOREHAND_URL": "https://calls.example.com", "POSTGRES_PASSWORD": "secret"}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The application as the image holds it: built from what the Dockerfile copies, without the sources."""
    folder = tmp_path_factory.mktemp("image")
    dockerfile = (COMPOSE / "Dockerfile").read_text()
    for copied in re.findall(r"^COPY (?!--)(.+) \./(?:src)?$", dockerfile, re.MULTILINE):
        for name in copied.split():
            source, target = ROOT / name, folder / "build" / Path(name).name
            target.parent.mkdir(exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    words = re.search(r"pip (install .*--no-deps --no-build-isolation) \.$", dockerfile, re.MULTILINE)[
        1
    ].split()
    pip = [sys.executable, "-m", "pip", *words, "--quiet", "--target", str(folder / "site"), "."]
    subprocess.run(pip, cwd=folder / "build", check=True)
    return folder / "site"


def settings(own_environment: dict[str, str], name: str, image: Path) -> dict[str, str]:
    """What a container finds, but for what is ours here: data folder, database, address, programs."""
    here = {name: own_environment[name] for name in ("BEFOREHAND_DATA", "DATABASE_URL")}
    here |= {"HOST": "127.0.0.1", "PORT": str(free_port()), "PYTHONPATH": str(image)}
    here |= {"PATH": f"{image / 'bin'}:{BIN}:{clean_environment()['PATH']}"}
    return compose_environment(name, **TOLD) | here


@pytest.mark.slow
@pytest.mark.own_database
def test_what_the_containers_run_is_well_by_the_images_own_check(own_environment, image):
    name = FILES[bool(own_environment["DATABASE_URL"])]
    environment = settings(own_environment, name, image)
    commands = compose_commands(name)
    assert (
        commands
        == {
            FILES[0]: [["beforehand", "serve"]],
            FILES[1]: [["beforehand", "web", "--workers", "4"], ["beforehand", "worker"]],
        }[name]
    )
    check = re.search(r"^ +CMD (\[.+\])$", (COMPOSE / "Dockerfile").read_text(), re.MULTILINE)[1]
    check = json.loads(check.replace(":8000/", f":{environment['PORT']}/"))
    assert subprocess.run(check, env=environment, capture_output=True).returncode == 1
    python = [
        str(BIN / "python"),
        "-c",
        f"import beforehand as b; assert b.__file__.startswith({str(image)!r})",
    ]
    assert subprocess.run(python, env=environment, cwd="/").returncode == 0
    with running(environment, *([str(BIN / words[0]), *words[1:]] for words in commands)):
        await_health(environment["PORT"])
        assert subprocess.run(check, env=environment).returncode == 0
        address = f"http://127.0.0.1:{environment['PORT']}"
        page = urllib.request.urlopen(f"{address}/welcome/", timeout=30).read().decode()
        for path in re.findall(r'<link rel="stylesheet" href="(/[^"]+)"', page) or pytest.fail(page):
            assert urllib.request.urlopen(f"{address}{path}", timeout=30).status == 200


@pytest.mark.parametrize("name", FILES)
def test_only_private_addresses_are_believed_about_the_visitor(name):
    seen: list[dict[str, Any]] = []
    proxies = compose_environment(name, **TOLD)["BEFOREHAND_PROXY"]
    application = wrap_wsgi_with_proxy_headers(lambda scope, _: seen.append(dict(scope)), proxies)
    for peer in ("172.18.0.3", "203.0.113.99"):
        application({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, None)
    assert [scope["REMOTE_ADDR"] for scope in seen] == ["198.51.100.7", "203.0.113.99"]


@pytest.mark.parametrize("name", FILES)
def test_compose_reads_each_file_as_the_example_fills_it_in(name, tmp_path):
    compose = shutil.which("docker-compose")
    if compose is None:
        cannot_run("no docker-compose: install docker-compose")
    filled = (COMPOSE / "env.example").read_text().replace("PASSWORD=", "PASSWORD=secret")
    (tmp_path / "env").write_text(filled)
    command = [compose, "--env-file", str(tmp_path / "env"), "-f", str(COMPOSE / name), "config"]
    read = subprocess.run(command, capture_output=True, text=True, env=clean_environment())
    assert (read.returncode, read.stderr) == (0, "")
    assert "BEFOREHAND_URL: https://calls.example.com" in read.stdout
    assert f"context: {ROOT}\n" in read.stdout
    (tmp_path / "env").write_text("")
    refused = subprocess.run(command, capture_output=True, text=True, env=clean_environment())
    assert refused.returncode != 0
    assert "Set BEFOREHAND_URL to the address that people type" in refused.stderr


def test_the_image_holds_what_its_build_copies_and_nothing_of_the_data():
    dockerfile = (COMPOSE / "Dockerfile").read_text()
    copied = " ".join(re.findall(r"^COPY (?!--)(.+) \./\S*$", dockerfile, re.MULTILINE)).split()
    ignored = (COMPOSE / "Dockerfile.dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == {*copied}
    assert all((ROOT / name).exists() for name in copied)
