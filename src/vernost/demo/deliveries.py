"""What was late in the sample firm, why, and who told the client; a few returns on their way."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from vernost.clients.models import Client
from vernost.core import clock
from vernost.orders.models import Delay, DelayCause, Order, Return, ReturnStep, Stage, State, Told, Wish

CAUSES = (
    ("carrier",) * 5
    + ("making",) * 4
    + ("stock",) * 3
    + ("address", "address", "supplier", "paper", "forgot")
)
NOTES = {
    "making": "ждём обжарку",
    "stock": "нет Кении",
    "address": "офис был закрыт",
    "supplier": "зелёное зерно на таможне",
}
WRONG = (
    "Не тот помол",
    "Пачка порвана",
    "Привезли не тот сорт",
    "Кофемолка шумит",
    "Фильтры не того размера",
)
OPEN_RETURNS = 6
SINCE = 182  # days: what the page of delays shows


def late(orders: Sequence[Order], seed: int, today: date) -> list[Any]:
    """Delays of what came after its day, and of most of what is awaited still."""
    dice = random.Random(f"deliveries {seed}")
    named = {one.code: one for one in DelayCause.objects.unscoped(reason="the sample firm is being built")}
    found: list[Any] = []
    for order in orders:
        promised, client = order.promised_on, order.client
        if promised is None or promised < today - timedelta(days=SINCE):
            continue
        if order.state == State.DELIVERED and order.delivered_on and order.delivered_on > promised:
            if dice.random() < 0.7:
                found.append(_delay(dice, order, client, named, promised, told=dice.random() < 0.85))
        elif order.is_open and promised < today and dice.random() < 0.6:
            delay = _delay(dice, order, client, named, promised, told=dice.random() < 0.55)
            if dice.random() < 0.7:
                delay.new_day = order.promised_on = today + timedelta(days=dice.randint(1, 4))
            found.append(delay)
    return found


def returns(orders: Sequence[Order], seed: int, today: date) -> list[Any]:
    """Open ones: asked for, agreed or with the goods back; one of them is overdue."""
    dice = random.Random(f"returns {seed}")
    recent = [
        one
        for one in orders
        if one.state == State.DELIVERED and not one.refunded and 2 <= (today - one.day).days <= 12
    ]
    found: list[Any] = []
    for place, order in enumerate(dice.sample(recent, min(OPEN_RETURNS, len(recent)))):
        stages = list(Stage.values)[: 1 + place % 3]
        due = today + timedelta(days=8 - 2 * place)
        wish = Wish.REDO if place % 2 else Wish.REFUND
        made = Return(order=order, wish=wish, reason=dice.choice(WRONG), due_on=due, stage=stages[-1])
        found.append(made)
        asked = min(order.delivered_on or order.day, today - timedelta(days=1))
        for step, stage in enumerate(stages):
            at = _moment(min(asked + timedelta(days=step), today), 10 + step)
            found.append(ReturnStep(of=made, stage=stage, at=at, by=order.client.owner))
    return found


def _delay(
    dice: random.Random, order: Order, client: Client, named: dict[str, DelayCause], was: date, *, told: bool
) -> Delay:
    code = dice.choice(CAUSES)
    known = _moment(was, 11)
    how = dice.choice((Told.CALL, Told.CALL, Told.CHAT, Told.LETTER)) if told else ""
    return Delay(
        order=order,
        was=was,
        cause=named[code],
        note=NOTES.get(code, ""),
        known_at=known,
        known_by=client.owner,
        told_at=known + timedelta(minutes=dice.randint(10, 180)) if told else None,
        told_by=client.owner if told else None,
        told_how=how,
    )


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.firm_zone())
