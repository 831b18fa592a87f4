"""The orders of a file in a fixed order: a run that goes on finds each at its place.

``sales`` holds one row an order, ``backs`` one a refund, ``goods`` one a line; ``n`` counts orders first,
then refunds, sorted by client and day: a client's orders lie together, and a chunk asks for each client once.
``key`` tells a record apart whenever the file, or a later one with the same rows, comes again:

    with a document's number     client, number, day
    without one                  client, day, sum, which of such it is that day
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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
# Rows of ``client, client_name, phone, email, inn, segment`` → those of the clients whose data was erased.
Erased = Callable[[list[dict[str, Any]]], set[str]]
ASKED_AT_ONCE = 10_000
MEMORY = "1GB"  # what is more goes to a temporary folder, gone afterwards
_TEXTS = ("manager", "segment", "client_name", "phone", "email", "inn", "address")


@dataclass(frozen=True, slots=True)
class Staged:
    connection: duckdb.DuckDBPyConnection
    log: OrderLog
    orders: int
    refunds: int
    lines: int
    tells_refunds: bool  # the row of an order says what was given back of it

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
    progress: Progress | None = None, erased: Erased | None = None,
) -> Iterator[Staged]:  # fmt: skip
    """Raises FileProblem. ``errors``: where the rows go that could not be read. ``erased`` is asked whose
    data was erased, of all whom the file names: their rows are given back too. They keep their places: a run
    that goes on after an erasing finds every other record where it was.
    """
    with engine() as connection:
        log = load_orders(
            shape, run.refund_mark or None, today=run.as_of, progress=progress, connection=connection
        )
        columns = {str(row[0]) for row in connection.execute("DESCRIBE staged").fetchall()}
        _sales(connection, columns)
        _backs(connection, columns)
        lines = _goods(connection, columns)
        tells_refunds = not columns.isdisjoint({"cancelled", "refunded"})
        _said(connection, lines=bool(lines), refunds=tells_refunds)
        if erased is not None:
            _refuse(connection, log, erased)
        if errors is not None and log.rejected:
            log.write_rejects(errors, translate)
        connection.execute("DROP VIEW orders; DROP TABLE rejects; DROP TABLE staged")
        counts = (_count(connection, "sales"), _count(connection, "backs"), lines)
        yield Staged(connection, log, *counts, tells_refunds)


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


def _said(connection: duckdb.DuckDBPyConnection, *, lines: bool, refunds: bool) -> None:
    """``said``: n, and a mark of all that the file says of the order: another mark, another order."""
    mark = "CAST('0x' || substr(md5({text}), 1, {digits}) AS BIGINT)"
    line = mark.format(text="concat_ws(chr(31), product, sku, quantity, price, amount)", digits=12)
    joins, parts = "", "s.amount, COALESCE(s.margin, -1), s.moment, COALESCE(s.address, '')"
    if lines:
        joins += f" LEFT JOIN (SELECT n, sum({line}) AS goods FROM goods GROUP BY n) AS g ON g.n = s.n"
        parts += ", COALESCE(g.goods, 0)"
    if refunds:
        joins += (
            " LEFT JOIN (SELECT client, refund_of, sum(amount) AS back FROM backs GROUP BY ALL) AS b"
            " ON b.client = s.client AND b.refund_of = s.number"
        )
        parts += ", COALESCE(b.back, 0)"
    said = mark.format(text=f"concat_ws(chr(31), {parts})", digits=15)
    connection.execute(f"CREATE TABLE said AS SELECT s.n, {said} AS said FROM sales AS s{joins} ORDER BY s.n")


def _refuse(connection: duckdb.DuckDBPyConnection, log: OrderLog, erased: Erased) -> None:
    texts = ", ".join(f'min("{one}") AS "{one}"' for one in _TEXTS)
    plain = ", ".join(f'"{one}"' for one in _TEXTS)
    cursor = connection.cursor().execute(
        f"SELECT client, {texts} FROM (SELECT client, {plain} FROM sales UNION ALL SELECT client, {plain}"
        " FROM backs) GROUP BY client"
    )
    names = [str(one[0]) for one in cursor.description or ()]
    gone: set[str] = set()
    while rows := cursor.fetchmany(ASKED_AT_ONCE):
        gone |= erased([dict(zip(names, row, strict=True)) for row in rows])
    if gone:
        listed = ", ".join(literal(one) for one in sorted(gone))
        log.reject(
            f"SELECT rowid FROM staged WHERE code IS NULL AND CAST(client AS VARCHAR) IN ({listed})", "erased"
        )


def keys_among(staged: Staged, table: str, keys: Sequence[str]) -> set[str]:
    """Those of the keys that the file has too."""
    return {str(row[0]) for row in _among(staged, f"SELECT key FROM {table} WHERE key", keys)}


def amounts_of(staged: Staged, keys: Sequence[str]) -> dict[str, int]:
    """Key of a refund → its sum in the file."""
    return {
        str(key): int(sum_) for key, sum_ in _among(staged, "SELECT key, amount FROM backs WHERE key", keys)
    }


def numbered_once(staged: Staged, numbers: Sequence[str]) -> set[tuple[str, str]]:
    """(client, number) of the orders whose number the file has on one day only."""
    sql = "SELECT client, number FROM sales WHERE number"
    found = Counter((str(row[0]), str(row[1])) for row in _among(staged, sql, numbers))
    return {one for one, times in found.items() if times == 1}


def goods_of(staged: Staged, numbers: Iterable[int]) -> list[dict[str, Any]]:
    rows = _among(staged, "SELECT * FROM goods WHERE n", list(numbers))
    names = [str(one[0]) for one in staged.connection.execute("DESCRIBE goods").fetchall()]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return sorted(found, key=lambda line: (line["n"], line["place"]))


def _among(staged: Staged, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    if not values:
        return []
    listed = ", ".join(str(one) if isinstance(one, int) else literal(one) for one in values)
    return staged.connection.execute(f"{sql} IN ({listed})").fetchall()


def chunk(staged: Staged, table: str, start: int, size: int) -> list[dict[str, Any]]:
    """The records ``start`` … ``start + size`` of ``sales``, ``backs`` or ``goods``."""
    order = "n, place" if table == "goods" else "n"
    within = f"WHERE n >= {start:d} AND n < {start + size:d}"
    more = f" JOIN (SELECT * FROM said {within}) AS m USING (n)" if table == "sales" else ""
    cursor = staged.connection.execute(
        f"SELECT * FROM (SELECT * FROM {table} {within}){more} ORDER BY {order}"
    )
    names = [str(one[0]) for one in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
