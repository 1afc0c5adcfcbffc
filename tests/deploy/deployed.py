"""The files in deploy/ as an operator installs them: their commands and settings, run with what is here."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
PATIENCE_S = 60


def unit_command(name: str) -> list[str]:
    """The words that a unit starts, with the programs of this environment."""
    written = re.search(r"^ExecStart=(.+)$", (DEPLOY / "systemd" / name).read_text(), re.MULTILINE)[1]
    program, *words = shlex.split(written)
    assert program == "/opt/beforehand/.venv/bin/beforehand"
    return [str(BIN / "beforehand"), *words]


def unit_environment(**here: str) -> dict[str, str]:
    """The environment that the units read, with what differs `here`."""
    lines = (DEPLOY / "systemd" / "beforehand.env").read_text().splitlines()
    written = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(here) <= set(written)
    return clean_environment() | written | here


def compose_commands(name: str) -> list[list[str]]:
    """What the containers of our image run, in the order of the file."""
    text = (DEPLOY / "compose" / name).read_text()
    found = [json.loads(words) for words in re.findall(r"^ +command: (\[.+\])$", text, re.MULTILINE)]
    return [words for words in found if words[0] == "beforehand"]


def compose_environment(name: str, **told: str) -> dict[str, str]:
    """What our containers find in their environment: the image's settings, then the file's, filled in."""
    image = (DEPLOY / "compose" / "Dockerfile").read_text()
    settings = dict(pair.split("=", 1) for pair in re.search(r"^ENV (.+)$", image, re.MULTILINE)[1].split())
    text = (DEPLOY / "compose" / name).read_text().split("  caddy:\n")[0]
    settings |= dict(re.findall(r"^ +((?:BEFOREHAND|DATABASE)_\w+): (.+)$", text, re.MULTILINE))
    settings.pop("PATH")
    filled = {
        key: re.sub(r"\$\{(\w+)[^}]*\}", lambda m: told.get(m[1], ""), v) for key, v in settings.items()
    }
    return clean_environment() | filled


def clean_environment() -> dict[str, str]:
    """This machine's environment without a setting of Beforehand."""
    ours = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    return {name: value for name, value in os.environ.items() if name not in ours}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(
    environment: dict[str, str], *commands: list[str], quiet: bool = False
) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """The commands, side by side while the block does; all of them stop when told."""
    stderr = subprocess.DEVNULL if quiet else None
    processes = [
        subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=stderr)
        for words in commands
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE_S)


def said(environment: dict[str, str], *words: str, code: int = 0) -> str:
    """What `beforehand` with these words says, where it ends with that exit code: stdout, or stderr if refused."""
    command = [BIN / "beforehand", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stderr if code else done.stdout


def health(port: int | str, *, host: str = "127.0.0.1") -> tuple[int, dict[str, str]]:
    """The status and the body of `/healthz`; a server that does not listen counts as 0."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)
    except OSError:
        return 0, {}


def await_health(port: int | str) -> None:
    """Returns when all is well there."""
    until = time.monotonic() + PATIENCE_S
    while (found := health(port))[0] != 200:
        assert time.monotonic() < until, found
        time.sleep(0.1)
