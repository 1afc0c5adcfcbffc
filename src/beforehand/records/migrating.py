"""Brings the tables up to date before anything reads them; two processes that start at once take turns."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection

from beforehand.records import backups
from beforehand.records.archives import BackupError
from beforehand.records.snapshots import sqlite_file

_LOCK = 6_263_047  # PostgreSQL's name for our turn


class DatabaseNotReady(Exception):
    """The database cannot be used as it is; one sentence that names the remedy."""


def bring_up_to_date(*, back_up_at: datetime | None = None) -> None:
    """Applies the migrations that this database lacks; to find that it lacks none takes two statements.

    With `back_up_at`, the moment now, a database that holds data is backed up before.
    """
    try:
        if is_up_to_date():
            return
        with _our_turn():
            if not is_up_to_date():
                if back_up_at:
                    backups.before_upgrade(back_up_at)
                call_command("migrate", interactive=False, verbosity=0)
    except BackupError as fault:
        raise DatabaseNotReady(
            f"The tables were not brought up to date, for want of a backup: {fault}"
        ) from fault
    except (DatabaseError, OSError) as fault:
        first_line = str(fault).strip().splitlines()[0]
        raise DatabaseNotReady(
            f"The database {_where()} cannot be reached: {first_line}. "
            "Start it, or set DATABASE_URL to the right address."
        ) from fault


def is_up_to_date() -> bool:
    """Whether the database lacks no migration; refuses one that a newer program has brought further."""
    if (file := sqlite_file()) and not (file.exists() and file.stat().st_size):
        return False  # do not open it: making the file is work for one at a time
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT app, name FROM django_migrations")
        recorded = set(cursor.fetchall())
    ours = on_disk()
    if newer := sorted(name for app, name in recorded - ours if app == "records"):
        raise DatabaseNotReady(
            f"The database {_where()} was brought up to date by a newer Beforehand ({newer[-1]}): "
            "install that one or a later one."
        )
    return ours <= recorded


def on_disk() -> set[tuple[str, str]]:
    """The migrations of every app by their file names, without importing one."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[0-9]*.py")
    }


@contextmanager
def _our_turn() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    elif file := sqlite_file():
        with Path(f"{file}.migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the system gives it back when the file is closed or we die
            yield
    else:
        yield


def _where() -> str:
    """Which database, without its password."""
    named = connection.settings_dict
    host = f" at {named['HOST']}" if named.get("HOST") else ""
    return f"{named['NAME']}{host}"
