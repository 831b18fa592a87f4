"""The engine behind a table: small answers as plain values, and what Spark needs done otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .arrays import dates, numbers, whole

FEW = 100_000  # rows that are as fast as lists
UNKNOWN = -(2**31)


def rows(table: ir.Table) -> list[dict[str, Any]]:
    """A small table as plain rows.

    By record batches, because the engine's other way to Python imports pandas, a second of start-up.
    Sums of integers, which DuckDB widens to 128 bits, come as ``int``.
    """
    return [
        {name: int(value) if isinstance(value, Decimal) else value for name, value in row.items()}
        for batch in table.to_pyarrow_batches()
        for row in batch.to_pylist()
    ]


def arrow(table: ir.Table) -> pa.Table:
    """The whole answer as an Arrow table; by record batches, as in :func:`rows`."""
    batches = list(table.to_pyarrow_batches())
    return pa.Table.from_batches(batches, schema=None if batches else table.schema().to_pyarrow())


def kept(table: ir.Table) -> ir.Table:
    """The table as it is on DuckDB; on Spark computed here and cut off from its past.

    For a table that several others are made of: Spark unfolds it in each of them, and plans the whole for
    minutes; DuckDB sees that they are one. Spark takes a plain number for 32 bits whatever it was said to be.
    """
    return table.cache().cast(table.schema()) if _is_spark(table) else table


def kept_with_words(table: ir.Table, words: Mapping[str, Sequence[str]]) -> ir.Table:
    """The table computed and kept; DuckDB keeps columns of few ``words`` as their numbers.

    A word is then a byte to write, to sort and to group by, and reads as a word all the same.
    """
    backend = table.get_backend()
    if backend.name != "duckdb":
        return table.cache()
    name = ibis.util.gen_name("kept")
    backend.create_table(name, schema=table.schema(), temp=True)
    for column, few in words.items():
        listed = ", ".join(map(_text, few))
        backend.con.execute(f"ALTER TABLE {name} ALTER {_name(column)} TYPE ENUM ({listed})")
    backend.insert(name, table)
    return backend.table(name)


def at_hand(table: ir.Table) -> ir.Table:
    """The table in this process's DuckDB, to be written in the one way; what Spark holds is fetched whole."""
    return ibis.duckdb.connect().create_table("fetched", table.to_pyarrow()) if _is_spark(table) else table


def one(table: ir.Table) -> dict[str, Any]:
    """The only row of an aggregate."""
    return rows(table)[0]


def count(table: ir.Table) -> int:
    """How many rows there are."""
    return int(one(table.aggregate(n=table.count()))["n"])


def handed(
    beside: ir.Table,
    keys: dict[str, pa.Array | NDArray[np.integer[Any]]],
    values: dict[str, NDArray[np.float64]],
    days: dict[str, tuple[NDArray[np.int64], NDArray[np.bool_]]] | None = None,
) -> ir.Table:
    """Arrays as a table of the engine of `beside`: keys (text or whole numbers), numbers, and dates out of
    days since 1970 with which of them are known.

    A small table goes to DuckDB as lists: its door for Arrow imports pandas, a second of start-up.
    """
    known = {name: value if isinstance(value, pa.Array) else whole(value) for name, value in keys.items()}
    dated = days or {}
    backend = beside.get_backend()
    if backend.name != "duckdb" or any(len(key) > FEW for key in known.values()):
        columns = {name: numbers(value) for name, value in values.items()}
        columns |= {name: dates(*value) for name, value in dated.items()}
        return ibis.memtable(pa.table({**known, **columns}))
    # as texts of numbers, since any bound value imports pandas too
    told = [_unnested(key, name) for name, key in known.items()]
    told += [
        f"unnest({_list(value.tolist())})::DOUBLE AS {_name(column)}" for column, value in values.items()
    ]
    for column, (day, there) in dated.items():
        since = _list(np.where(there, day, UNKNOWN).tolist())
        told.append(f"DATE '1970-01-01' + nullif(unnest({since})::INTEGER, {UNKNOWN}) AS {_name(column)}")
    name = ibis.util.gen_name("told")
    backend.con.execute(f"CREATE TEMP TABLE {name} AS SELECT {', '.join(told)}")
    return backend.table(name)


def _unnested(key: pa.Array, name: str) -> str:
    if pa.types.is_integer(key.type):
        return f"unnest({_list(key.to_pylist())})::BIGINT AS {_name(name)}"
    return f"unnest(from_json({_text(json.dumps(key.to_pylist()))}, '[\"VARCHAR\"]')) AS {_name(name)}"


def _name(column: str) -> str:
    return f'"{column}"'


def _list(values: list[Any]) -> str:
    return f"string_split({_text(','.join(map(repr, values)))}, ',')"


def _text(words: str) -> str:
    quoted = words.replace("'", "''")
    return f"'{quoted}'"


def _is_spark(table: ir.Table) -> bool:
    return bool(table.get_backend().name == "pyspark")
