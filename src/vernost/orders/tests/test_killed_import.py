"""Killed at any moment and started again, an import loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vernost.orders.tests.factories import written

ORDERS, CLIENTS, CHUNK, KILLS = 4000, 300, 40, 6
PROGRAM = """
import sys
from vernost.orders.importing import orders
orders.CHUNK = {chunk}
from vernost import commands
sys.exit(commands.main(sys.argv[1:]))
"""


class Base:
    """A base of its own, that processes may be killed over."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("VERNOST_")}
        environ |= {
            "VERNOST_DATA": str(self.folder), "DATABASE_URL": self.url, "VERNOST_LANG": "en",
            "DJANGO_SETTINGS_MODULE": "vernost.config.settings", "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        # setup comes first: orders.py holds models
        program = (
            "from vernost.commands.setting_up import set_up\nset_up()\n" + PROGRAM.format(chunk=CHUNK).strip()
        )
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def ask(self, sql: str) -> tuple[Any, ...]:
        if self.url.startswith("sqlite"):
            import sqlite3

            with sqlite3.connect(self.folder / "base.sqlite3", timeout=20) as connection:
                return tuple(connection.execute(sql).fetchone() or ())
        import psycopg

        with psycopg.connect(self.url) as server:
            return tuple(server.execute(sql).fetchone() or ())


@pytest.fixture
def base(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Base]:
    url = os.environ.get("VERNOST_TEST_POSTGRES")
    folder = tmp_path / "data"
    folder.mkdir()
    if not url:
        yield Base(folder, "sqlite:///base.sqlite3")
        return
    import psycopg

    name = f"vernost_killed_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    head, _, options = url.partition("?")
    yield Base(folder, f"{head.rsplit('/', 1)[0]}/{name}{'?' + options if options else ''}")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
@pytest.mark.own_base
def test_nothing_is_lost_and_nothing_doubled(base: Base, tmp_path: Path) -> None:
    chance = random.Random(7)
    path = written(tmp_path / "orders.csv", _rows(chance))
    assert base.start("migrate").wait(120) == 0
    kills = 0
    while kills < KILLS:
        before = (base.ask("SELECT cursor FROM orders_importrun ORDER BY id") or (0,))[0]
        process = base.start("import", "orders", str(path))
        if not _moves_on(base, process, before):
            break  # it was through before we could kill it
        time.sleep(chance.random() * 0.15)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    assert kills >= 3, "too quick to be killed: make the file longer"
    last = base.start("import", "orders", str(path))
    said, _ = last.communicate(timeout=300)
    assert last.returncode == 0, said.decode()
    runs = base.ask("SELECT count(*), min(state) FROM orders_importrun")
    assert runs == (1, "done"), "every start went on with the same run"
    orders = base.ask(
        "SELECT count(*), sum(amount), count(DISTINCT external_id), sum(refunded) FROM orders_order"
    )
    assert tuple(map(int, orders)) == (ORDERS, _gross(), ORDERS, _given_back())
    assert base.ask("SELECT count(*), count(DISTINCT order_id) FROM orders_orderline") == (2 * ORDERS, ORDERS)
    refunds = base.ask("SELECT count(*), sum(amount) FROM orders_refund")
    assert tuple(map(int, refunds)) == (len(range(0, ORDERS, 10)), _given_back())
    assert base.ask("SELECT count(*) FROM clients_client") == (CLIENTS,)
    told = base.ask(_told(base.url))
    assert int(told[0]) == ORDERS, "the journal tells of each order once"


def _moves_on(base: Base, process: subprocess.Popen[bytes], before: int) -> bool:
    """Whether it got further while we looked."""
    while process.poll() is None:
        found = base.ask("SELECT cursor FROM orders_importrun ORDER BY id")
        if found and found[0] > before:
            return True
        time.sleep(0.02)
    return False


def _told(url: str) -> str:
    n = "json_extract(data, '$.n')" if url.startswith("sqlite") else "(data ->> 'n')::int"
    return f"SELECT sum({n}) FROM journal_entry WHERE kind = 'order.came'"


def _rows(chance: random.Random) -> Iterator[tuple[object, ...]]:
    for number in range(ORDERS):
        client, day = f"Клиент номер {number % CLIENTS}", f"2026-0{1 + number % 9}-1{number % 7}"
        yield (number, day, client, "Доски", 1, "1,00", "1,00")
        yield (number, day, client, "Гвозди", 2, f"{number},50", f"{2 * number + 1},00")
        if number % 10 == 0:
            yield (number, "2026-10-01", client, "Гвозди", -1, "0,50", "-0,50")


def _gross() -> int:
    return sum(100 + 100 * (2 * number + 1) for number in range(ORDERS))


def _given_back() -> int:
    return 50 * len(range(0, ORDERS, 10))
