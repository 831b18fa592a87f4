"""Commission of many payments: how many a second are reckoned into the ledger, with four rules (age, class,
product, the rest), and what the page of an employee then costs. A base of its own (SQLite, or with
``--postgres URL`` a database made for it).

python bench/commission.py [--payments 1000000] [--clients 100000] [--postgres postgresql://…]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import date
from decimal import Decimal

from ready import made_on

PAYS = """INSERT INTO orders_payment (order_id, amount, day, means, created_at)
          SELECT id, amount, day, '', placed_at FROM orders_order WHERE amount > 0 ORDER BY id LIMIT {n}"""
PAGES = 9


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--payments", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--postgres", metavar="URL", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VERNOST_DATA": folder, "DJANGO_SETTINGS_MODULE": "vernost.config.settings"}
        if arguments.postgres:
            os.environ["DATABASE_URL"] = made_on(arguments.postgres)
        import django

        django.setup()
        from base import build
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        build(arguments.clients, arguments.payments)
        _measure(arguments.payments)


def _measure(payments: int) -> None:
    from django.db import connection

    from vernost.access.actor import SYSTEM
    from vernost.team import services, worth
    from vernost.team.models import Accrual

    with connection.cursor() as cursor:
        cursor.execute(PAYS.format(n=payments))
    worth.known_by(lambda ids: {pk: "ABC"[pk % 3] for pk in ids})
    for values in (
        {"percent": Decimal(7), "age_to": 180},
        {"percent": Decimal(5), "classes": "A"},
        {"percent": Decimal(4), "product": "Кения"},
        {"percent": Decimal(3)},
    ):
        services.rule_add(SYSTEM, since=date(2000, 1, 1), **values)
    begun, worked = time.perf_counter(), time.process_time()
    looked = services.read_books()
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    rows = Accrual.objects.unscoped(reason="the benchmark counts").count()
    print(f"commission: {looked:,} payments and refunds in {took:.1f} s, {looked / took:,.0f} a second")
    print(f"commission: {rows:,} rows in the ledger; {worked:.1f} s of one processor here")
    begun = time.perf_counter()
    services.read_books()
    print(f"commission: nothing new is found in {(time.perf_counter() - begun) * 1000:.0f} ms")
    _pages()


def _pages() -> None:
    from vernost.staff.actors import actor_of
    from vernost.staff.models import Employee
    from vernost.team.models import Accrual
    from vernost.team.selectors import commission as read

    newest = Accrual.objects.unscoped(reason="the benchmark looks").order_by("-pk").first()
    assert newest is not None
    actor = actor_of(Employee.objects.get(pk=newest.employee_id))
    times = []
    for _ in range(PAGES):
        begun = time.perf_counter()
        read.month(actor, employee=newest.employee, month=newest.month)
        read.rows(actor, employee=newest.employee, month=newest.month)
        read.months(actor, employee=newest.employee)
        times.append(time.perf_counter() - begun)
    print(f"commission: an employee's month, median {statistics.median(times) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
