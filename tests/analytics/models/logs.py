"""Logs for the tests: CDNOW out of `lifetimes`, and made ones."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

Rows = list[tuple[object, date, int]]


def purchases_of(rows: Rows) -> ir.Table:
    """The contract table from (client, day, amount) rows, one a client and day."""
    sums: dict[tuple[object, date], int] = {}
    for client, day, amount in rows:
        sums[client, day] = sums.get((client, day), 0) + amount
    table = pa.table({
        "client": [key[0] for key in sums],
        "day": pa.array([key[1] for key in sums], pa.date32()),
        "amount": pa.array(list(sums.values()), pa.int64()),
    })  # fmt: skip
    return ibis.duckdb.connect().create_table("purchases", table)


def cdnow(name: str) -> ir.Table:
    """CDNOW, "master" (23 570 clients) or "sample" (2 357), read without importing lifetimes."""
    found = find_spec("lifetimes")
    assert found is not None
    assert found.origin is not None
    text = (Path(found.origin).parent / "datasets" / f"CDNOW_{name}.txt").read_text()
    cells = [line.split() for line in text.splitlines()]
    rows = [line for line in cells if line and line[0].isdigit()]
    who, when = (0, 1) if name == "master" else (1, 2)
    return purchases_of(
        [(row[who], date.fromisoformat(row[when]), round(float(row[-1]) * 100)) for row in rows]
    )


RETAIL = Path(__file__).parents[4] / "shared" / "data" / "online_retail.parquet"


def online_retail() -> ir.Table | None:
    """Online Retail without cancellations and nameless rows; None where ../shared/data is not there."""
    if not RETAIL.exists():
        return None
    rows = ibis.duckdb.connect().read_parquet(RETAIL)
    rows = rows.filter(
        rows.CustomerID.notnull(), ~rows.InvoiceNo.cast("string")[0].isin(["C", "A"]), rows.Quantity > 0
    )
    amount = (rows.Quantity * rows.UnitPrice * 100).round().cast("int64")
    return rows.select(client=rows.CustomerID.cast("int64"), day=rows.InvoiceDate.cast("date"), amount=amount)


def made_log(clients: int = 900, days: int = 500, seed: int = 3) -> ir.Table:
    """Clients with Gamma rates who leave with a Beta chance after a purchase, the first one too."""
    random = np.random.default_rng(seed)
    rows: Rows = []
    for client in range(clients):
        rate, leaving, mean = random.gamma(0.8, 1 / 40), random.beta(0.8, 2.5), random.gamma(6, 500)
        now = float(random.integers(0, days))
        while now < days:
            day = date(2023, 1, 1) + timedelta(days=int(now))
            rows.append((client, day, max(1, int(mean * random.gamma(5, 0.2)))))
            if random.random() < leaving:
                break
            now += random.exponential(1 / rate)
    return purchases_of(rows)
