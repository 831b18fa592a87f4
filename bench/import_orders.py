"""``vernost import orders`` against a bare ``bulk_create`` of the same rows, turn by turn.

    python bench/import_orders.py [--orders N] [--clients N] [--runs N] [--postgres URL]

Ours is the whole work in one warm process: reading the file, finding whose the orders are, journal, commits.
The reference makes the same clients, their numbers and the same orders by Django's ``bulk_create`` with its
usual batches, out of rows that lie in memory already. Prints orders a second, their ratio, peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from datetime import time as midnight
from pathlib import Path

from orders import write_log

BATCH = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgres", metavar="URL", help="a server on which bases may be made")
    parser.add_argument("--role", choices=("ours", "bare"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        print(json.dumps(work(options.role, options.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.parquet"
        rows = write_log(path, options.clients, options.orders)
        found: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
        for number in range(options.runs):
            for role, results in found.items():
                results.append(process(role, path, Path(folder) / f"{role}-{number}", options.postgres))
        say(rows, found)


def process(role: str, path: Path, data: Path, postgres: str | None) -> dict[str, float]:
    data.mkdir()
    url, name = "sqlite:///base.sqlite3", f"vernost_bench_{os.getpid()}"
    if postgres:
        server(postgres, f"CREATE DATABASE {name}")
        url = f"{postgres.rsplit('/', 1)[0]}/{name}"
    environ = {key: value for key, value in os.environ.items() if not key.startswith("VERNOST_")}
    environ |= {
        "VERNOST_DATA": str(data),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "vernost.config.settings",
    }
    words = [sys.executable, __file__, "--role", role, "--file", str(path)]
    try:
        done = subprocess.run(words, env=environ, check=True, stdout=subprocess.PIPE)
    finally:
        if postgres:
            server(postgres, f"DROP DATABASE {name} WITH (FORCE)")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def server(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def work(role: str, path: Path) -> dict[str, float]:
    from vernost.commands.setting_up import migrated, set_up

    set_up()
    migrated()
    seconds = ours(path) if role == "ours" else bare(path)
    from vernost.orders.models import Order

    number = Order.objects.unscoped(reason="bench").count()
    return {
        "seconds": seconds,
        "orders": number,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def ours(path: Path) -> float:
    from vernost.access.actor import SYSTEM
    from vernost.orders import services
    from vernost.orders.importing import keeping

    run = services.import_start(
        SYSTEM, kind="orders", name=path.name, pieces=keeping.pieces_of(path), largest=None
    )
    started = time.perf_counter()
    services.import_by_command(SYSTEM, run, tries=False)
    return time.perf_counter() - started


def bare(path: Path) -> float:
    import duckdb
    from django.db import transaction

    from vernost.clients.models import Client, ExternalId
    from vernost.clients.rules import name_key, name_sound
    from vernost.core.clock import firm_zone
    from vernost.core.money import from_minor
    from vernost.orders.models import Order, State

    rows = duckdb.execute(
        "SELECT CAST(client AS VARCHAR), date, CAST(round(amount * 100) AS BIGINT),"
        f" md5(concat_ws('-', client, date, row_number() OVER ())) FROM '{path}' ORDER BY 1, 2"
    ).fetchall()
    zone = firm_zone()
    started = time.perf_counter()
    names = list(dict.fromkeys(row[0] for row in rows))
    keys: dict[str, int] = {}
    for start in range(0, len(names), BATCH):
        with transaction.atomic():
            some = names[start : start + BATCH]
            made = [
                Client(name=n, name_key=name_key(n), name_sound=name_sound(n), search=f" {n}") for n in some
            ]
            Client._base_manager.bulk_create(made)
            ExternalId._base_manager.bulk_create(
                [ExternalId(source="file", value=n, client=c) for n, c in zip(some, made, strict=True)]
            )
            keys |= {n: c.pk for n, c in zip(some, made, strict=True)}
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            Order._base_manager.bulk_create(
                Order(
                    client_id=keys[client], source="file", external_id=key, day=day, state=State.PAID,
                    placed_at=datetime.combine(day, midnight.min, tzinfo=zone), amount=from_minor(sum_),
                    paid=from_minor(sum_),
                )
                for client, day, sum_, key in rows[start : start + BATCH]
            )  # fmt: skip
    return time.perf_counter() - started


def say(rows: int, found: dict[str, list[dict[str, float]]]) -> None:
    rates = {
        role: statistics.median(r["orders"] / r["seconds"] for r in some) for role, some in found.items()
    }
    memory = {role: max(r["memory"] for r in some) for role, some in found.items()}
    for role, some in found.items():
        spent = ", ".join(f"{r['seconds']:.1f}" for r in some)
        print(f"{role}: {rates[role]:,.0f} orders a second ({spent} s), peak {memory[role]:.2f} GiB")
    ratio = rates["ours"] / rates["bare"]
    print(f"{rows:,} rows: ours runs at {ratio:.2f} of a bare bulk_create (at least 0.50)")


if __name__ == "__main__":
    main()
