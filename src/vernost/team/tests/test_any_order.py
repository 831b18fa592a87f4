"""Whatever happens, and whenever the books are read: the ledger is the same, and adds up to the rule."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast
from vernost.clients import services as clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.orders import services as orders
from vernost.orders.models import Payment, Refund
from vernost.orders.tests.factories import order
from vernost.team import services
from vernost.team.models import Kind, TakenBack
from vernost.team.rules import half_up
from vernost.team.tests.factories import at, ledger, rule

BEGUN = date(2026, 10, 5)
EVENTS = 60
PERCENT = Decimal("7.77")


class _Back(Exception):
    """The run is compared and forgotten."""


@pytest.mark.parametrize("seed", range(4))
def test_the_ledger_is_the_same_however_often_the_books_are_read(cast: Cast, seed: int) -> None:
    told = [_run(cast, seed, often) for often in (1, 5, EVENTS)]
    assert told[0] == told[1] == told[2]
    assert any(kind == Kind.RETURNED for _who, kind, _month, _sum in told[0])


def _run(cast: Cast, seed: int, often: int) -> Any:
    """The rows of the ledger after the same events, the books read after every ``often`` of them."""
    found: Any = None
    with suppress(_Back), transaction.atomic():
        with clock.stopped(at(BEGUN)):
            rule(cast, str(PERCENT), role="manager", since=BEGUN)
            _happen(cast, random.Random(seed), often)
        _adds_up()
        found = Counter((row.employee_id, row.kind, row.month, row.sum) for row in ledger())
        raise _Back
    return found


def _happen(cast: Cast, dice: random.Random, often: int) -> None:
    director, people = cast.actor("director"), (cast.owner, cast.teammate, cast.stranger, cast.head)
    known = [make(cast, f"Клиент {n}") for n in range(3)]
    sold: list[Any] = []
    for number in range(EVENTS):
        day = BEGUN + timedelta(days=number // 2)
        with clock.stopped(at(day, 9) + timedelta(minutes=number)), suppress(Invalid):
            what = dice.random()
            client = dice.choice(known)
            if what < 0.25 or not sold:
                sold.append(order(cast, client, whose="director", amount=str(dice.randint(100, 9000))))
            elif what < 0.6:
                back = timedelta(days=dice.choice((0, 0, 2)))
                paid: dict[str, Any] = {"amount": Decimal(dice.randint(1, 300_000)) / 100, "day": day - back}
                orders.payment_add(director, order_id=dice.choice(sold).pk, **paid)
            elif what < 0.75:
                of = dice.choice(sold)
                orders.order_refund(director, order_id=of.pk, amount=Decimal(dice.randint(1, 90_000)) / 100)
            elif what < 0.82:
                amount = Decimal(dice.randint(1, 90_000)) / 100
                orders.refund_add(director, client_id=client.pk, amount=amount)
            else:
                ids: dict[str, Any] = {"client_ids": [client.pk], "successor_id": dice.choice(people).pk}
                clients.clients_hand_over(director, **ids)
        if number % often == often - 1:
            services.read_books()
    services.read_books()
    services.read_books()


def _adds_up() -> None:
    """Σ over payments of the rule, less the share of each that refunds took: to the kopeck."""
    taken: Counter[int] = Counter()
    for one in TakenBack.objects.all():
        taken[one.payment_id] += int(one.amount * 100)
    earned = {row.payment_id: row for row in ledger(kind=Kind.EARNED)}
    rows: Counter[int] = Counter()
    for row in ledger():
        rows[row.payment_id or 0] += int(row.sum * 100)
    for payment in Payment.objects.unscoped(reason="test"):
        whole = int(payment.amount * 100)
        assert taken[payment.pk] <= whole
        if payment.pk in earned:
            full = half_up(whole * 777, 10_000)
            assert int(earned[payment.pk].sum * 100) == full
            assert rows[payment.pk] == full - half_up(full * taken[payment.pk], whole)
    for refund in Refund.objects.unscoped(reason="test"):
        mine = [int(one.amount * 100) for one in TakenBack.objects.filter(refund=refund)]
        assert sum(mine) <= int(refund.amount * 100)
