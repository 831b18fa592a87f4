"""Summary, fits, chance alive and 12-month value for a million clients, against `lifetimes` on the same file.

    python bench/models.py [--clients 10000 100000 1000000] [--no-lifetimes]

Makes its own log (10 orders a client) into a temporary directory. Each side runs in a process of its own, so
that peak memory is its own; ratios of the same run are what counts. Needs the development dependencies.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAYS = 730
ORIGIN = np.datetime64("2023-01-01")
STEP = 30.0  # the published convention: twelve months of 30 days, 1 % a month
MONTHLY = 0.01


def make_log(clients: int, path: Path, seed: int = 7) -> int:
    """Write a log of about ten purchase days a client: Gamma rates, a Beta chance of leaving, Gamma-Gamma
    money.
    """
    random = np.random.default_rng(seed)
    start = random.integers(0, DAYS - 1, clients)
    rate = random.gamma(1.1, 1 / 21.0, clients)
    leaving = random.beta(0.7, 11.0, clients)
    mean = 6.25 / random.gamma(3.74, 1 / 15.44, clients)
    owner, now = np.arange(clients), start.astype(np.float64)
    who, when = [owner.astype(np.int32)], [start.astype(np.int32)]
    while len(owner):
        stays = random.random(len(owner)) > leaving[owner]
        owner, now = owner[stays], now[stays]
        now = now + random.exponential(1.0, len(owner)) / rate[owner]
        inside = now < DAYS
        owner, now = owner[inside], now[inside]
        who.append(owner.astype(np.int32))
        when.append(now.astype(np.int32))
    client, day = np.concatenate(who), np.concatenate(when)
    amount = np.maximum(random.gamma(6.25, mean[client] / 6.25 * 100), 1).astype(np.int64)
    # one row a client and day, in the order of days as a shop's log is: the table both sides begin with
    key, place = np.unique(day.astype(np.int64) * clients + client, return_inverse=True)
    table = pa.table({
        "client": (key % clients).astype(np.int32),
        "day": pa.array((ORIGIN + key // clients).astype("datetime64[D]")),
        "amount": np.bincount(place, weights=amount).astype(np.int64),
    })  # fmt: skip
    pq.write_table(table, path)
    return len(key)


def run_ours(path: str) -> dict[str, float]:
    """Parquet of purchases → summary → BG/NBD, Gamma-Gamma → every client's predictions in a table."""
    import ibis
    import pandas as pd  # noqa: F401  # Ibis loads it on its first answer: both sides begin with it loaded

    from vernost.analytics.models.bg_nbd import fit_bg_nbd
    from vernost.analytics.models.compression import purchase_counts, spend_counts
    from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
    from vernost.analytics.models.predictions import predictions
    from vernost.analytics.models.purchase_summary import purchase_summary

    con = ibis.duckdb.connect()
    begin = time.perf_counter()
    summary = purchase_summary(con.read_parquet(path), (ORIGIN + DAYS).astype(date)).cache()
    summarised = time.perf_counter()
    counts, spending = purchase_counts(summary), spend_counts(summary)
    compressed = time.perf_counter()
    model = fit_bg_nbd(counts, unit_days=1.0)
    money = fit_gamma_gamma(spending)
    fitted = time.perf_counter()
    yearly = (1 + MONTHLY) ** (365.25 / STEP) - 1
    told = predictions(
        summary, model, horizon=12 * STEP, money=money, rate_a_year=yearly, step_days=STEP
    ).cache()
    total = float(told.expected_value.sum().execute())
    end = time.perf_counter()
    return {
        "summary": summarised - begin, "compress": compressed - summarised, "fit": fitted - compressed,
        "predict": end - fitted, "all": end - begin, "value": total / 100, "r": model["r"], "a": model["a"],
        "p": money["p"], "rows": float(len(counts.x)),
    }  # fmt: skip


def run_lifetimes(path: str) -> dict[str, float]:
    """The same by `lifetimes`: Parquet → summary → BG/NBD, Gamma-Gamma → chance alive, purchases, value."""
    warnings.simplefilter("ignore")
    import pandas as pd
    from lifetimes import BetaGeoFitter, GammaGammaFitter
    from lifetimes.utils import summary_data_from_transaction_data

    begin = time.perf_counter()
    orders = pd.read_parquet(path)
    rows = summary_data_from_transaction_data(
        orders, "client", "day", monetary_value_col="amount", observation_period_end=str(ORIGIN + DAYS)
    )
    rows["monetary_value"] /= 100
    summarised = time.perf_counter()
    model = BetaGeoFitter().fit(rows["frequency"], rows["recency"], rows["T"])
    again = rows[(rows["frequency"] > 0) & (rows["monetary_value"] > 0)]
    money = GammaGammaFitter().fit(again["frequency"], again["monetary_value"])
    fitted = time.perf_counter()
    model.conditional_probability_alive(rows["frequency"], rows["recency"], rows["T"])
    model.predict(12 * STEP, rows["frequency"], rows["recency"], rows["T"])
    value = money.customer_lifetime_value(
        model, rows["frequency"], rows["recency"], rows["T"], rows["monetary_value"],
        time=12, discount_rate=MONTHLY, freq="D",
    )  # fmt: skip
    end = time.perf_counter()
    return {
        "summary": summarised - begin, "compress": 0.0, "fit": fitted - summarised, "predict": end - fitted,
        "all": end - begin, "value": float(value.sum()), "r": float(model.params_["r"]),
        "a": float(model.params_["a"]), "p": float(money.params_["p"]), "rows": float(len(rows)),
    }  # fmt: skip


def in_own_process(side: str, path: Path) -> dict[str, Any]:
    """Run one side in a fresh process; its answer with peak memory in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--side", side, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--no-lifetimes", action="store_true")
    parser.add_argument("--side", choices=("ours", "lifetimes"))
    parser.add_argument("path", nargs="?")
    options = parser.parse_args()
    if options.side:
        result = (run_ours if options.side == "ours" else run_lifetimes)(options.path)
        result["cpu"] = time.process_time()
        result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    sides = ("ours",) if options.no_lifetimes else ("ours", "lifetimes")
    columns = ("summary", "compress", "fit", "predict", "all", "cpu", "peak_mb", "value")
    print(f"{'clients':>9} {'orders':>9} {'side':>9} " + " ".join(f"{name:>9}" for name in columns))
    with tempfile.TemporaryDirectory() as place:
        for clients in options.clients:
            path = Path(place) / f"{clients}.parquet"
            orders = make_log(clients, path)
            found = {side: in_own_process(side, path) for side in sides}
            for side, r in found.items():
                told = r.get("error") or " ".join(f"{r[name]:9.2f}" for name in columns)
                print(f"{clients:>9} {orders:>9} {side:>9} {told}", flush=True)
            if len(found) == 2 and not any("error" in r for r in found.values()):
                print_ratios(found["ours"], found["lifetimes"])


def print_ratios(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """How many times as long and as much memory they need, and that the answer is the same."""
    fit, both = theirs["fit"] / ours["fit"], theirs["fit"] / (ours["fit"] + ours["compress"])
    print(
        f"{'ratio':>29}  all {theirs['all'] / ours['all']:.1f}x, "
        f"fit {fit:.0f}x ({both:.0f}x with compressing), memory {theirs['peak_mb'] / ours['peak_mb']:.1f}x, "
        f"value {ours['value'] / theirs['value']:.6f}"
    )


if __name__ == "__main__":
    main()
