"""The checks of tables that Spark reads itself, against the house's own reader; here on DuckDB, quickly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import ibis
import pytest

from vernost.files import FileProblem, inspect, load_orders
from vernost.files.shape import inspect_columns
from vernost.files.staging import Days
from vernost.spark.orders import SparkLog, typed_orders

TODAY = date(2026, 11, 21)
COLUMNS = ("client", "at", "amount", "refund", "order_id", "refund_of", "margin", "segment")


def read(path: Path, **options) -> SparkLog:
    table = ibis.duckdb.connect().read_parquet(path)
    first = [
        tuple("" if v is None else str(v) for v in row.values())
        for row in table.limit(20).to_pyarrow().to_pylist()
    ]
    shape = inspect_columns(path.name, tuple(table.columns), tuple(first))
    days = Days(TODAY, options.get("until"), options.get("as_of"))
    return typed_orders(table, shape, days, options.get("refund_mark"))


def same(path: Path, **options) -> None:
    """Row for row what the house's reader makes of the file; the same rows rejected for the same reasons."""
    ours = read(path, **options)
    house = load_orders(inspect(path), today=TODAY, **options)
    names = [name for name in COLUMNS if name in ours.orders.columns]
    house_names = {row[0] for row in house.connection.execute("DESCRIBE orders").fetchall()}
    assert set(names) - {"refund_of"} == (house_names & set(COLUMNS)) - {"refund_of"}
    listed = ", ".join(f'CAST("{name}" AS VARCHAR)' if name in house_names else "NULL" for name in names)
    expected = sorted(map(str, house.connection.execute(f"SELECT {listed} FROM orders").fetchall()))
    text = ours.orders.select(**{name: ours.orders[name].cast("string") for name in names})
    found = sorted(str(tuple(row.values())) for row in text.to_pyarrow().to_pylist())
    assert found == expected
    assert ours.rejected == house.rejected
    assert ours.skipped == house.skipped
    assert ours.currency == house.currency
    assert [note.code for note in ours.notes] == [n.code for n in house.notes if n.code != "equal_lines"]


def parquet(path: Path, *values: str, names: str = "client, date, amount") -> Path:
    target = path / "orders.parquet"
    duckdb.sql(f"SELECT * FROM (VALUES {', '.join(values)}) AS t({names})").write_parquet(str(target))
    return target


def test_the_whole_of_online_retail(shared_data: Path) -> None:
    same(shared_data / "online_retail.parquet")


@pytest.mark.parametrize("kind", ["DOUBLE", "INTEGER", "BIGINT", "DECIMAL(18, 3)", "FLOAT"])
def test_sums_of_every_type(tmp_path: Path, kind: str) -> None:
    sums = ("1.005", "-1.005", "0.285", "12", "0", "99999.99", "-0.5")
    same(parquet(tmp_path, *(f"({n}, DATE '2024-01-05', {s}::{kind})" for n, s in enumerate(sums))))


def test_what_cannot_be_counted_is_counted_as_rejected(tmp_path: Path) -> None:
    rows = (
        "('a', DATE '2024-01-05', 1::DOUBLE)",
        "(' b  c ', DATE '2024-01-05', 2)",
        "(NULL, DATE '2024-01-05', 1)",
        "('n/a', DATE '2024-01-05', 1)",
        "('d', NULL, 1)",
        "('e', DATE '0024-01-05', 1)",
        "('f', DATE '2031-01-05', 1)",
        "('g', DATE '2024-01-05', 'nan'::DOUBLE)",
        "('h', DATE '2024-01-05', NULL)",
        "('i', DATE '2024-03-05', 1)",
    )
    path = parquet(tmp_path, *rows)
    same(path)
    same(path, until=date(2024, 2, 1))
    same(path, as_of=date(2024, 2, 1))


def test_numbered_orders_repeats_and_refunds_that_name_them(tmp_path: Path) -> None:
    rows = [f"('{n}', {n % 7}, TIMESTAMP '2024-01-05 10:00:00', {n}.5)" for n in range(1000, 1400)]
    rows += rows[:3]
    rows += [
        "('C1001', 0, TIMESTAMP '2024-01-06 10:00:00', 1001.5)",
        "('C1', 3, TIMESTAMP '2024-01-06 10:00:00', -5)",
    ]
    same(parquet(tmp_path, *rows, names="order_id, client, date, amount"))


def test_kinds_marks_segments_and_statuses(tmp_path: Path) -> None:
    rows = (
        "(1, DATE '2024-01-05', 10, 'sale', 'VIP', 'paid')",
        "(1, DATE '2024-02-05', 4, 'refund', 'VIP', 'paid')",
        "(2, DATE '2024-02-05', 4, 'sale', NULL, 'draft')",
    )
    names = 'client, date, amount, "document type", segment, status'
    same(parquet(tmp_path, *rows, names=names))
    same(parquet(tmp_path, *rows, names=names), refund_mark="SALE")


def test_text_where_a_type_belongs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"«date» of orders\.parquet is string, not a date"):
        read(parquet(tmp_path, "(1, '2024-01-05', 10)"))
    with pytest.raises(FileProblem, match=r"«amount» of orders\.parquet is string, not a number"):
        read(parquet(tmp_path, "(1, DATE '2024-01-05', '10,5')"))
    with pytest.raises(FileProblem, match="taken back"):
        read(
            parquet(tmp_path, "(1, DATE '2024-01-05', 10, 'cancelled')", names="client, date, amount, status")
        )
