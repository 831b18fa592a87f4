"""Spark against DuckDB on the same Parquet file, turn by turn, and how both grow with its size.

    python bench/spark.py [--orders 100000 1000000 10000000] [--url spark://… | local[2]] [--runs N]

A client has about ten orders. Each run is the whole command, `vernost report FILE --json --clients`, with its
start, in a process of its own. Prints medians of wall seconds, Spark ÷ DuckDB, and seconds a million orders
beyond the smaller file: what growth costs without what the start costs. Without --url a master and two
workers are started on loopback, from the `pyspark` of the development dependencies.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from orders import write_log

ROOT = Path(__file__).resolve().parents[1]


def seconds(path: Path, engine: str, url: str, folder: str) -> float:
    """Wall seconds of one report."""
    words = [sys.executable, "-m", "vernost", "report", str(path), "--engine", engine]
    words += ["--json", f"{folder}/{engine}.json", "--clients", f"{folder}/{engine}.csv"]
    environment = {**os.environ, "VERNOST_ANALYTICS_URL": url, "PYTHONPATH": str(ROOT / "src")}
    begin = time.perf_counter()
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.strip())
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--url", default="")
    options = parser.parse_args()
    cluster = None
    if not options.url:
        sys.path.insert(0, str(ROOT))
        from tests.spark.clusters import Cluster

        cluster = Cluster(executor_memory="3g", worker_memory="4g", quick=False)
    url = options.url or cluster.url
    try:
        compare(options.orders, options.runs, url)
    finally:
        if cluster is not None:
            cluster.stop()


def compare(sizes: list[int], runs: int, url: str) -> None:
    print(f"{runs} runs, medians, {os.cpu_count()} cores, load before the start {os.getloadavg()[0]:.1f}")
    print(
        f"{'orders':>12} {'duckdb':>9} {'spark':>9} {'ratio':>7} {'duckdb/M more':>14} {'spark/M more':>13}"
    )
    before: tuple[int, float, float] | None = None
    for size in sorted(sizes):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "orders.parquet"
            rows = write_log(path, max(size // 10, 1), size)
            taken: dict[str, list[float]] = {"duckdb": [], "spark": []}
            for _ in range(runs):
                for engine, found in taken.items():
                    found.append(seconds(path, engine, url, folder))
            same = Path(folder, "duckdb.csv").read_bytes() == Path(folder, "spark.csv").read_bytes()
        duck, spark = (statistics.median(found) for found in taken.values())
        more = ["", ""]
        if before is not None:
            millions = (rows - before[0]) / 1e6
            more = [f"{(duck - before[1]) / millions:.2f}s", f"{(spark - before[2]) / millions:.2f}s"]
        equal = "" if same else "   the lists of clients differ!"
        print(
            f"{rows:>12,} {duck:>8.1f}s {spark:>8.1f}s {spark / duck:>6.1f}x",
            f"{more[0]:>14} {more[1]:>13}{equal}",
        )
        before = (rows, duck, spark)


if __name__ == "__main__":
    main()
