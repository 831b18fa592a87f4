"""A full refresh of the facts against the analysis of ``vernost report`` on the same orders.

    python bench/facts.py [--clients N] [--orders N]        (DATABASE_URL names another database than SQLite)

The base is built with bare SQL in a folder of its own; the refresh runs twice: the first writes the whole
history of standing, the second is what happens every night. Prints wall seconds and their ratio to the
analysis; the target is 3.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from orders import write_log

BATCH = 50_000


def build(path: Path) -> Any:
    """Clients and orders of the log into the database, its last day today; gives the day."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    from django.db import connection, transaction

    from vernost.clients.models import Client
    from vernost.core import clock

    log, today = pq.read_table(path), clock.today()
    shift = today - pc.max(log["date"]).as_py()
    number = pc.max(log["client"]).as_py() + 1
    with transaction.atomic():
        for start in range(0, number, BATCH):
            rows = range(start, min(number, start + BATCH))
            Client.objects.bulk_create(
                [Client(id=one + 1, name=f"C{one}", name_key=f"c{one}") for one in rows]
            )
        sql = (
            "INSERT INTO orders_order (client_id, number, source, placed_at, day, state, amount, paid,"
            " refunded, address, delay_cause, note, version, created_at)"
            " VALUES (%s, '', '', %s, %s, 'paid', %s, 0, 0, '', '', '', 1, %s)"
        )
        with connection.cursor() as cursor:
            for batch in log.to_batches(max_chunksize=BATCH):
                days = [day + shift for day in batch["date"].to_pylist()]
                money = pc.round(pc.multiply(batch["amount"], 100)).cast("int64").to_pylist()
                people = batch["client"].to_pylist()
                rows = [
                    (who + 1, f"{day} 09:00:00", str(day), sum_, f"{day} 09:00:00")
                    for who, day, sum_ in zip(people, days, money, strict=True)
                ]
                cursor.executemany(sql, rows)
    return today


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("VERNOST_DATA", folder)
        from vernost.commands.setting_up import migrated, set_up

        set_up()
        migrated()
        path = Path(folder) / "log.parquet"
        rows = write_log(path, asked.clients, asked.orders)
        print(f"{asked.clients} clients, {rows} orders")
        print(f"built in {seconds(lambda: build(path)):.1f} s")
        compare(path)


def compare(path: Path) -> None:
    import ibis

    from vernost.access.actor import SYSTEM
    from vernost.analytics.analysis import Question, analyse
    from vernost.core import clock
    from vernost.retention import reading
    from vernost.retention.services import facts_refresh

    engine = ibis.duckdb.connect()
    log = engine.read_parquet(path)
    log = log.select("client", at="date", amount=(log.amount * 100).round().cast("int64"), refund=False)
    orders = log.cache()

    def report() -> None:
        analyse(orders, question=Question(refunds=False)).clients.to_pyarrow()

    alone = seconds(report)
    print(f"analysis of the report   {alone:7.1f} s")
    print(f"reading the orders       {seconds(partial(reading.orders, clock.today().isoformat())):7.1f} s")
    for name in ("first refresh", "nightly refresh"):
        took = seconds(partial(facts_refresh, SYSTEM))
        print(f"{name:<24} {took:7.1f} s   ×{took / alone:.1f}")


if __name__ == "__main__":
    main()
