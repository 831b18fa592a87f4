"""What orders add to the client list and the client's card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import ExpressionWrapper, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.conditions import number_of
from vernost.clients.facets import Column, Facet, Field, Kind, Panel, register
from vernost.clients.filters import Condition, Op
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.orders import selectors
from vernost.orders.models import Order
from vernost.orders.selectors.orders import BOUGHT

YEAR = timedelta(days=365)


def a_year_ago() -> date:
    return clock.today() - YEAR


def _sum_in_a_year(actor: Actor, asked: Condition) -> Q:
    rows = selectors.bought_since(actor, a_year_ago()).order_by().values("client")
    rows = rows.annotate(brought=Sum(ExpressionWrapper(F("amount") - F("refunded"), MoneyField())))
    values = sorted(number_of(one) for one in asked.values)
    if asked.op is Op.AT_MOST:
        return ~Q(pk__in=rows.filter(brought__gt=values[0]).values("client"))
    rows = rows.filter(brought__gte=values[0])
    if asked.op is Op.BETWEEN:
        rows = rows.filter(brought__lte=values[1])
    return Q(pk__in=rows.values("client"))


def _of_year(place: int) -> Any:
    def many(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
        found = selectors.sums_since(actor, ids, a_year_ago())
        return {client: figures[place] for client, figures in found.items()}

    return many


def _last_days(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
    return {client: last for client, (_n, _sum, last) in selectors.sums_since(actor, ids, date.min).items()}


def _panel(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    return {"client": client, "orders": selectors.client_orders(actor, client)}


FIELDS = (
    Field(name="orders.day", label=_("bought"), kind=Kind.DATE, path="day",
          rows=lambda actor: Order.objects.visible_to(actor).filter(BOUGHT)),
    Field(name="orders.amount", label=_("sum of an order"), kind=Kind.MONEY, path="amount",
          ops=(Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN),
          rows=lambda actor: Order.objects.visible_to(actor).filter(BOUGHT)),
    Field(name="orders.year", label=_("sum in a year"), kind=Kind.MONEY, condition=_sum_in_a_year,
          ops=(Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN)),
)  # fmt: skip
COLUMNS = (
    Column(name="last_order", label=_("Last order"), kind=Kind.DATE, many=_last_days),
    Column(name="orders_year", label=_("Orders in a year"), kind=Kind.NUMBER, many=_of_year(0)),
    Column(name="sum_year", label=_("Sum in a year"), kind=Kind.MONEY, many=_of_year(1)),
)
PANELS = (
    Panel(
        name="orders",
        title=_("Orders"),
        template="orders/client_panel.html",
        load=_panel,
        rank=20,
        verb="order.see",
    ),
)


def register_own() -> None:
    register(Facet(name="orders", label=_("Orders"), fields=FIELDS, columns=COLUMNS, panels=PANELS))
