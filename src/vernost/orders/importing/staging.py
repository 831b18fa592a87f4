"""The orders of a file in a fixed order: a run that goes on finds each at its place.

``sales`` holds one row an order, ``backs`` one a refund, ``goods`` one a line; ``n`` counts orders first,
then refunds, sorted by client and day: a client's orders lie together, and a chunk asks for each client once.
``key`` tells a record apart whenever the file, or a later one with the same rows, comes again:

    with a document's number     client, number, day
    without one                  client, day, sum, which of such it is that day
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from vernost.files import load_orders
from vernost.files.log import OrderLog
from vernost.files.running import literal
from vernost.files.shape import FileShape
from vernost.orders.models import ImportRun

Progress = Callable[[str, int, int | None], None]
MEMORY = "1GB"  # what is more goes to a temporary folder, gone afterwards
_TEXTS = ("manager", "segment", "client_name", "phone", "email", "inn", "address")


@dataclass(frozen=True, slots=True)
class Staged:
    connection: duckdb.DuckDBPyConnection
    log: OrderLog
    orders: int
    refunds: int
    lines: int

    @property
    def total(self) -> int:
        return self.orders + self.refunds


@contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory(prefix="vernost-import-") as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        with duckdb.connect(config=config | {"temp_directory": folder, "memory_limit": MEMORY}) as connection:
            yield connection


@contextmanager
def staged(
    run: ImportRun, shape: FileShape, *, errors: Path | None = None, translate: Callable[[str], str] = str,
    progress: Progress | None = None,
) -> Iterator[Staged]:  # fmt: skip
    """Raises FileProblem. ``errors``: where the rows go that could not be read."""
    with engine() as connection:
        log = load_orders(
            shape, run.refund_mark or None, today=run.as_of, progress=progress, connection=connection
        )
        if errors is not None and log.rejected:
            log.write_rejects(errors, translate)
        columns = {str(row[0]) for row in connection.execute("DESCRIBE staged").fetchall()}
        _sales(connection, columns)
        _backs(connection, columns)
        lines = _goods(connection, columns)
        connection.execute("DROP VIEW orders; DROP TABLE rejects; DROP TABLE staged")
        yield Staged(connection, log, _count(connection, "sales"), _count(connection, "backs"), lines)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _rows(columns: set[str], *, refunds: bool) -> str:
    """SQL: the accepted rows of one kind, with every column that an import knows."""
    number = "CAST(order_id AS VARCHAR)" if "order_id" in columns else "CAST(NULL AS VARCHAR)"
    of = "refund_of" if "refund_of" in columns else "CAST(NULL AS VARCHAR) AS refund_of"
    margin = "margin" if "margin" in columns else "CAST(NULL AS BIGINT) AS margin"
    texts = ", ".join(
        f'CAST("{one}" AS VARCHAR) AS "{one}"' if one in columns else f'CAST(NULL AS VARCHAR) AS "{one}"'
        for one in _TEXTS
    )
    kind = "refund AND amount < 0" if refunds else "NOT refund"
    return (
        f'SELECT rowid AS place, CAST(client AS VARCHAR) AS client, {number} AS number, "at" AS moment,'
        f' CAST("at" AS DATE) AS day, abs(amount) AS amount, {margin}, {of}, {texts}'
        f" FROM staged WHERE code IS NULL AND {kind}"
    )


def _records(rows: str, word: str) -> str:
    """SQL: rows of one document made one record; rows without a number are records of their own."""
    texts = ", ".join(f'min("{one}") AS "{one}"' for one in _TEXTS)
    plain = ", ".join(f'"{one}"' for one in _TEXTS)
    parts = "refund_of, " if word == "refund" else ""
    named = f"concat_ws(chr(31), {literal(word)}, client, number, {parts}day)"
    nameless = f"concat_ws(chr(31), {literal(word)}, client, day, amount, turn)"
    of = "refund_of" if parts else "min(refund_of) AS refund_of"
    record = f"client, number, refund_of, day, moment, amount, margin, place, {plain}"
    return (
        f"WITH rows AS MATERIALIZED ({rows})"
        f" SELECT {record}, md5({named}) AS key FROM ("
        f"  SELECT client, number, {of}, day, min(moment) AS moment, CAST(sum(amount) AS BIGINT) AS amount,"
        f"  CAST(sum(margin) AS BIGINT) AS margin, min(place) AS place, {texts}"
        f"  FROM rows WHERE number IS NOT NULL GROUP BY client, number, {parts}day)"
        f" UNION ALL SELECT {record}, md5({nameless}) FROM ("
        "  SELECT *, row_number() OVER (PARTITION BY client, day, amount ORDER BY moment, place) AS turn"
        "  FROM rows WHERE number IS NULL)"
    )


def _sales(connection: duckdb.DuckDBPyConnection, columns: set[str]) -> None:
    records = _records(_rows(columns, refunds=False), "order")
    connection.execute(
        "CREATE TABLE sales AS SELECT row_number() OVER (ORDER BY client, day, place) - 1 AS n, * FROM"
        f" ({records}) ORDER BY n"
    )


def _backs(connection: duckdb.DuckDBPyConnection, columns: set[str]) -> None:
    records = _records(_rows(columns, refunds=True), "refund")
    connection.execute(
        "CREATE TABLE backs AS SELECT (SELECT count(*) FROM sales) + row_number() OVER"
        f" (ORDER BY client, day, place) - 1 AS n, *, client IN (SELECT client FROM sales) AS met"
        f" FROM ({records}) ORDER BY n"
    )


def _goods(connection: duckdb.DuckDBPyConnection, columns: set[str]) -> int:
    """Lines of orders, where the file says what was bought."""
    if not columns & {"product", "sku"}:
        return 0
    number = "CAST(t.order_id AS VARCHAR)" if "order_id" in columns else "CAST(NULL AS VARCHAR)"
    product = "t.product" if "product" in columns else "CAST(NULL AS VARCHAR)"
    sku = "t.sku" if "sku" in columns else "CAST(NULL AS VARCHAR)"
    quantity = "CAST(t.line_quantity AS DOUBLE)" if "line_quantity" in columns else "1.0"
    price = "t.line_price" if "line_price" in columns else "CAST(NULL AS BIGINT)"
    said = (
        f"t.rowid AS place, COALESCE({product}, {sku}, '') AS product, COALESCE({sku}, '') AS sku,"
        f" COALESCE({quantity}, 1.0) AS quantity, {price} AS price, t.amount AS amount"
    )
    good = "t.code IS NULL AND NOT t.refund"
    connection.execute(
        f"CREATE TABLE goods AS SELECT * FROM ("
        f" SELECT s.n, {said} FROM staged AS t JOIN sales AS s ON s.client = CAST(t.client AS VARCHAR)"
        f"  AND s.number = {number} AND s.day = CAST(t.at AS DATE) WHERE {good}"
        f" UNION ALL SELECT s.n, {said} FROM staged AS t JOIN sales AS s ON s.place = t.rowid"
        f"  WHERE {good} AND s.number IS NULL) WHERE product <> '' ORDER BY n, place"
    )
    return _count(connection, "goods")


def chunk(staged: Staged, table: str, start: int, size: int) -> list[dict[str, Any]]:
    """The records ``start`` … ``start + size`` of ``sales``, ``backs`` or ``goods``."""
    order = "n, place" if table == "goods" else "n"
    cursor = staged.connection.execute(
        f"SELECT * FROM {table} WHERE n >= {start:d} AND n < {start + size:d} ORDER BY {order}"
    )
    names = [str(one[0]) for one in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
