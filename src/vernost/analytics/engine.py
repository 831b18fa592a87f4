"""The engine behind a table: small answers as plain values, and whether it is Spark or DuckDB."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ibis.expr.types as ir


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


def one(table: ir.Table) -> dict[str, Any]:
    """The only row of an aggregate."""
    return rows(table)[0]


def count(table: ir.Table) -> int:
    """How many rows there are."""
    return int(one(table.aggregate(n=table.count()))["n"])
