"""A PostgreSQL for tests: one that is named, or its own from the system's programs, as an ordinary user.

`python -m tests.postgres COMMAND…` runs a command with DATABASE_URL set to a fresh database.
"""

import getpass
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

PROGRAMS = "/usr/lib/postgresql/*/bin"
FAST = "-c fsync=off -c full_page_writes=off -c listen_addresses= -c max_connections=60"


def cannot_run(why: str) -> NoReturn:
    """Skips the test, or fails it where everything must be there."""
    if os.environ.get("BEFOREHAND_CI"):
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def running() -> Iterator[str | None]:
    """The address of a server, running while the block does; None where there is none to be had."""
    programs = next((Path(each) for each in _newest_first()), None)
    if named := os.environ.get("BEFOREHAND_TEST_PG"):
        yield named
    elif programs is None:
        yield None
    else:
        with _own_cluster(programs) as url:
            yield url


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of an empty database on that server, dropped afterwards with whoever is still in it."""
    name = f"beforehand_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _newest_first() -> list[str]:
    found = Path("/").glob(PROGRAMS.lstrip("/"))
    return sorted(map(str, found), key=lambda path: int(path.split("/")[4].split(".")[0]), reverse=True)


@contextmanager
def _own_cluster(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="beforehand-pg-", dir="/tmp"))  # a socket's path may not be long
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(programs / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    run("initdb", "-D", str(data), "-U", user, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    log = str(folder / "log")
    try:
        run("pg_ctl", "-D", str(data), "-w", "-l", log, "-o", f"-k {folder} {FAST}", "start")
        yield f"postgresql://{user}@{quote(str(folder), safe='')}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    with running() as server:
        if server is None:
            sys.exit(
                "There is no PostgreSQL here: install postgresql, or set BEFOREHAND_TEST_PG to its address."
            )
        with fresh_database(server) as url:
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
