"""What the rules of commission are asked about: payments with whose the client was, what was bought, how long
they have been a client. A query for each thing that some rule asks, however many payments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Min
from django.db.models.functions import Cast

from vernost.core import clock
from vernost.core.practice import COMMISSION, MARGIN_SHARE
from vernost.core.searching import folded
from vernost.orders.models import Order, OrderLine, Payment, State
from vernost.staff.models import Employee
from vernost.team import rules, worth
from vernost.team.models import Rule, Whose
from vernost.team.owners import Hands

CHUNK = 2000


def minor(column: str) -> Cast:
    """Kopecks as they lie in the database."""
    return Cast(column, BigIntegerField())


@dataclass(frozen=True, slots=True)
class Ruling:
    """All rules as they are reckoned with, read once a run."""

    rules: Sequence[rules.Said]
    roles: dict[int, str]
    margin_share: Decimal

    def any(self, name: str) -> bool:
        return any(getattr(rule, name) for rule in self.rules)


def said(rule: Rule) -> rules.Said:
    return rules.Said(
        pk=rule.pk,
        percent=int(rule.percent * 100),
        base=rule.base,
        whose=rule.whose,
        role=rule.role,
        employee=rule.employee_id,
        age_from=rule.age_from,
        age_to=rule.age_to,
        classes=rule.classes,
        words=rules.words_of(rule.product),
        since=rule.since,
        until=rule.until or date.max,
    )


def ruling(versions: Iterable[Rule] | None = None) -> Ruling:
    """The firm's general share (a term) comes after every rule."""
    rows = Rule.objects.unscoped(reason="the firm's rules") if versions is None else versions
    found = [said(one) for one in rows]
    if general := int(Decimal(COMMISSION.value()) * 100):
        found.append(rules.Said(pk=None, percent=general))
    roles = dict(Employee.objects.values_list("pk", "role"))
    return Ruling(found, roles, Decimal(MARGIN_SHARE.value()) / 100)


@dataclass(frozen=True, slots=True)
class Row:
    pk: int
    order: int
    day: date
    created_at: datetime
    amount: int
    client: int
    placed_at: datetime
    seller: int | None
    order_amount: int
    margin: int | None


def payments_after(pk: int, *, upto: int = CHUNK, among: dict[str, Any] | None = None) -> list[Row]:
    rows = Payment.objects.unscoped(reason="the books of everybody").filter(pk__gt=pk, **(among or {}))
    columns = (
        "pk", "order_id", "day", "created_at", minor("amount"), "order__client_id", "order__placed_at",
        "order__manager_id", minor("order__amount"), minor("order__margin"),
    )  # fmt: skip
    return [Row(*row) for row in rows.order_by("pk").values_list(*columns)[:upto]]


def known(by: Ruling, payments: Sequence[Row]) -> list[rules.Paid]:
    """What the rules ask of these payments, and no more: a query for each thing that some rule asks."""
    clients = {one.client for one in payments}
    hands = Hands(clients)
    lines = _lines({one.order for one in payments}) if by.any("words") else {}
    first = _first_days(clients) if by.any("asks_age") else {}
    classes = worth.classes_of(clients) if by.any("classes") else {}
    return [
        rules.Paid(
            pk=one.pk,
            day=one.day,
            amount=one.amount,
            whose={
                Whose.ORDER.value: hands.of(one.client, one.placed_at),
                Whose.PAYMENT.value: hands.of(one.client, _moment(one)),
                Whose.SELLER.value: one.seller,
            },
            roles=by.roles,
            lines=lines.get(one.order, ()),
            order_amount=one.order_amount,
            margin=one.margin,
            age=(one.day - first[one.client]).days if one.client in first else None,
            client_class=classes.get(one.client, ""),
        )
        for one in payments
    ]


def _moment(paid: Row) -> datetime:
    """When it was paid: to the minute where it was written down on its day, else the end of that day."""
    end = clock.start_of(paid.day + timedelta(days=1)) - timedelta(microseconds=1)
    return min(paid.created_at, end)


def _lines(orders: set[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    rows = OrderLine.objects.unscoped(reason="the books of everybody").filter(order__in=orders)
    for order, product, sku, amount in rows.values_list("order_id", "product", "sku", minor("amount")):
        found.setdefault(order, []).append((folded(f"{product} {sku}"), amount))
    return found


def _first_days(clients: set[int]) -> dict[int, date]:
    rows = Order.objects.unscoped(reason="the books of everybody").filter(client__in=clients)
    bought = rows.exclude(state=State.CANCELLED).order_by().values_list("client")
    return dict(bought.annotate(first=Min("day")))
