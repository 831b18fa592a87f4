"""Logs that others made, with all their dirt: every row is accounted for and the money agrees to the cent."""

from __future__ import annotations

from decimal import Decimal
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from tests.files.loaded import Load, orders


@pytest.fixture
def cdnow() -> Path:
    return Path(str(resources.files("lifetimes") / "datasets"))


def plain_sum(path: Path) -> int:
    """The last column of every row that has a date, added by hand."""
    lines = (line.split() for line in path.read_text().splitlines())
    return sum(int(Decimal(fields[-1]) * 100) for fields in lines if fields[-2].isdecimal())


def test_cdnow_whole(load: Load, cdnow: Path) -> None:
    log = load(cdnow / "CDNOW_master.txt")
    assert (log.rows, log.accepted, log.rejected) == (69_659, 69_659, {})
    assert orders(log, 'count(DISTINCT client), min("at")::VARCHAR, max("at")::VARCHAR') == [
        (23_570, "1997-01-01", "1998-06-30")
    ]
    assert log.net == plain_sum(cdnow / "CDNOW_master.txt")


def test_cdnow_whole_without_its_header(load: Load, cdnow: Path) -> None:
    lines = (cdnow / "CDNOW_master.txt").read_text().splitlines(keepends=True)[1:]
    log = load("".join(lines), name="CDNOW_master.txt")
    assert log.shape.choice == {"client": "column 1", "date": "column 2", "amount": "column 4"}
    assert (log.accepted, log.net) == (69_659, plain_sum(cdnow / "CDNOW_master.txt"))


def test_cdnow_sample(load: Load, cdnow: Path) -> None:
    log = load(cdnow / "CDNOW_sample.txt")
    assert (log.rows, log.accepted) == (6_919, 6_919)
    assert orders(log, "count(DISTINCT client)") == [(2_357,)]
    assert log.net == plain_sum(cdnow / "CDNOW_sample.txt")


def test_online_retail(load: Load, shared_data: Path) -> None:
    path = shared_data / "online_retail.parquet"
    log = load(path)
    assert (log.rows, log.accepted, log.rejected) == (541_909, 406_829, {"no_client": 135_080})
    sign = "CASE WHEN InvoiceNo LIKE 'C%' THEN -1 ELSE 1 END * abs(Quantity)"
    paid = f"round({sign} * UnitPrice::DECIMAL(18,3), 2)"
    plain = duckdb.sql(
        f"SELECT sum({paid}), sum({paid})"
        f" FILTER (InvoiceNo LIKE 'C%') FROM '{path}' WHERE CustomerID IS NOT NULL"
    ).fetchall()[0]
    assert (log.net, log.refunds) == (int(plain[0] * 100), int(plain[1] * 100))
    assert log.gross + log.refunds == log.net
    assert orders(log, "count(DISTINCT client), any_value(typeof(client))") == [(4_372, "BIGINT")]
    # 40 at a price of 0, and 4 whose price of 0.001 rounds to nothing.
    assert orders(log, "count(*) FILTER (amount = 0 AND NOT refund)") == [(44,)]


def test_deals_of_a_crm(load: Load, shared_data: Path) -> None:
    log = load(shared_data / "maven_crm" / "sales_pipeline.csv")
    assert (log.rows, log.accepted, log.skipped) == (8_800, 4_238, {"not_sold": 4_562})
    assert log.net == 10_005_534_00
