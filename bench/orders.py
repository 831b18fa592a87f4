"""Made-up order logs of any size for the benchmarks: reproducible, with rhythms, seasons and leaving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAYS = 1500
FIRST = np.datetime64("2022-01-01")


def made_up(clients: int, orders: int, *, seed: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Client (from 0), day (from 0, under DAYS) and sum of each order; about ``orders`` of them.

    Each client has a pace of their own (gamma), a life of their own (exponential) and a day they came.
    """
    random = np.random.default_rng(seed)
    pace = random.gamma(1.2, 1 / 60, clients) + 1 / 400
    start = random.integers(0, DAYS - 100, clients)
    life = np.minimum(random.exponential(900, clients), DAYS - start).clip(1)
    counts = random.poisson(life * pace) + 1
    counts = np.maximum(1, np.round(counts * (orders / counts.sum()))).astype(int)
    rows = int(counts.sum())
    who = np.repeat(np.arange(clients), counts)
    day = np.repeat(start, counts) + (random.random(rows) * np.repeat(life, counts)).astype(int)
    amount = np.round(np.exp(random.normal(7, 0.8, rows)), 2)
    shuffle = random.permutation(rows)
    return who[shuffle], day[shuffle], amount[shuffle]


def write_log(path: Path, clients: int, orders: int, *, seed: int = 7) -> int:
    """Write a Parquet log (client, date, amount) in random order; gives the number of rows."""
    who, day, amount = made_up(clients, orders, seed=seed)
    days = pa.array((FIRST + day).astype("datetime64[D]"))
    pq.write_table(pa.table({"client": who, "date": days, "amount": amount}), path)
    return len(who)
