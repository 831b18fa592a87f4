"""The thirty-five over three years, for the firm, ten teams and two hundred managers: the whole"
  " past, one night,
one day's increments, and the pages.

    python bench/indicators.py [--clients N] [--orders N] [--runs N]    (VERNOST_DATA and DATABASE_URL name
    a base
                                             that is there already and may be written to; else one is built)

Budgets at 1 000 000 clients and 10 000 000 orders on two cores: a night 300 s, of which the increments of
one day 30 s; a page 300 ms. «over»: past the budget.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ready import base_at_hand

TEAMS, MANAGERS = 10, 200
NIGHT, DAY, PAGE = 300.0, 30.0, 0.3
PAGES = (
    "/indicators/?span=month", "/indicators/?span=year", "/indicators/revenue/?span=year",
    "/indicators/lost/?span=year", "/indicators/revenue/rows/?span=month",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    with base_at_hand(asked.clients, asked.orders):
        from vernost.access.actor import SYSTEM
        from vernost.indicators import services
        from vernost.retention.models import Refresh
        from vernost.retention.services import facts_refresh

        _told("staff", _staffed, 0)
        if not Refresh.objects.filter(state=Refresh.State.DONE).exists():
            _told("facts", lambda: facts_refresh(SYSTEM), 0)
        _told("the whole past", lambda: _rebuilt(services), NIGHT)
        _told("one night", lambda: _night(services), NIGHT)
        _told("of which one day", _one_day, DAY)
        _pages(asked.runs)


def _staffed() -> None:
    """Clients spread over so many managers in so many teams, within the chunks of their keys."""
    from django.db import connection, transaction

    from vernost.clients.models import Client
    from vernost.core import bulk
    from vernost.retention.models import ClientFacts
    from vernost.staff.models import Employee, Team

    if Team.objects.count() >= TEAMS:
        return
    teams = [Team.objects.create(name=f"Bench {number}") for number in range(TEAMS)]
    made = [
        Employee.objects.create(
            email=f"bench{number}@firm.test",
            name=f"Bench {number}",
            role="manager",
            team=teams[number % TEAMS],
        ).pk
        for number in range(MANAGERS)
    ]
    first = made[0]
    for model, key in ((Client, "id"), (ClientFacts, "client_id")):
        table = model._meta.db_table
        with transaction.atomic(), bulk.indexes_aside(table), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET owner_id = {first} + ({key} * 7919) % {MANAGERS}")
    bulk.statistics_anew(Client._meta.db_table, ClientFacts._meta.db_table)


def _rebuilt(services: Any) -> None:
    from vernost.access.actor import SYSTEM
    from vernost.indicators.models import Counting

    Counting.objects.all().delete()
    marks = {"at": time.perf_counter(), "cpu": time.process_time(), "name": ""}

    def tell(part: Any, _place: int, _whole: int) -> None:
        _part(marks)
        marks.update(at=time.perf_counter(), cpu=time.process_time(), name=part.name)

    run = services.tallies_rebuild(SYSTEM, tell=tell)
    _part(marks)
    print(f"    {run.rows:,} sums of days, {(run.until - run.since).days} days")


def _part(marks: dict[str, Any]) -> None:
    if marks["name"]:
        wall, worked = time.perf_counter() - marks["at"], time.process_time() - marks["cpu"]
        print(f"    {marks['name']:<14}{wall:8.1f} s, of the processor {worked:.1f} s", flush=True)


def _night(services: Any) -> None:
    """As if yesterday's night had been the last: what it counts, with everything that still changes."""
    from vernost.access.actor import SYSTEM
    from vernost.indicators.models import Counting

    last = Counting.objects.filter(state="done").first()
    Counting.objects.filter(pk=last.pk).update(until=last.until - timedelta(days=1))
    run = services.tallies_count(SYSTEM)
    print(f"    {run.rows:,} sums of days")


def _one_day() -> None:
    from django.db import transaction

    from vernost.core import clock
    from vernost.indicators.levels import Teams
    from vernost.indicators.sums import PARTS
    from vernost.indicators.writing import write

    today = clock.today()
    teams = Teams()
    with transaction.atomic():
        for part in PARTS:
            day = today if part.at_an_end else today - timedelta(days=1)
            began = time.process_time()
            found = part.count(day, day)
            for number in part.numbers:
                write(number, day, day, found.get(number, []), teams)
            print(f"    {part.name:<14}{time.process_time() - began:8.2f} s of the processor", flush=True)


def _told(name: str, work: Callable[[], object], budget: float) -> None:
    started, worked = time.perf_counter(), time.process_time()
    work()
    spent, worked = time.perf_counter() - started, time.process_time() - worked
    over = "  over" if budget and spent > budget else ""
    print(f"{name:<34}{spent:8.1f} s, of the processor {worked:.1f} s{over}", flush=True)


def _pages(runs: int) -> None:
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    from vernost.staff.models import Employee

    cases = [(page, Employee.objects.filter(role="director").order_by("pk")[0]) for page in PAGES]
    cases.append(("/indicators/?span=year", Employee.objects.get(email="bench0@firm.test")))
    print(f"{'page':<46}{'median ms':>10}{'queries':>9}")
    for page, who in cases:
        browser = Browser()
        browser.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        browser.get(page, SERVER_NAME="localhost")
        times = []
        for _run in range(runs):
            with CaptureQueriesContext(connection) as asked:
                began = time.perf_counter()
                answer = browser.get(page, SERVER_NAME="localhost")
                times.append(time.perf_counter() - began)
        assert answer.status_code == 200, (page, answer.status_code)
        middle = statistics.median(times)
        over = "  over" if middle > PAGE else ""
        print(f"{f'{page}, {who.role}':<46}{middle * 1000:10.0f}{len(asked):9}{over}")


if __name__ == "__main__":
    main()
