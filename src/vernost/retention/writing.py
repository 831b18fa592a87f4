"""Computed facts into the database: in bulk, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection

from vernost.core import clock
from vernost.core.bulk import append, indexes_aside, is_empty, quoted

LOCK = 0x66616374  # "fact"
FACTS, NEW, CHANGES = "retention_clientfacts", "retention_facts_new", "retention_lifecyclechange"


def one_at_a_time() -> None:
    """Two writers would take the same rows in another order; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def facts(table: pa.Table, as_of: date, *, everybody: bool) -> None:
    """Put the rows in the place of the old ones; with ``everybody``, those no longer in the base go.

    From one night to the next most clients stand as they stood: of those only the day is written, which no
    index holds.
    """
    moment = _moment(clock.now())
    table = table.append_column("as_of", pa.array([as_of] * table.num_rows, pa.date32()))
    if everybody and is_empty(FACTS):
        computed_at = pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(table.num_rows, np.int8)), pa.array([str(moment)])
        )
        with indexes_aside(FACTS):
            append(FACTS, table.append_column("computed_at", computed_at))
        return
    names = [quoted(name) for name in table.schema.names]
    _into_temporary(NEW, FACTS, table)
    with connection.cursor() as cursor:
        if everybody:
            cursor.execute(f"DELETE FROM {FACTS} WHERE client_id NOT IN (SELECT client_id FROM {NEW})")
        cursor.execute(_put_changed(names), [moment])
        theirs = "" if everybody else f" AND client_id IN (SELECT client_id FROM {NEW})"
        cursor.execute(
            f"UPDATE {FACTS} SET as_of = %s, computed_at = %s WHERE computed_at <> %s{theirs}",
            [str(as_of), moment, moment],
        )
        cursor.execute(f"DROP TABLE {NEW}")


def _put_changed(names: Sequence[str]) -> str:
    """Those who are new or whose figures differ; ``names`` begin with the key and end with the day."""
    listed, figures = ", ".join(names), names[1:-1]
    setting = ", ".join(f"{name} = excluded.{name}" for name in (*names[1:], "computed_at"))
    differ = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    ours, theirs = (", ".join(f"{one}.{name}" for name in figures) for one in "nf")
    return (
        f"INSERT INTO {FACTS} ({listed}, computed_at)"
        f" SELECT {', '.join(f'n.{name}' for name in names)}, %s"
        f" FROM {NEW} n LEFT JOIN {FACTS} f ON f.client_id = n.client_id"
        f" WHERE f.client_id IS NULL OR ({ours}) {differ} ({theirs})"
        f" ON CONFLICT (client_id) DO UPDATE SET {setting}"
    )


def changes(table: pa.Table, anew: Sequence[int]) -> None:
    table = table.set_column(table.schema.get_field_index("day"), "day", table["day"].dictionary_encode())
    if is_empty(CHANGES):
        with indexes_aside(CHANGES):
            append(CHANGES, table)
        return
    with connection.cursor() as cursor:
        for start in range(0, len(anew), 500):
            ids = ", ".join(str(int(one)) for one in anew[start : start + 500])
            cursor.execute(f"DELETE FROM {CHANGES} WHERE client_id IN ({ids})")
    append(CHANGES, table)


def months(table: pa.Table) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM retention_worthmonth")
    append("retention_worthmonth", table.rename_columns([_column_of(name) for name in table.schema.names]))


def _column_of(name: str) -> str:
    return "owner_id" if name == "owner" else name


def _into_temporary(name: str, like: str, table: pa.Table) -> None:
    listed = ", ".join(quoted(column) for column in table.schema.names)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} AS SELECT {listed} FROM {like} WHERE 1 = 0")
        append(name, table)
        cursor.execute(f"ANALYZE {name}")


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
