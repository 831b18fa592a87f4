"""``vernost report`` against a bare DuckDB scan and group-by over the same file, turn by turn.

    python bench/report.py [--clients N] [--orders N] [--runs N] [--file PARQUET]

Prints wall seconds, their ratio and peak memory as medians. Ours is the whole command, start-up included;
the reference is the query alone, in a process that is already warm. Beside them the seconds of processor,
which other work on the machine changes less: where their ratio is far smaller, the machine was busy.
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


def timed(words: list[str]) -> tuple[float, float, float]:
    """Wall seconds, seconds of processor and peak memory in GiB of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(words)}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20


def bare_inside(path: Path) -> tuple[float, float]:
    """Wall seconds and seconds of processor of the bare group-by without the start of a process."""
    import duckdb

    connection = duckdb.connect()
    times = []
    for _ in range(2):
        started, worked = time.perf_counter(), time.process_time()
        connection.execute(
            "create or replace temp table t as select client, count(*), sum(amount), min(date), max(date)"
            f" from '{path}' group by client"
        )
        times.append((time.perf_counter() - started, time.process_time() - worked))
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--file", type=Path, help="a log to measure instead of a made-up one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "orders.parquet"
        rows = "" if options.file else f"{write_log(path, options.clients, options.orders):,} rows, "
        ours = [sys.executable, "-m", "vernost", "report", str(path)]
        ours += ["--json", f"{folder}/o.json", "--clients", f"{folder}/o.csv"]
        lines = []
        for _ in range(options.runs):
            bare, bare_work = bare_inside(path)
            seconds, work, memory = timed(ours)
            lines.append((seconds, bare, seconds / bare, work, bare_work, work / bare_work, memory))
        medians = [statistics.median(column) for column in zip(*lines, strict=True)]
    print(f"{rows}{options.runs} runs, medians, {os.cpu_count()} cores")
    print(f"{'':>10} {'report':>10} {'bare':>10} {'ratio':>10}")
    print("{:>10} {:>9.2f}s {:>9.2f}s {:>9.1f}x".format("wall", *medians[:3]))
    print("{:>10} {:>9.2f}s {:>9.2f}s {:>9.1f}x".format("processor", *medians[3:6]))
    print(f"{'memory':>10} {medians[6]:>7.2f}GiB")


if __name__ == "__main__":
    main()
