"""Today of a manager with three thousand clients in a base of a million: median milliseconds and queries.

    python bench/today.py [--clients N] [--orders N] [--runs N] [--plans]
                                       (VERNOST_DATA and DATABASE_URL name a base that is there already; else
                                        one is built in a folder and its facts are computed)

Somebody new is given three thousand clients, and talks, promises and tasks are put in: of theirs and of
everybody else's. Whole requests through Django in one warm process. «over»: past 300 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as hour
from pathlib import Path
from typing import Any

import numpy as np
from ready import base_at_hand

OWN, BUDGET = 3000, 300.0
TALKS, PROMISES, TASKS = 300_000, 60_000, 60_000
PAGES = ("/today/", "/today/week/", "/today/month/", "/today/promises/", "/today/trust/")
WHY = "bench"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=3_000_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--plans", action="store_true", help="how the database answers each query")
    asked = parser.parse_args()
    with base_at_hand(asked.clients, asked.orders):
        _facts()
        manager = _manager()
        _filled(manager, asked.clients)
        _told("counting the days of trust", _trust)
        print(f"{'page':<34}{'median ms':>10}{'best':>8}{'queries':>9}{'kB':>7}")
        for name, employee, page in _cases(manager):
            _measured(name, employee, page, asked.runs, plans=asked.plans)


def _cases(manager: Any) -> list[tuple[str, Any, str]]:
    from vernost.staff.models import Employee

    head = Employee.objects.filter(role="head").order_by("pk")[0]
    director = Employee.objects.get(role="director")
    cases = [(f"{page}, manager", manager, page) for page in PAGES]
    cases += [("/clients/?preset=silent, manager", manager, "/clients/?preset=silent")]
    cases += [(f"{page}, head", head, page) for page in ("/today/team/", "/today/promises/")]
    return [*cases, ("/today/team/, director", director, "/today/team/")]


def _facts() -> None:
    from vernost.access.actor import SYSTEM
    from vernost.core import clock
    from vernost.retention.models import ClientFacts
    from vernost.retention.services import facts_refresh

    if not ClientFacts._base_manager.exists():
        _told("computing the facts", lambda: facts_refresh(SYSTEM, as_of=clock.today()))


def _trust() -> None:
    from vernost.access.actor import SYSTEM
    from vernost.agenda.services import trust_refresh

    trust_refresh(SYSTEM)


def _told(what: str, work: Callable[[], object]) -> None:
    started = time.perf_counter()
    work()
    print(f"{what}: {time.perf_counter() - started:.1f} s", flush=True)


def _manager() -> Any:
    """Somebody new, who is given three thousand clients spread over the base."""
    from django.db.models import F
    from django.db.models.functions import Mod

    from vernost.clients.models import Client
    from vernost.staff.models import Employee

    known = Employee.objects.filter(email="bench@today.test").first()
    if known is not None:
        return known
    manager = Employee(email="bench@today.test", name="Bench", role="manager")
    manager.set_unusable_password()
    manager.save()
    rows = Client.objects.unscoped(reason=WHY).filter(is_live=True)
    step = max(1, rows.count() // OWN)
    some = rows.alias(part=Mod(F("pk"), step)).filter(part=0).order_by("pk").values("pk")[:OWN]
    given = rows.filter(pk__in=list(some.values_list("pk", flat=True))).update(owner=manager)
    print(f"the manager looks after {given:,} clients", flush=True)
    return manager


def _filled(manager: Any, clients: int) -> None:
    """Talks over a year, promises and tasks about today: of the manager, and many of everybody else."""
    from vernost.agenda.models import Contact, Promise, Step
    from vernost.clients.models import Client
    from vernost.core import clock

    if Contact._base_manager.exists():
        return
    random, now, today = np.random.default_rng(5), clock.now(), clock.today()
    rows = Client.objects.unscoped(reason=WHY).filter(is_live=True, owner__isnull=False)
    everybody = list(rows.order_by("pk").values_list("pk", "owner"))
    own = [pair for pair in everybody if pair[1] == manager.pk]
    noon = datetime.combine(today, hour(12), tzinfo=clock.firm_zone())

    def some(count: int) -> list[tuple[int, int]]:
        return [everybody[place] for place in random.integers(0, len(everybody), count)]

    scale = clients / 1_000_000
    talks = [*some(int(TALKS * scale)), *own, *own]
    days = random.integers(0, 400, len(talks))
    _put(Contact, (
        Contact(client_id=pk, author_id=owner, at=noon - timedelta(days=int(day)),
                began="we" if day % 3 else "they")
        for (pk, owner), day in zip(talks, days, strict=True)
    ))  # fmt: skip
    promises = [*some(int(PROMISES * scale)), *own[:600]]
    ahead = random.integers(-300, 20, len(promises))
    _put(Promise, (
        Promise(client_id=pk, by_id=owner, text="Прислать прайс", due_on=today + timedelta(days=int(day)),
                **({"state": "kept", "settled_at": now} if day < -1 else {}))
        for (pk, owner), day in zip(promises, ahead, strict=True)
    ))  # fmt: skip
    tasks = [*some(int(TASKS * scale)), *own[600:1200]]
    ahead = random.integers(-300, 20, len(tasks))
    _put(Step, (
        Step(client_id=pk, set_by_id=owner, text="Позвонить", due_on=today + timedelta(days=int(day)),
             **({"state": "done", "settled_at": now - timedelta(days=2)} if day < -1 else {}))
        for (pk, owner), day in zip(tasks, ahead, strict=True)
    ))  # fmt: skip
    from base import _analyze

    _analyze()


def _put(model: Any, rows: Any) -> None:
    started, count, batch = time.perf_counter(), 0, []
    for row in rows:
        batch.append(row)
        if len(batch) == 20_000:
            count += len(model.objects.bulk_create(batch, batch_size=2000))
            batch = []
    count += len(model.objects.bulk_create(batch, batch_size=2000))
    print(f"{count:,} rows of {model.__name__} in {time.perf_counter() - started:.0f} s", flush=True)


def _measured(name: str, employee: Any, page: str, runs: int, *, plans: bool) -> None:
    from django.db import connection
    from django.test import Client as Browser

    browser = Browser(SERVER_NAME="localhost")
    browser.force_login(employee, backend="allauth.account.auth_backends.AuthenticationBackend")
    times, size = [], 0
    for number in range(runs + 1):
        started = time.perf_counter()
        answer = browser.get(page)
        if answer.status_code != 200:
            raise SystemExit(f"{page} answered {answer.status_code}")
        size = len(answer.content)
        if number:
            times.append((time.perf_counter() - started) * 1000)
        if sum(times) > 15_000:
            break
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    browser.get(page)
    queries = list(connection.queries_log)
    connection.force_debug_cursor = False
    median = statistics.median(times)
    over = "  over" if median > BUDGET else ""
    print(
        f"{name:<34}{median:>10.0f}{min(times):>8.0f}{len(queries):>9}{size / 1024:>7.0f}{over}", flush=True
    )
    if plans:
        for one in sorted(queries, key=lambda one: -float(one["time"]))[:4]:
            _plan(one)


def _plan(query: dict[str, Any]) -> None:
    from django.db import connection

    print(f"    {float(query['time']) * 1000:.0f} ms  {query['sql'][:1600]}")
    if connection.vendor == "sqlite" and query["sql"].startswith("SELECT"):
        with connection.cursor() as cursor:
            try:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
            except Exception as error:  # noqa: BLE001 - a debug string is not always SQL again
                print("       ", error)
                return
            for row in cursor.fetchall():
                print("       ", row[3])


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vernost.config.settings")
    main()
