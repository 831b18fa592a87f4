"""Every measure says the same on DuckDB and on a real Spark: two public logs, whole and client by client."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.spark import alike as alikeness
from tests.spark.alike import alike, rows_alike
from tests.spark.conftest import CDNOW, Pair
from vernost import files
from vernost.analytics import Analysis, xyz
from vernost.analytics.forecast.outlook import Wish, outlook
from vernost.analytics.purchases import purchases
from vernost.cli import main
from vernost.report import results

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]
MEASURES = sorted({field.name for field in fields(Analysis)} - {"clients", "steps"})
LOGS = pytest.mark.parametrize("log", ["cdnow", "retail"])


@pytest.fixture
def pair(request: pytest.FixtureRequest, log: str) -> Pair:
    return request.getfixturevalue(log)


@LOGS
@pytest.mark.parametrize("measure", MEASURES)
def test_the_firm(pair: Pair, measure: str) -> None:
    """Counts, loss, came back, the year's flow, LTV, ABC, XYZ and its terciles, RFM, cohorts, Pareto…"""
    found = [getattr(analysis, measure) for analysis in (pair.duck, pair.spark)]
    assert alike(*found), found


@LOGS
def test_each_client(pair: Pair) -> None:
    """Rhythm and its source, lost line, lifecycle, returns, worth, classes and scores of every client."""
    duck, spark = (analysis.clients.order_by("client").to_pyarrow() for analysis in (pair.duck, pair.spark))
    assert duck.num_rows > 4000
    assert {"rhythm_days", "lost_line", "lifecycle", "abc", "xyz", "rfm"} <= set(duck.schema.names)
    assert rows_alike(duck, spark) == []


@LOGS
def test_each_settled_purchase_and_its_pause(pair: Pair) -> None:
    """Of several rows of one day any may be the one that opens the purchase: pauses and sums apart."""

    def told(steps: Any, *names: str) -> Any:
        return steps.select(*names).order_by(*names).to_pyarrow()

    for names in (("client", "day", "amount"), ("client", "day", "number", "pause")):
        assert rows_alike(told(pair.duck.steps, *names), told(pair.spark.steps, *names)) == []


def test_each_purchase_day_and_each_coefficient_of_variation(retail: Pair) -> None:
    days = [
        purchases(orders).order_by("client", "day") for orders in (retail.duck_orders, retail.spark_orders)
    ]
    assert rows_alike(*(table.to_pyarrow() for table in days)) == []
    as_of = retail.duck.as_of
    spread = [
        xyz.variation(analysis.steps, analysis.clients, as_of).order_by("client").to_pyarrow()
        for analysis in (retail.duck, retail.spark)
    ]
    assert rows_alike(*spread) == []


@LOGS
def test_the_whole_json_and_the_list_of_clients(pair: Pair, tmp_path: Path) -> None:
    """To the byte, with what was rejected and why."""
    analyses, logs = (pair.duck, pair.spark), (pair.log, pair.spark_log)
    told = [outlook(analysis, Wish()) for analysis in analyses]
    figures = [results.figures(*each) for each in zip(analyses, told, logs, strict=True)]
    assert json.dumps(figures[0]) == json.dumps(figures[1])
    assert figures[0]["models"]["mbg_nbd"]
    lists = [tmp_path / "duck.csv", tmp_path / "spark.csv"]
    for analysis, foretold, path in zip(analyses, told, lists, strict=True):
        results.write_clients(analysis, foretold, path)
    assert lists[0].read_bytes() == lists[1].read_bytes()


def written(folder: Path, path: Path, engine: str) -> tuple[bytes, bytes, str]:
    outs = [folder / f"{engine}.{kind}" for kind in ("json", "csv", "html")]
    words = ["report", str(path), "--engine", engine, "--as-of", "1998-07-01", "--lang", "en"]
    for name, out in zip(("--json", "--clients", "--out"), outs, strict=True):
        words += [name, str(out)]
    assert main(words) == 0
    return outs[0].read_bytes(), outs[1].read_bytes(), outs[2].read_text("utf-8")


@pytest.mark.parametrize("how", ["handed over", "read by Spark"])
def test_the_command(
    how: str, cluster: Any, connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON, list and page: of text that the house reads, and of a folder of Parquet that Spark reads."""
    monkeypatch.setenv("VERNOST_ANALYTICS_URL", cluster.url)
    path = there = CDNOW
    if how == "read by Spark":
        log = files.open_orders(CDNOW).connection
        there = tmp_path / "cdnow-log"
        there.mkdir()
        path = there / "part.parquet"
        log.execute(f"COPY (SELECT client, \"at\" AS date, amount / 100 AS amount FROM orders) TO '{path}'")
    duck, spark = written(tmp_path, path, "duckdb"), written(tmp_path, there, "spark")
    assert spark[:2] == duck[:2]
    if how == "handed over":
        assert spark[2] == duck[2]
    else:  # the house's reader also notes equal lines
        assert "cdnow-log" in spark[2]


def test_models_on_the_same_purchases(cdnow: Pair) -> None:
    """Summary, compressed counts, fits, chances and expected value of every client (rule 2.8)."""
    from vernost.analytics.models.bg_nbd import fit_bg_nbd
    from vernost.analytics.models.compression import purchase_counts, spend_counts
    from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
    from vernost.analytics.models.predictions import predictions
    from vernost.analytics.models.purchase_summary import purchase_summary

    cut = date(1997, 9, 30)
    told = []
    for orders in (cdnow.duck_orders, cdnow.spark_orders):
        summary = purchase_summary(purchases(orders, refunds=False), cut).cache()
        model, money = fit_bg_nbd(purchase_counts(summary)), fit_gamma_gamma(spend_counts(summary))
        chances = predictions(summary, model, horizon=365.0, money=money).order_by("client").to_pyarrow()
        told.append((summary.order_by("client").to_pyarrow(), model, money, chances))
    (duck_summary, *duck_fits, duck), (spark_summary, *spark_fits, spark) = told
    assert rows_alike(duck_summary, spark_summary) == []
    for ours, theirs in zip(duck_fits, spark_fits, strict=True):
        assert ours.log_likelihood == pytest.approx(theirs.log_likelihood, rel=1e-10)
    close = [
        max(abs(a - b) for a, b in zip(duck[name].to_pylist(), spark[name].to_pylist(), strict=True))
        for name in ("chance_alive", "chance_purchase", "expected_purchases")
    ]
    assert max(close) < 1e-7
    assert duck["expected_value"].to_pylist() == pytest.approx(spark["expected_value"].to_pylist(), rel=1e-6)


def test_forecasts_of_a_log_too_large_to_fetch(cdnow: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by expressions over the clients, wherever they lie; the fit gets distinct rows only."""
    from vernost.analytics.forecast import outlook as outlooks

    monkeypatch.setattr(outlooks, "LEARNS_UP_TO", 0)
    duck, spark = (outlook(analysis, Wish(180)) for analysis in (cdnow.duck, cdnow.spark))
    assert duck.mbg_nbd is not None and spark.mbg_nbd is not None
    assert duck.mbg_nbd.values == pytest.approx(spark.mbg_nbd.values, rel=1e-6)
    assert duck.expected_a_year == pytest.approx(spark.expected_a_year, rel=1e-6)
    monkeypatch.setattr(alikeness, "CLOSE", 1e-6)
    assert alike(duck.backtest, spark.backtest)
    rows = [told.clients.order_by("client").to_pyarrow() for told in (duck, spark)]
    assert rows[0].num_rows == 23_570
    for name in rows[0].schema.names[1:]:
        assert rows[0][name].to_pylist() == pytest.approx(rows[1][name].to_pylist(), rel=1e-5, abs=1e-9)
