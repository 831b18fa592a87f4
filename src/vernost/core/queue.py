"""The queue: SQLite's file by default, Redis where there are several machines.

It carries names of sweeps, no data.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey

from vernost.core import jobs


def _make() -> Huey:
    options: dict[str, Any] = {
        "results": False,
        "utc": True,
        "immediate": getattr(settings, "HUEY_IMMEDIATE", False),
    }
    if settings.REDIS_URL:
        return RedisHuey("vernost", url=settings.REDIS_URL, **options)
    # A lost wake-up costs a minute at most, so the queue's file need not wait for the disk.
    return SqliteHuey("vernost", filename=str(settings.DATA / "queue.sqlite3"), fsync=False, **options)


huey = _make()


@huey.task()  # type: ignore[untyped-decorator]  # huey carries no types
def run_sweep(name: str) -> None:
    _drop_dead_connections()
    jobs.run(name)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def tick() -> None:
    """The clock: every minute, whatever is due. Also what a lost wake-up or a killed worker left behind."""
    _drop_dead_connections()
    for name in jobs.due():
        run_sweep(name)


def _drop_dead_connections() -> None:
    """A worker lives for months; a database that was away in between is connected to anew."""
    if not connection.in_atomic_block:
        close_old_connections()
