"""Orders for tests: straight into the tables, as an import would leave them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.orders.models import Order, Refund, State


def clients(
    cast: Cast, number: int, *, whose: str = "owner", segments: Sequence[str] = ("",)
) -> list[Client]:
    names = (f"Client {place}" for place in range(number))
    return [
        make(cast, name, whose=whose, segment=segments[place % len(segments)])
        for place, name in enumerate(names)
    ]


def bought(client: Client, *days: date, amount: int | str = 1000, margin: int | None = None) -> list[Order]:
    money: dict[str, Any] = {"amount": Decimal(amount), "margin": None if margin is None else Decimal(margin)}
    orders = [
        Order(
            **money,
            client=client,
            day=day,
            placed_at=datetime.combine(day, time(12), tzinfo=clock.firm_zone()),
            state=State.DELIVERED,
            delivered_on=day,
        )
        for day in days
    ]
    return list(Order.objects.bulk_create(orders))


def every(client: Client, pause: int, times: int, *, last: date, amount: int | str = 1000) -> list[Order]:
    """So many purchases with the same pause, the last one on ``last``."""
    return bought(
        client, *(last - timedelta(days=pause * number) for number in reversed(range(times))), amount=amount
    )


def at_random(people: Sequence[Client], today: date, seed: int, *, margin: bool = False) -> None:
    """Orders of every kind: several a day, free ones, refunds named and loose, whole and partial,
    cancelled.
    """
    dice = random.Random(seed)
    for client in people:
        day = today - timedelta(days=dice.randint(0, 900))
        pause = dice.choice((2, 9, 30, 31, 90))
        for _number in range(dice.randint(0, 14)):
            order = bought(
                client,
                day,
                amount=dice.choice((0, 1, 500, 990, 12000)),
                margin=dice.randint(0, 300) if margin else None,
            )[0]
            if dice.random() < 0.15:
                _back(client, order, day + timedelta(days=dice.randint(0, 5)), dice)
            if dice.random() < 0.05:
                Order.objects.unscoped(reason="test").filter(pk=order.pk).update(state=State.CANCELLED)
            day += timedelta(days=max(0, round(dice.gauss(pause, pause / 3))) * dice.choice((1, 1, 1, 1, 5)))
            if day > today:
                break


def _back(client: Client, order: Order, day: date, dice: random.Random) -> None:
    part = order.amount if dice.random() < 0.5 else order.amount / 2
    if part > 0:
        named = order if dice.random() < 0.5 else None
        Refund.objects.create(client=client, order=named, amount=part.quantize(Decimal("0.01")), day=day)
