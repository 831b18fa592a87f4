"""A base to measure on: the one that the environment names, or a new one in a folder that goes away."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def base_at_hand(clients: int, orders: int) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("VERNOST_DATA", folder)
        from vernost.commands.setting_up import migrated, set_up

        set_up()
        migrated()
        from vernost.clients.models import Client

        if not Client._base_manager.exists():
            from base import build

            started = time.perf_counter()
            build(clients, orders)
            print(f"built in {time.perf_counter() - started:.0f} s")
        from django.db import connection

        print(f"{connection.vendor}: {Client._base_manager.count():,} clients")
        yield
