"""Computed facts into the database: in bulk, within the caller's transaction."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from django.db import connection

from vernost.core import clock

BATCH = 20_000
LOCK = 0x66616374  # "fact"


def one_at_a_time() -> None:
    """Two writers would take the same rows in another order; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def facts(table: pa.Table, as_of: date, *, everybody: bool) -> None:
    """Put the rows in the place of the old ones; with ``everybody``, those no longer in the base go."""
    moment = clock.now()
    table = table.append_column("as_of", pa.array([as_of] * table.num_rows, pa.date32()))
    names = table.schema.names
    _into_temporary("retention_facts_new", "retention_clientfacts", table)
    listed = ", ".join(_quoted(name) for name in names)
    setting = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in (*names[1:], "computed_at"))
    with connection.cursor() as cursor:
        if everybody:
            cursor.execute(
                "DELETE FROM retention_clientfacts"
                " WHERE client_id NOT IN (SELECT client_id FROM retention_facts_new)"
            )
        cursor.execute(
            f"INSERT INTO retention_clientfacts ({listed}, computed_at)"
            f" SELECT {listed}, %s FROM retention_facts_new WHERE true"
            f" ON CONFLICT (client_id) DO UPDATE SET {setting}",
            [_moment(moment)],
        )
        cursor.execute("DROP TABLE retention_facts_new")


def changes(table: pa.Table, anew: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(anew), 500):
            ids = ", ".join(str(int(one)) for one in anew[start : start + 500])
            cursor.execute(f"DELETE FROM retention_lifecyclechange WHERE client_id IN ({ids})")
    _append("retention_lifecyclechange", table)


def months(table: pa.Table) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM retention_worthmonth")
    _append("retention_worthmonth", table.rename_columns([_column_of(name) for name in table.schema.names]))


def _column_of(name: str) -> str:
    return "owner_id" if name == "owner" else name


def _into_temporary(name: str, like: str, table: pa.Table) -> None:
    listed = ", ".join(_quoted(column) for column in table.schema.names)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} AS SELECT {listed} FROM {like} WHERE 1 = 0")
    _append(name, table)


def _append(name: str, table: pa.Table) -> None:
    listed = ", ".join(_quoted(column) for column in table.schema.names)
    if connection.vendor == "postgresql":
        _copy_in(f"COPY {name} ({listed}) FROM STDIN (FORMAT csv)", table)
        return
    marks = ", ".join(["%s"] * table.num_columns)
    with connection.cursor() as cursor:
        for rows in _rows(table):
            cursor.executemany(f"INSERT INTO {name} ({listed}) VALUES ({marks})", rows)


def _copy_in(sql: str, table: pa.Table) -> None:
    from pyarrow import csv

    options = csv.WriteOptions(
        include_header=False, quoting_style="all_valid"
    )  # nothing stands for NULL, "" for empty
    with connection.cursor() as cursor, cursor.cursor.copy(sql) as copy:
        for batch in table.to_batches(max_chunksize=100_000):
            sink = io.BytesIO()
            csv.write_csv(pa.Table.from_batches([batch]), sink, options)
            copy.write(sink.getvalue())


def _rows(table: pa.Table) -> Iterator[list[tuple[Any, ...]]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        columns = [_plain(column) for column in batch.columns]
        yield list(zip(*columns, strict=True))


def _plain(column: pa.Array) -> list[Any]:
    kind = column.type
    if pa.types.is_date(kind):
        column = column.cast(pa.string())
    elif pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    values: list[Any] = column.to_pylist()
    return values


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
