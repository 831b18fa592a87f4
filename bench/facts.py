"""A full refresh of the facts against ``vernost report`` on the same orders.

    python bench/facts.py [--clients N] [--orders N]      (VERNOST_DATA and DATABASE_URL name a base that is
                                                           there already; else one is built in a folder)

The refresh runs twice: the first writes the whole history of standing, the second is what happens every
night. The report is the whole command over a Parquet file of the same orders, its JSON and its clients
written. Prints wall and processor seconds and their ratios; the target is 3. On PostgreSQL the server's
own processor time is not ours and is not counted.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ready import base_at_hand


@dataclass(frozen=True)
class Spent:
    wall: float
    processor: float  # ours and our children's


def spent_on(work: Callable[[], object]) -> Spent:
    wall, processor = time.perf_counter(), _processor()
    work()
    return Spent(time.perf_counter() - wall, _processor() - processor)


def _processor() -> float:
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


def orders_into(path: Path) -> int:
    """The orders of the base as a log that ``vernost report`` reads."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from vernost.core import clock
    from vernost.retention import reading

    orders = reading.orders(clock.today().isoformat())
    amount = pc.divide(orders["amount"].cast("float64"), 100.0)
    pq.write_table(pa.table({"client": orders["client"], "date": orders["at"], "amount": amount}), path)
    return int(orders.num_rows)


def report(path: Path) -> None:
    words = [sys.executable, "-m", "vernost", "report", str(path)]
    words += ["--json", str(path.with_suffix(".json")), "--clients", str(path.with_suffix(".csv"))]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def compare() -> None:
    from vernost.access.actor import SYSTEM
    from vernost.retention.models import Refresh
    from vernost.retention.services import facts_refresh

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.parquet"
        rows = orders_into(path)
        first = Refresh.objects.count() == 0
        print(f"{rows:,} orders and refunds")
        for name in ("first refresh" if first else "refresh again", "nightly refresh"):
            told, ours = spent_on(lambda: report(path)), spent_on(lambda: facts_refresh(SYSTEM))
            print(
                f"{name:<16} {ours.wall:7.1f} s, report {told.wall:.1f} s:"
                f" ×{ours.wall / told.wall:.2f} (at most 3);"
                f" of the processor {ours.processor:.1f} and {told.processor:.1f} s:"
                f" ×{ours.processor / told.processor:.2f}; {Refresh.objects.latest('pk').moved:,} changes"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=1_000_000)
    options = parser.parse_args()
    with base_at_hand(options.clients, options.orders):
        compare()


if __name__ == "__main__":
    main()
