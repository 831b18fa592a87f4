"""Every expression that runs on DuckDB is put into Spark's words too: what Spark cannot follow fails here.

No Java is needed, and no Spark started: Ibis compiles, sqlglot writes and reads the text again. Whether the
answers are equal is another test's question (``test_equal_answers.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
import sqlglot
from ibis.backends.duckdb import Backend

from vernost.analytics import PRACTICE, Question, analyse
from vernost.analytics.purchases import purchases
from vernost.report.calls import calls
from vernost.retention import computing
from vernost.spark.dialect import SparkCompiler

_ = ibis.pyspark
FIRST = date(2024, 1, 1)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What Spark would have been asked; each as it is compiled for DuckDB."""
    texts: list[str] = []
    original, spark = Backend.compile, SparkCompiler()

    def both(self: Backend, expr: Any, /, **options: Any) -> str:
        text = spark.to_sqlglot(expr.as_table().unbind()).sql(dialect="databricks")
        sqlglot.parse_one(text, dialect="databricks")
        texts.append(text)
        return original(self, expr, **options)

    monkeypatch.setattr(Backend, "compile", both)
    yield texts
    assert texts, "nothing was compiled: the test looks at the wrong door"


def log(*, at: str = "at") -> pa.Table:
    """Forty clients, refunds named and loose, margins and segments: every branch of the measures."""
    rows = [
        (
            number % 40,
            FIRST + timedelta(days=number * 3 % 700),
            1000 + number * 7 % 900 if number % 11 else -500,
            number % 11 == 0,
            f"N{number}",
            f"N{number - 40}" if number % 22 == 0 else None,
            200 + number % 50,
            "ab"[number % 2],
        )
        for number in range(600)
    ]
    names = ("client", at, "amount", "refund", "order_id", "refund_of", "margin", "segment")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def test_the_report(said: list[str]) -> None:
    orders = ibis.duckdb.connect().create_table("orders", log())
    found = analyse(orders, None, Question())
    assert calls(found)
    assert len(said) > 15


def test_the_facts(said: list[str]) -> None:
    orders = log().drop(["segment", "order_id", "refund_of"])
    numbers = pa.nulls(600, pa.int64())
    orders = orders.append_column("order_id", numbers).append_column("refund_of", numbers)
    people = pa.table(
        {
            "client": list(range(50)),
            "owner": [1] * 50,
            "segment": ["a", None] * 25,
            "stated_days": pa.array([None, 30] * 25, pa.int64()),
            "closed_on": pa.array([None] * 49 + [FIRST], pa.date32()),
        }
    )
    before = pa.schema(
        [
            ("client", pa.int64()),
            ("lifecycle", pa.string()),
            ("as_of", pa.date32()),
            ("first_purchase", pa.date32()),
        ]
    ).empty_table()
    computed = computing.compute(orders, people, before, FIRST + timedelta(days=720), PRACTICE)
    assert computed.facts.num_rows == 50
    assert len(said) > 10


def test_the_models(said: list[str]) -> None:
    from vernost.analytics.models.bg_nbd import fit_bg_nbd
    from vernost.analytics.models.compression import purchase_counts
    from vernost.analytics.models.predictions import predictions
    from vernost.analytics.models.purchase_summary import purchase_summary

    days = purchases(ibis.duckdb.connect().create_table("orders", log()))
    summary = purchase_summary(days, FIRST + timedelta(days=720))
    told = predictions(summary, fit_bg_nbd(purchase_counts(summary)), horizon=365.0)
    assert told.to_pyarrow().num_rows == 40
    assert len(said) >= 3


def test_what_spark_cannot_follow_is_found(said: list[str]) -> None:
    table = ibis.duckdb.connect().create_table("orders", log())
    with pytest.raises(Exception, match=r"(?i)kurtosis"):
        table.aggregate(k=table.amount.kurtosis()).to_pyarrow()
    said.append("the refusal")
