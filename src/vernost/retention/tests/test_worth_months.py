"""The terms of the LTV formula at each month's end are those of counting everybody anew on that day."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.money import to_minor
from vernost.retention import services
from vernost.retention.models import WorthMonth
from vernost.retention.months import ends
from vernost.retention.tests.factories import bought, clients

pytestmark = pytest.mark.django_db
Log = dict[date, int]  # minor units of each day with a purchase


def of_day(logs: list[Log], day: date) -> tuple[int, int, float, float, int]:
    """Clients, purchases, months, checks, revenue."""
    known = [{one: sum_ for one, sum_ in log.items() if one <= day} for log in logs]
    known = [log for log in known if log]
    months = sum(max(1.0, (max(log) - min(log)).days / 30.4375) for log in known)
    checks = sum(sum(log.values()) / len(log) for log in known)
    revenue = sum(sum(log.values()) for log in known)
    return len(known), sum(map(len, known)), months, checks, revenue


def test_each_month_is_as_if_counted_then(cast: Cast) -> None:
    dice, today = random.Random(5), clock.today()
    logs: dict[int, list[Log]] = {cast.owner.pk: [], cast.stranger.pk: []}
    for whose, employee in (("owner", cast.owner.pk), ("stranger", cast.stranger.pk)):
        for client in clients(cast, 12, whose=whose):
            log = {today - timedelta(days=dice.randint(0, 700)): 0 for _ in range(dice.randint(1, 9))}
            for day in log:
                amount = dice.randint(1, 9000)
                bought(client, day, amount=amount)
                log[day] = amount * 100
            logs[employee].append(log)
    services.facts_refresh(SYSTEM)
    rows = {(row.month, row.owner_id): row for row in WorthMonth.objects.unscoped(reason="test")}
    for day in ends(today):
        for employee, theirs in logs.items():
            number, purchases, months, checks, revenue = of_day(theirs, day)
            if not number:
                assert (day, employee) not in rows
                continue
            row = rows[day, employee]
            assert (row.clients, row.purchases, to_minor(row.revenue)) == (number, purchases, revenue)
            assert row.months == pytest.approx(months) and row.checks == pytest.approx(checks)
            assert row.margin is None
