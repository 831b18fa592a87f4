"""One Spark for all its tests: a cluster, a session on it, and what both engines say of two public logs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest
from lifetimes import datasets

from tests.spark.clusters import Cluster
from vernost import files, spark
from vernost.analytics import Analysis, Question, analyse
from vernost.files.staging import Days
from vernost.spark.orders import SparkLog, typed_orders
from vernost.spark.reading import read

CDNOW = Path(datasets.__file__).parent / "CDNOW_master.txt"


@dataclass(frozen=True)
class Pair:
    """One log on both engines: read or handed over, as tables and as analyses."""

    log: files.OrderLog
    spark_log: files.OrderLog | SparkLog
    duck_orders: Any
    spark_orders: Any
    duck: Analysis
    spark: Analysis


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    there = Cluster()
    yield there
    there.stop()


@pytest.fixture(scope="session")
def connection(cluster: Cluster) -> Iterator[Any]:
    with suppress(spark.SparkProblem), spark.opened(cluster.url) as there:
        yield there


def _pair(log: files.OrderLog, spark_log: files.OrderLog | SparkLog, spark_orders: Any) -> Pair:
    duck_orders = ibis.duckdb.from_connection(log.connection).table("orders")
    assert spark_log.has_refunds == log.has_refunds
    question = Question(refunds=log.has_refunds)
    analyses = [analyse(orders, None, question) for orders in (duck_orders, spark_orders)]
    return Pair(log, spark_log, duck_orders, spark_orders, *analyses)


@pytest.fixture(scope="session")
def cdnow(connection: Any) -> Pair:
    """Text: read by the house, handed over."""
    log = files.open_orders(CDNOW)
    rows = log.connection.execute("SELECT * FROM orders").to_arrow_table()
    return _pair(log, log, connection.hand_over("cdnow", rows))


@pytest.fixture(scope="session")
def retail(connection: Any, shared_data: Path) -> Pair:
    """Parquet: read and checked by Spark itself, with refunds, missing clients and lines of orders."""
    path = shared_data / "online_retail.parquet"
    table, shape = read(connection, str(path))
    spark_log = typed_orders(table, shape, Days(date.today()))
    return _pair(files.open_orders(path), spark_log, spark_log.orders)
