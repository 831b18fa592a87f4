"""Parquet: types are kept, and checked all the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.files.loaded import Load, days, orders, rejects


def parquet(path: Path, query: str) -> Path:
    duckdb.sql(query).write_parquet(str(path))
    return path


def rows(*values: str, names: str = "client, date, amount") -> str:
    return f"SELECT * FROM (VALUES {', '.join(values)}) AS t({names})"


@pytest.mark.parametrize(
    ("kind", "expected", "type_"),
    [
        ("7::INTEGER", 7, "BIGINT"),
        ("7::BIGINT", 7, "BIGINT"),
        ("7.0::DOUBLE", 7, "BIGINT"),
        ("7.5::DOUBLE", "7.5", "VARCHAR"),
        ("' a  b '", "a b", "VARCHAR"),
        ("7::DECIMAL(9,2)", 7, "BIGINT"),
        ("'00012'", "00012", "VARCHAR"),
    ],
)
def test_types_of_clients(load: Load, tmp_path: Path, kind: str, expected: object, type_: str) -> None:
    log = load(
        parquet(
            tmp_path / "a.parquet", rows(f"({kind}, DATE '2024-01-05', 1)", "(NULL, DATE '2024-01-05', 1)")
        )
    )
    assert orders(log, "client, typeof(client)") == [(expected, type_)]
    assert log.rejected == {"no_client": 1}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("DATE '2024-01-05'", "2024-01-05"),
        ("TIMESTAMP '2024-01-05 00:00:00'", "2024-01-05"),
        ("TIMESTAMP '2024-01-05 10:00:00'", "2024-01-05 10:00:00"),
        ("20240105", "2024-01-05"),
        ("TIMESTAMP_NS '2024-01-05 10:00:00'", "2024-01-05 10:00:00"),
        ("'05.01.2024'", "2024-01-05"),
        ("TIMESTAMPTZ '2024-01-05 23:30:00+00'", "2024-01-05 23:30:00"),
        ("20240105::DOUBLE", "2024-01-05"),
    ],
)
def test_types_of_dates(load: Load, tmp_path: Path, kind: str, expected: str) -> None:
    assert days(load(parquet(tmp_path / "a.parquet", rows(f"('a', {kind}, 1)")))) == [expected]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("1.005::DOUBLE", 101),
        ("-1.005::DOUBLE", -101),
        ("1.1::FLOAT", 110),
        ("12::INTEGER", 1200),
        ("12::BIGINT", 1200),
        ("1.005::DECIMAL(18,3)", 101),
        ("1.50::DECIMAL(38,2)", 150),
        ("'1 000,50'", 100050),
        ("0.285::DOUBLE", 29),
        ("1234567890.12::DOUBLE", 123456789012),
        ("12::UTINYINT", 1200),
        ("12::HUGEINT", 1200),
    ],
)
def test_types_of_sums(load: Load, tmp_path: Path, kind: str, expected: int) -> None:
    log = load(parquet(tmp_path / "a.parquet", rows(f"('a', DATE '2024-01-05', {kind})")))
    assert orders(log, "amount") == [(expected,)]


def test_wrong_values_of_typed_columns(load: Load, tmp_path: Path) -> None:
    log = load(
        parquet(
            tmp_path / "a.parquet",
            rows(
                "(1, DATE '2024-01-05', 1::DOUBLE)",
                "(2, NULL, 1)",
                "(3, DATE '0024-01-05', 1)",
                "(4, DATE '2031-01-05', 1)",
                "(5, DATE '2024-01-05', 'nan'::DOUBLE)",
                "(6, DATE '2024-01-05', 'inf'::DOUBLE)",
                "(7, DATE '2024-01-05', NULL)",
                "(8, 'infinity'::DATE, 1)",
            ),
        )
    )
    assert rejects(log) == [
        (2, "no_date"),
        (3, "bad_year"),
        (4, "future_date"),
        (5, "bad_amount"),
        (6, "bad_amount"),
        (7, "no_amount"),
        (8, "future_date"),
    ]


def test_names_of_files_and_columns_that_mean_something_to_sql(load: Load, tmp_path: Path) -> None:
    query = rows("(1, DATE '2024-01-05', 1, 'x')", names='"Клиент""s id", date, amount, "at"')
    path = parquet(tmp_path / "a'b [1].parquet", query)
    log = load(path, overrides={"client": "1", "segment": "at"})
    assert orders(log, "client, segment") == [(1, "x")]


def test_rejects_of_parquet_are_written(load: Load, tmp_path: Path) -> None:
    log = load(parquet(tmp_path / "a.parquet", rows("(1, '2024-01-05', 1)", "(2, 'x', 1)")))
    assert log.write_rejects(tmp_path / "e.csv") == 1
    assert (tmp_path / "e.csv").read_text("utf-8-sig").splitlines()[1].startswith("2,2,x,1,The date")


def test_a_log_of_a_million_rows_keeps_its_sums(load: Load, tmp_path: Path) -> None:
    query = (
        "SELECT range % 1000 AS client, DATE '2020-01-01' + (range % 1500)::INTEGER AS date,"
        " (range % 9973) / 100 AS amount FROM range(1000000)"
    )
    log = load(parquet(tmp_path / "a.parquet", query))
    assert log.net == duckdb.sql("SELECT sum(range % 9973) FROM range(1000000)").fetchall()[0][0]
