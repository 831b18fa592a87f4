"""Where Spark finds orders: Parquet, a folder of it, an address of an object store, a table's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from vernost.files import FileProblem, FileShape
from vernost.files.problems import N_
from vernost.files.shape import inspect_columns

if TYPE_CHECKING:
    from vernost.spark.dialect import Spark

FIRST = 20
_TABLE = re.compile(r"\w+(\.\w+){0,2}")
_FILES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet")  # a name mistyped is a file that is not there


def is_for_spark(name: str) -> bool:
    """Whether Spark reads this itself; any other file that is here is read by Vernost and handed over."""
    path = Path(name)
    if "://" in name:
        return True
    if path.is_file():
        with path.open("rb") as stream:
            return stream.read(4) == b"PAR1"
    return path.is_dir() or bool(_TABLE.fullmatch(name) and path.suffix.lower() not in _FILES)


def read(
    spark: Spark, name: str, overrides: Mapping[str, str | int | None] | None = None
) -> tuple[ir.Table, FileShape]:
    """The table and its columns as Vernost finds them.

    A path on this machine must be there under the same name on every worker.

    :raises FileProblem: nothing is there, it is no Parquet, or a needed column is missing or twofold.
    """
    path = Path(name)
    try:
        table = spark.parquet(_address(name)) if "://" in name or path.exists() else spark.table(name)
        first = table.limit(FIRST).to_pyarrow().to_pylist()
    except Exception as error:
        from ibis.common.exceptions import TableNotFound
        from pyspark.errors import AnalysisException, IllegalArgumentException, ParseException

        if not isinstance(
            error, AnalysisException | IllegalArgumentException | ParseException | TableNotFound
        ):
            raise
        why = str(error).strip().partition("\n")[0][:200]
        raise FileProblem(
            "spark_cannot_read",
            N_("Spark finds no table of orders at %(where)s: %(why)s"),
            N_("Name a Parquet file or folder that all workers see, an address such as s3a://…, or a table."),
            {"where": name, "why": why},
        ) from None
    texts = tuple(tuple("" if value is None else str(value) for value in row.values()) for row in first)
    return table, inspect_columns(path.name, tuple(table.columns), texts, overrides)


def _address(name: str) -> str:
    return name if "://" in name else Path(name).absolute().as_uri()
