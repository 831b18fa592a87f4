"""A base to measure on: the one that the environment names, or a new one in a folder that goes away."""

from __future__ import annotations

import os
import secrets
import socket
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def made_on(url: str) -> str:
    """A base of a name of its own on that server, as DATABASE_URL says it."""
    import psycopg

    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"
