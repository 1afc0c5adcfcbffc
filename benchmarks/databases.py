"""Databases to measure on: files for SQLite, and a PostgreSQL of our own with its safe defaults (fsync on)."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

_PROGRAMS = "usr/lib/postgresql/*/bin"
_OPTIONS = "-c listen_addresses= -c shared_buffers=512MB -c max_connections=80"


class NoDatabase(Exception):
    """This machine lacks the programs; one sentence."""


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """While the block runs: makes an empty database of a name and gives its address."""
    if kind == "sqlite":
        yield lambda name: f"sqlite:///{folder / name}.sqlite3"
    else:
        with _cluster(folder / "pg") as server:
            yield lambda name: _made(server, name)


def _made(server: str, name: str) -> str:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


def backend_pids(url: str) -> list[int]:
    """The processes of PostgreSQL that serve this database's connections, ours left out."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in rows]


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    found = sorted(Path("/").glob(_PROGRAMS), key=lambda path: int(path.parent.name.split(".")[0]))
    if not found:
        raise NoDatabase("There is no PostgreSQL here: install postgresql, or measure --databases sqlite.")
    as_root = os.geteuid() == 0
    user = "postgres" if as_root else getpass.getuser()
    folder.mkdir()
    if as_root:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        before = ["runuser", "-u", user, "--"] if as_root else []
        command = [*before, str(found[-1] / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", user, "--auth=trust", "--encoding=UTF8", "--locale=C")
    run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {_OPTIONS}", "start")
    try:
        yield f"postgresql://{user}@{quote(str(folder), safe='')}"
    finally:
        run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
