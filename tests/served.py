"""Beforehand as a user runs it: the real command in a process of its own, with a data folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = Path(sys.executable).parent / "beforehand"
_PATIENCE_S = 30


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of `beforehand serve` on a free port, running while the block does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"BEFOREHAND_DATA": str(data), "HOST": "127.0.0.1", "PORT": str(port)}
    environment.pop("BEFOREHAND_URL", None)
    log = (data / "serve.log").open("w")
    process = subprocess.Popen([COMMAND, "serve"], env=environment, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _await(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(_PATIENCE_S)
        log.close()


def run(data: Path, *words: str, text: str = "") -> str:
    """What a command says, run on that data folder; it must exit 0."""
    environment = os.environ | {"BEFOREHAND_DATA": str(data)}
    done = subprocess.run(
        [COMMAND, *words], env=environment, input=text, capture_output=True, text=True, check=True
    )
    return done.stdout


def _await(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/accounts/login/", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"beforehand serve did not answer at {url}")
