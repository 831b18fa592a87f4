"""Large orders of the sample firm: whom somebody asked, and what they answered by the form."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from vernost.core import clock
from vernost.courtesy.models import Courtesy, Way
from vernost.orders.models import Order, State

LARGE = Decimal(60000)
SAID = (
    (5, "Всё как всегда, спасибо.", False),
    (5, "", True),
    (4, "", False),
    (5, "Кения удалась, гости спрашивают.", True),
    (3, "Курьер приехал на два часа позже.", False),
    (4, "Хорошо бы присылать номер машины заранее.", False),
    (2, "Две пачки из десяти не того помола.", False),
)


def fill(orders: Sequence[Order], seed: int, today: date) -> None:
    """Of the last three months; those of the last weeks the clock asks after by itself."""
    dice = random.Random(f"courtesies {seed}")
    found: list[Courtesy] = []
    for order in orders:
        ago = (today - (order.delivered_on or today)).days
        if order.state != State.DELIVERED or order.amount < LARGE or not 24 <= ago <= 85:
            continue
        asked = datetime.combine(today - timedelta(days=ago - 2), time(10), tzinfo=clock.firm_zone())
        way = Way.FORM if dice.random() < 0.6 else Way.CALL
        answer: dict[str, Any] = {}
        if way == Way.FORM and dice.random() < 0.55:
            rating, comment, again = dice.choice(SAID)
            answer = {"rating": rating, "comment": comment, "again": again}
            answer["answered_at"] = asked + timedelta(hours=dice.randint(1, 60))
        secret = secrets.token_urlsafe(32) if way == Way.FORM else ""
        found.append(
            Courtesy(order=order, client=order.client, way=way, made_at=asked, secret=secret, **answer)
        )
    Courtesy.objects.bulk_create(found)
