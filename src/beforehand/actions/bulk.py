"""Many rows at once by one prepared statement: a model instance for each would cost four times that."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model


def new_ids(model: type[Model], count: int) -> list[int]:
    """Ids for that many new rows of the table, nobody else's; on SQLite while the transaction holds the database."""
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = cursor.fetchone()[0]
            return list(range(last + 1, last + 1 + count))
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [table, count])
        return [row[0] for row in cursor.fetchall()]


def insert(model: type[Model], rows: Sequence[dict[str, Any]], *, or_ignore: bool = False) -> None:
    """Inserts rows, column to plain value, all of the same columns; moments and days by `instant` and `day`.

    With `or_ignore` a row that breaks a unique key is left out.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001
    names = ", ".join(quote(column) for column in rows[0])
    values = [list(row.values()) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not or_ignore:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for each in values:
                    copy.write_row(each)
            return
        places = ", ".join(["%s"] * len(rows[0]))
        statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 no value is written in
        cursor.executemany(f"{statement} ON CONFLICT DO NOTHING" if or_ignore else statement, values)


def update(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Updates the rows named by their "id", all in the same columns, to plain values as `insert` takes them."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001
    columns = [column for column in rows[0] if column != "id"]
    places = ", ".join(f"{quote(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        statement = f"UPDATE {table} SET {places} WHERE id = %s"  # noqa: S608 no value is written in
        cursor.executemany(statement, [[*(row[column] for column in columns), row["id"]] for row in rows])


def instant(at: datetime | None) -> Any:
    """A moment as the database takes it."""
    return connection.ops.adapt_datetimefield_value(at)


def day(on: date | None) -> Any:
    """A day as the database takes it."""
    return connection.ops.adapt_datefield_value(on)
