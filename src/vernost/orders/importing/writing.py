"""Rows into either database as fast as it takes them: one prepared statement on SQLite, COPY on PostgreSQL.

Values are given as the database has them: minor units, days and moments as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection, models

from vernost.core.clock import firm_zone

Row = Sequence[Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """``names`` are columns of the table; every column that is never null is among them."""
    quote = connection.ops.quote_name
    table, listed = quote(model._meta.db_table), ", ".join(quote(name) for name in names)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(names))
    connection.ensure_connection()
    connection.connection.executemany(f"INSERT INTO {table} ({listed}) VALUES ({places})", rows)


def reserve(model: type[models.Model], number: int) -> list[int]:
    """Keys for rows about to be inserted. On SQLite the writer is alone."""
    if not number:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, number],
            )
            return [key for (key,) in cursor.fetchall()]
        # AUTOINCREMENT's own memory: a key of a deleted row is never given again.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
    return list(range(first, first + number))


def among(column: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """SQL: whether the column is one of very many values."""
    quoted = ".".join(connection.ops.quote_name(part) for part in column.split("."))
    if connection.vendor == "postgresql":
        return f"{quoted} = ANY(%s)", [list(values)]
    return f"{quoted} IN (SELECT value FROM json_each(%s))", [json.dumps(list(values), ensure_ascii=False)]


def rows_of(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


class Moments:
    """Local times of a file as the database keeps them; the zone is asked once a day, not a row."""

    def __init__(self) -> None:
        self.zone = firm_zone()
        self.offsets: dict[date, timedelta | None] = {}
        self.suffix = "+00" if connection.vendor == "postgresql" else ""

    def text(self, local: date) -> str:
        moment = local if isinstance(local, datetime) else datetime.combine(local, time.min)
        day = moment.date()
        if day not in self.offsets:
            self.offsets[day] = self._offset(day)
        offset = self.offsets[day]
        if offset is None:  # the clock was changed on this day
            utc = moment.replace(tzinfo=self.zone).astimezone(UTC).replace(tzinfo=None)
        else:
            utc = moment - offset
        return f"{utc.isoformat(' ')}{self.suffix}"

    def _offset(self, day: date) -> timedelta | None:
        ends = {
            datetime.combine(day, one, tzinfo=self.zone).utcoffset() for one in (time.min, time(23, 59, 59))
        }
        return ends.pop() if len(ends) == 1 else None

    def now_text(self, now: datetime) -> str:
        return f"{now.astimezone(UTC).replace(tzinfo=None).isoformat(' ')}{self.suffix}"


def add_to(model: type[models.Model], column: str, pairs: Sequence[tuple[int, int]]) -> None:
    """(how much, key) pairs added to a column: one statement, run many times."""
    quote = connection.ops.quote_name
    place = "%s" if connection.vendor == "postgresql" else "?"
    table, name = quote(model._meta.db_table), quote(column)
    sql = f"UPDATE {table} SET {name} = {name} + {place} WHERE id = {place}"
    if not pairs:
        return
    connection.ensure_connection()
    with connection.connection.cursor() if connection.vendor == "postgresql" else _Raw() as cursor:
        cursor.executemany(sql, pairs)


class _Raw:
    """SQLite's own connection in the shape of a cursor that closes."""

    def __enter__(self) -> Any:
        return connection.connection

    def __exit__(self, *error: object) -> None:
        return None
