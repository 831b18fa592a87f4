"""Spark that is not there, or dies in the middle: a sentence with its cure, code 2, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.spark.clusters import PATIENCE, Cluster, free_port
from vernost.cli import main
from vernost.spark import SparkProblem
from vernost.spark.master import Master

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text("client,date,amount\na,2024-01-05,10\na,2024-02-05,10\n", "utf-8")
    return path


def refused(
    words: list[str], capsys: pytest.CaptureFixture[str], lang: str = "en", folder: Path | None = None
) -> str:
    outs = ["--json", str(folder / "o.json"), "--clients", str(folder / "o.csv")] if folder else []
    before = sorted(folder.iterdir()) if folder else []
    assert main(["report", *words, "--engine", "spark", "--lang", lang, *outs]) == 2
    assert not folder or sorted(folder.iterdir()) == before
    return capsys.readouterr().err.strip().splitlines()[-1]


def test_a_master_that_is_not_there(
    orders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    master = f"spark://127.0.0.1:{free_port()}"
    monkeypatch.setenv("VERNOST_ANALYTICS_URL", master)
    assert refused([str(orders)], capsys, folder=orders.parent) == (
        f"The Spark master {master} does not answer."
        " Start it, or correct VERNOST_ANALYTICS_URL. Nothing was written."
    )
    russian = refused([str(orders)], capsys, "ru", orders.parent)
    assert russian.startswith(f"Главный узел Spark {master} не отвечает.")


def test_no_master_is_named(
    orders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VERNOST_ANALYTICS_URL", raising=False)
    assert "Set VERNOST_ANALYTICS_URL to its master" in refused([str(orders)], capsys)


def test_no_java(
    orders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from pyspark import SparkContext

    monkeypatch.setattr(SparkContext, "_active_spark_context", None)
    monkeypatch.setenv("VERNOST_ANALYTICS_URL", "local[2]")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "apt install openjdk-17-jre-headless" in refused([str(orders)], capsys)


def test_the_list_of_errors_is_of_files_that_vernost_reads(
    orders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("VERNOST_ANALYTICS_URL", "local[2]")
    told = refused(["s3a://shop/orders", "--errors", str(tmp_path / "e.csv")], capsys)
    assert told.startswith(
        "--errors lists rows of files that Vernost reads; s3a://shop/orders is read by Spark."
    )


@pytest.mark.parametrize(
    "text", ["http://x", "spark://host", "spark://h:7077?memory=4g", "local[x]", "spark://h:7077/x"]
)
def test_what_is_no_master(text: str) -> None:
    with pytest.raises(SparkProblem, match=r"is no Spark master"):
        Master.named(text)


def test_what_is_a_master() -> None:
    found = Master.named("spark://one:7077,two:7077?spark.executor.memory=4g&spark.cores.max=8")
    assert found.addresses == [("one", 7077), ("two", 7077)]
    assert found.settings == {"spark.executor.memory": "4g", "spark.cores.max": "8"}
    assert not found.on_this_machine
    assert Master.named("spark://127.0.0.1:7077").on_this_machine and Master.named("local[*]").is_local


def started(words: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "vernost", *words],
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT / "src"), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.xdist_group("spark")
def test_a_cluster_that_dies_in_the_middle(tmp_path: Path) -> None:
    """Master, workers and executors at once, as when the power fails, while a long report is computed."""
    path = tmp_path / "orders.parquet"
    duckdb.sql(
        "SELECT (range * 7919) % 300000 AS client, DATE '2022-01-01' + ((range * 31) % 900)::INTEGER AS date,"
        " (range % 977)::DOUBLE AS amount FROM range(2000000)"
    ).write_parquet(str(path))
    cluster = Cluster()
    try:
        outs = ["--json", str(tmp_path / "o.json"), "--clients", str(tmp_path / "o.csv")]
        words = ["report", str(path), "--engine", "spark", "--lang", "en", *outs]
        work = started(words, {"VERNOST_ANALYTICS_URL": cluster.url})
        assert work.stderr is not None
        first = work.stderr.readline()  # said once Spark has read the table, and before it computes
        assert first.startswith("Columns found"), first
        time.sleep(2)
        assert work.poll() is None, work.communicate()
    finally:
        cluster.stop()
    said = work.communicate(timeout=PATIENCE)[1].strip().splitlines()
    assert work.returncode == 2, said
    assert said[-1] == (
        f"Spark on {cluster.master} was lost in the middle of the work."
        " Start its master and workers, and run again. Nothing was written."
    )
    assert not [line for line in said if "Traceback" in line or "WARN" in line]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["orders.parquet"]
