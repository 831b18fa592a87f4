"""Spark as an Ibis engine: the few places where its SQL must differ, so that the measures need not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import sqlglot.expressions as sge
from ibis.backends.pyspark import Backend
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.util import gen_name


class SparkCompiler(PySparkCompiler):  # type: ignore[misc]  # Ibis ships no types
    """Ibis's own compiler for Spark, with what its version and ours of sqlglot do not yet say rightly."""

    __slots__ = ()

    def visit_NonNullLiteral(self, op: ops.Literal, *, value: Any, dtype: Any) -> Any:  # noqa: N802 - Ibis's
        # Written bare, 30.4375 is a DECIMAL to Spark, and what is divided by it keeps eleven figures.
        if dtype.is_floating() and math.isfinite(value):
            return self.cast(sge.convert(repr(float(value))), dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_ArrayIndex(self, op: ops.Value, *, arg: Any, index: Any) -> Any:  # noqa: N802 - Ibis's
        return self.f.anon.get(arg, index)


class Spark(Backend):  # type: ignore[misc]  # Ibis ships no types
    """A Spark session whose answers come as Arrow: the usual way, through pandas, rounds large numbers."""

    compiler = SparkCompiler()

    def to_pyarrow(
        self,
        expr: ir.Expr,
        /,
        *,
        params: Mapping[ir.Scalar, Any] | None = None,
        limit: int | str | None = None,
        **kwargs: Any,
    ) -> Any:
        table = expr.as_table()
        self._run_pre_execute_hooks(table)
        found = self.raw_sql(self.compile(table, params=params, limit=limit)).toArrow()
        return expr.__pyarrow_result__(found.cast(table.schema().to_pyarrow()))

    def to_pyarrow_batches(
        self,
        expr: ir.Expr,
        /,
        *,
        params: Mapping[ir.Scalar, Any] | None = None,
        limit: int | str | None = None,
        chunk_size: int = 1_000_000,
        **kwargs: Any,
    ) -> pa.RecordBatchReader:
        found = self.to_pyarrow(expr.as_table(), params=params, limit=limit)
        return pa.RecordBatchReader.from_batches(found.schema, found.to_batches(max_chunksize=chunk_size))

    def _register_in_memory_table(self, op: ops.InMemoryTable) -> None:
        rows = op.data.to_pyarrow(op.schema)
        self._session.createDataFrame(rows).createOrReplaceTempView(op.name)

    def _create_cached_table(self, name: str, expr: ir.Table) -> ir.Table:
        """Computed now, and cut off from what it was computed from.

        Merely cached, each table would carry the plans of all before it: by the tenth, minutes of planning.
        """
        self._run_pre_execute_hooks(expr)  # tables of this process must be there by now
        frame = self.raw_sql(self.compile(expr))
        kept = frame.checkpoint() if self.lasting else frame.localCheckpoint()
        kept.createTempView(name)
        self._cached_dataframes[name] = kept
        return self.table(name)

    def _drop_cached_table(self, name: str) -> None:
        # Called when Python lets go of the table, perhaps after the session: Spark frees what nobody names.
        del self._cached_dataframes[name]
        with suppress(Exception):
            self._session.catalog.dropTempView(name)

    def parquet(self, address: str) -> ir.Table:
        """A Parquet file, a folder of them, or an address of an object store, read by the workers."""
        name = gen_name("orders")
        self._session.read.parquet(address).createOrReplaceTempView(name)
        return self.table(name)

    def hand_over(self, name: str, rows: pa.Table) -> ir.Table:
        """A table of Spark made of Arrow rows of this process, shared out among the workers."""
        self._session.createDataFrame(rows).createOrReplaceTempView(name)
        return self.table(name)

    @property
    def lasting(self) -> bool:
        """Whether intermediate tables go to storage that outlives a worker: the operator has named one."""
        return bool(self._session.sparkContext.getConf().contains("spark.checkpoint.dir"))
