"""Arrow tables into tables of the database: in bulk, within the caller's transaction, no object a row.

What a model would check on the way is the caller's to have kept; the constraints of the database hold.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection

from vernost.core import packed

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 20_000
SAMPLE = 1_000
LARGE = 3_000_000  # rows; to look at more of them takes many seconds, and their keys are spread evenly


def append(name: str, table: pa.Table) -> None:
    """Add the rows to the table ``name``; columns go by their names. Times are UTC.

    A column with few values of its own is best given as a dictionary: see ``packed``.
    """
    listed = ", ".join(quoted(column) for column in table.schema.names)
    if connection.vendor == "postgresql":
        _copy_in(f"COPY {quoted(name)} ({listed}) FROM STDIN (FORMAT csv)", table)
        return
    if packed.fits(table):
        packed.append(name, table)
        return
    marks = ", ".join("?" * table.num_columns)
    connection.ensure_connection()
    for batch in table.to_batches(max_chunksize=BATCH):
        # A row lives no longer than its insertion: rows kept in a list are walked over and over by the
        # collector of garbage, and Django's cursor keeps them all.
        rows = zip(*map(packed.plain, batch.columns), strict=True)
        with connection.wrap_database_errors:
            connection.connection.executemany(f"INSERT INTO {quoted(name)} ({listed}) VALUES ({marks})", rows)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _spelled(table: pa.Table) -> pa.Table:
    """Dictionaries as their values."""
    import pyarrow as pa

    kinds = [
        field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in table.schema
    ]
    return table.cast(pa.schema(list(zip(table.schema.names, kinds, strict=True))))


def _copy_in(sql: str, table: pa.Table) -> None:
    import pyarrow as pa
    from pyarrow import csv

    options = csv.WriteOptions(
        include_header=False, quoting_style="all_valid"
    )  # nothing stands for NULL, "" for empty
    with connection.cursor() as cursor, cursor.cursor.copy(sql) as copy:
        for batch in _spelled(table).to_batches(max_chunksize=100_000):
            sink = io.BytesIO()
            csv.write_csv(pa.Table.from_batches([batch]), sink, options)
            copy.write(sink.getvalue())


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
