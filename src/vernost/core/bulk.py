"""Arrow tables into tables of the database: in bulk, within the caller's transaction, no object a row.

What a model would check on the way is the caller's to have kept; the constraints of the database hold.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 20_000
SAMPLE = 1_000
LARGE = 3_000_000  # rows; to look at more of them takes many seconds, and their keys are spread evenly


def append(name: str, table: pa.Table) -> None:
    """Add the rows to the table ``name``; columns go by their names. Times are UTC."""
    listed = ", ".join(quoted(column) for column in table.schema.names)
    if connection.vendor == "postgresql":
        _copy_in(f"COPY {quoted(name)} ({listed}) FROM STDIN (FORMAT csv)", table)
        return
    marks = ", ".join(["%s"] * table.num_columns)
    with connection.cursor() as cursor:
        for rows in _rows(table):
            cursor.executemany(f"INSERT INTO {quoted(name)} ({listed}) VALUES ({marks})", rows)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _copy_in(sql: str, table: pa.Table) -> None:
    import pyarrow as pa
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
    """As SQLite keeps them: days and times as text, flags as numbers."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("s")).cast(pa.string())
    elif pa.types.is_date(kind):
        column = column.cast(pa.string())
    elif pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    values: list[Any] = column.to_pylist()
    return values


@contextmanager
def indexes_aside(name: str) -> Iterator[None]:
    """Fill an empty table without its indexes, and lay them over what is in it then: one sort instead of
    millions of steps down a tree. Within a transaction; what a constraint leans on stays.

    PostgreSQL lets nobody read the table until the transaction ends: there is nothing in it to be read.
    """
    sqlite = connection.vendor == "sqlite"
    asked = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"
        if sqlite
        else "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = %s"
        " AND i.schemaname = current_schema()"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [name])
        found = cursor.fetchall()
        for index, _sql in found:
            cursor.execute(f"DROP INDEX {quoted(index)}")
    yield
    if not sqlite:
        connection.check_constraints()  # keys are looked at now: no index is laid while that waits
    with connection.cursor() as cursor:
        for _index, sql in found:
            cursor.execute(sql)


def is_empty(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {quoted(name)} LIMIT 1")
        return cursor.fetchone() is None


def statistics_anew(*names: str) -> None:
    """Tell the planner what is in these tables now. SQLite never looks by itself, and without that it walks
    the wrong index. It looks at whole tables: a sample does not see that one standing is two thirds of all.
    """
    with connection.cursor() as cursor:
        for name in names:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA analysis_limit={SAMPLE if _is_large(cursor, name) else 0}")
            cursor.execute(f"ANALYZE {quoted(name)}")


def _is_large(cursor: Any, name: str) -> bool:
    try:
        cursor.execute(f"SELECT max(rowid) FROM {quoted(name)}")
    except DatabaseError:  # a table without such numbers, of the search's own
        return False
    return int(cursor.fetchone()[0] or 0) > LARGE
