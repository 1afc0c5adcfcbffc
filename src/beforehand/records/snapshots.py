"""The database as one file and back: SQLite by its own backup, PostgreSQL by pg_dump and psql."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import connection

from beforehand.records.archives import BackupError

_RECORDED = "SELECT name FROM django_migrations WHERE app = 'records' ORDER BY name"
# Tables of a newer program would stand in the way of its migrations; the database is Beforehand's own.
_EMPTY = """
DO $$ DECLARE sentence text; BEGIN
    FOR sentence IN
        SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename)
        FROM pg_tables WHERE schemaname = current_schema()
    LOOP EXECUTE sentence; END LOOP;
    FOR sentence IN
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', routine.oid::regprocedure)
        FROM pg_proc AS routine WHERE pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = routine.oid AND deptype = 'e')
    LOOP EXECUTE sentence; END LOOP;
END $$;
"""
_TOLD = {"sslmode", "sslrootcert", "sslcert", "sslkey", "options"}


class ProgramMissingError(BackupError):
    """A program of PostgreSQL that this machine lacks."""


class DamagedError(BackupError):
    """A database that SQLite itself cannot read."""


def sqlite_file() -> Path | None:
    """The database's file, where it is one."""
    name = str(connection.settings_dict["NAME"])
    in_memory = connection.vendor != "sqlite" or ":memory:" in name or name.startswith("file:")
    return None if in_memory else Path(name)


def take(target: Path) -> list[str]:
    """Copies the whole database, as it is at one moment, to a new file; the migrations of `records` in it."""
    return _take_sqlite(target) if connection.vendor == "sqlite" else _take_postgresql(target)


def put(snapshot: Path) -> None:
    """Makes the database what the snapshot is, wholly or not at all; refuses while anybody else uses it."""
    if (file := sqlite_file()) is None:
        _put_postgresql(snapshot)
        return
    connection.close()
    with _exclusively(file):
        fresh = file.with_name(f"{file.name}.restoring")
        shutil.move(snapshot, fresh)
        fresh.rename(file)


def check_unused() -> None:
    """Refuses where another process has the database open."""
    file = sqlite_file()
    if file is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0]:
                raise _in_use()
    elif file.exists():
        connection.close()
        with suppress(sqlite3.DatabaseError), _exclusively(file):  # a damaged one is used by nobody
            pass


def check(snapshot: Path) -> None:
    """Refuses a snapshot that the database could not read."""
    if sqlite_file() is None:
        _run("pg_restore", "--list", str(snapshot))
        return
    with _readable("The database in this backup"), closing(sqlite3.connect(snapshot)) as copy:
        _quick_check(copy)


def _take_sqlite(target: Path) -> list[str]:
    file = sqlite_file()
    with (
        _readable(f"The database {file}"),
        closing(sqlite3.connect(str(file), timeout=20)) as database,
        closing(sqlite3.connect(target)) as copy,
    ):
        database.backup(copy)  # all pages in one step: in several it starts again at every write
        _quick_check(copy)
        return [name for (name,) in copy.execute(_RECORDED)]


@contextmanager
def _readable(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as fault:
        raise BackupError(f"{what} cannot be read now ({fault}): try again.") from fault
    except sqlite3.DatabaseError as fault:
        raise DamagedError(f"{what} is damaged ({fault}): restore another backup.") from fault


def _quick_check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _take_postgresql(target: Path) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_RECORDED)
        migrations = [name for (name,) in cursor.fetchall()]
    _run("pg_dump", "--format=custom", "--compress=0", f"--file={target}")
    return migrations


def _put_postgresql(snapshot: Path) -> None:
    script, empty = snapshot.with_name("restore.sql"), snapshot.with_name("empty.sql")
    empty.write_text(_EMPTY)
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(snapshot))
    _run(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--file={empty}", f"--file={script}",
    )  # fmt: skip


def _run(program: str, *words: str) -> None:
    """Runs a program of PostgreSQL on the database; its password is in no list of processes."""
    if shutil.which(program) is None:
        raise ProgramMissingError(
            f"{program} is not installed: install postgresql-client in the version of the server."
        )
    connection.ensure_connection()
    info = connection.connection.info
    named = {f"PG{name.upper()}": value for name, value in info.get_parameters().items() if name in _TOLD}
    environment = os.environ | named | {"PGDATABASE": info.dbname, "PGUSER": info.user}
    environment |= {"PGHOST": info.host, "PGPORT": str(info.port), "PGPASSWORD": info.password}
    done = subprocess.run(  # noqa: S603
        [program, *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0]
        raise BackupError(f"{said.rstrip('.')}. Mend that, or do without {program}, and try again.")


@contextmanager
def _exclusively(file: Path) -> Iterator[None]:
    """Holds a SQLite file alone, with nothing of it in a journal beside it."""
    with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as database:
        try:
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise _in_use() from fault
            raise BackupError(f"The database {file} cannot be replaced ({fault}).") from fault
        yield


def _in_use() -> BackupError:
    return BackupError(
        "Beforehand is running on this database: stop its server and workers, then restore. Nothing was changed."
    )
