"""Rows into tables by the thousand: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection, models

_AT_ONCE = 20_000


def put(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows as they are, ids included; moments are in UTC, JSON is text without backslashes."""
    table, names = model._meta.db_table, ", ".join(columns)
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(waiting, _AT_ONCE)):
            if connection.vendor == "postgresql":
                text = "".join("\t".join(map(_copied, row)) + "\n" for row in chunk)
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    copy.write(text)
            else:
                places = ", ".join(["?"] * len(columns))
                adapted = [tuple(map(_adapted, row)) for row in chunk]
                connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", adapted)


def settle() -> None:
    """After the ids were given from here: sequences go on behind them, and the planner knows the sizes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in apps.get_models():
                if model._meta.auto_field is not None and model._meta.managed:
                    table, column = model._meta.db_table, model._meta.pk.column
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"
                        f" (SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)"
                    )
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _adapted(value: Any) -> Any:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else value


def _copied(value: Any) -> str:
    return r"\N" if value is None else str(value)
