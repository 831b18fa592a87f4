"""Payments, refunds and rules for tests, by the services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.orders import services as orders
from vernost.orders.models import Order, Payment, Refund
from vernost.orders.tests.factories import order
from vernost.team import services
from vernost.team.models import Accrual, Rule


def rule(cast: Cast, percent: str = "5", **values: Any) -> Rule:
    values.setdefault("since", date(2020, 1, 1))
    return services.rule_add(cast.actor("director"), percent=Decimal(percent), **values)


def sold(cast: Cast, client: Client | None = None, amount: str = "1000", **values: Any) -> Order:
    return order(cast, client or make(cast), amount=amount, **values)


def paid(cast: Cast, of: Order, amount: str = "1000", day: date | None = None) -> Payment:
    return orders.payment_add(cast.actor("director"), order_id=of.pk, amount=Decimal(amount), day=day)


def given_back(cast: Cast, of: Order, amount: str | None = None, day: date | None = None) -> Refund:
    sum_ = Decimal(amount) if amount else None
    return orders.order_refund(cast.actor("director"), order_id=of.pk, amount=sum_, day=day)


def ledger(**values: Any) -> list[Accrual]:
    return list(Accrual.objects.unscoped(reason="test").filter(**values).order_by("pk"))


def earned(cast: Cast, whose: str = "owner", **values: Any) -> Decimal:
    return sum((row.sum for row in ledger(employee=cast[whose], **values)), Decimal(0))


def at(day: date, hour: int = 12) -> Any:
    return clock.start_of(day).replace(hour=hour)
