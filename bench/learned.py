"""The promise of the learned chance, kept or not: its log-loss against MBG/NBD's on many trades and days.

    python bench/learned.py [--only WORD …]

Asks on a day with the log up to then, and scores against what followed. Twelve made trades, CDNOW whole,
and Online
Retail where ../shared/data has it. The promise: never more than 1 % worse, better on most that have
something to teach.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.analytics.models.keeping import kept  # noqa: E402
from tests.analytics.models.logs import cdnow, online_retail  # noqa: E402
from tests.analytics.models.trades import TRADES, questions  # noqa: E402
from vernost.analytics.forecast.purchase_log import PurchaseLog, read_log  # noqa: E402
from vernost.analytics.models.errors import ModelRefusal  # noqa: E402

CDNOW = (
    (date(1997, 12, 31), 180), (date(1997, 12, 31), 90), (date(1998, 1, 31), 60), (date(1997, 8, 15), 60),
    (date(1997, 9, 30), 270), (date(1998, 3, 31), 90), (date(1997, 6, 30), 365), (date(1998, 5, 31), 30),
)  # fmt: skip
RETAIL = (
    (date(2011, 6, 10), 90), (date(2011, 6, 10), 182), (date(2011, 9, 10), 90), (date(2011, 9, 1), 60),
    (date(2011, 11, 9), 30), (date(2011, 5, 1), 30), (date(2011, 7, 15), 120),
)  # fmt: skip


def logs() -> Iterator[tuple[str, PurchaseLog, tuple[tuple[date, int], ...]]]:
    yield "cdnow", read_log(cdnow("master")), CDNOW
    retail = online_retail()
    if retail is None:
        print("Online Retail is not in ../shared/data: left out")
    else:
        yield "retail", read_log(retail), RETAIL
    for name, (make, days) in TRADES.items():
        yield name, make(), tuple(questions(days))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+")
    options = parser.parse_args()
    print(
        f"{'log':10} {'asked':10} {'days':>4} {'clients':>7} {'MBG/NBD':>8} {'ours':>8} {'ratio':>7}    AUC"
    )
    ratios = []
    for name, log, asked in logs():
        if options.only and name not in options.only:
            continue
        for as_of, horizon in asked:
            started = time.perf_counter()
            try:
                found = kept(log, as_of, horizon)
            except ModelRefusal as refusal:
                print(f"{name:10} {as_of} {horizon:>4} {refusal}")
                continue
            ratios.append(found.ratio)
            print(
                f"{name:10} {as_of} {horizon:>4} {found.clients:>7} {found.published_loss:8.4f}"
                f" {found.loss:8.4f} {found.ratio:7.4f} {found.area or 0:6.4f} {found.learned.way.name}"
                f" ({time.perf_counter() - started:.1f} s)",
                flush=True,
            )
    print(
        f"{len(ratios)} questions: worse by more than 1 %: {sum(r > 1.01 for r in ratios)},"
        f" better: {sum(r < 0.9999 for r in ratios)}, the published model alone: "
        f"{sum(abs(r - 1) <= 1e-4 for r in ratios)}, worst {max(ratios):.4f},"
        f" geometric mean {np.exp(np.mean(np.log(ratios))):.4f}"
    )


if __name__ == "__main__":
    main()
