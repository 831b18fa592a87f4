"""What we brought a client in a year (rule 1.8): what they bought, saved, and what was settled.

Each figure is of the year that ends today; the page is meant to be sent to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, Q, Sum

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.models import Kept, Promise
from vernost.clients.models import Client, DossierEntry
from vernost.clients.selectors import gained_with_us
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.orders.models import Order, OrderLine, Refund, State
from vernost.orders.selectors.orders import BOUGHT

YEAR = timedelta(days=365)
MOST = 8  # products by name; the rest is told as one line
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Product:
    name: str
    times: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """``promised`` and ``on_time``: orders that came, with a promised day; ``redone``: refunds settled."""

    since: date
    until: date
    orders: int
    amount: Decimal
    promised: int
    on_time: int
    products: list[Product]
    refunds: int
    refunded: Decimal
    promises: int
    kept: int
    gained: list[DossierEntry]

    @property
    def saved(self) -> Decimal:
        """The sums among what they gained; those without a sum are told in words."""
        return sum((one.amount for one in self.gained if one.amount is not None), NOTHING)

    @property
    def share_on_time(self) -> float | None:
        return self.on_time / self.promised if self.promised else None

    @property
    def share_kept(self) -> float | None:
        return self.kept / self.promises if self.promises else None

    @property
    def is_empty(self) -> bool:
        return not (self.orders or self.gained or self.promises)


def delivered(actor: Actor, client: Client) -> Delivered:
    """Five queries, whatever there is."""
    require(actor, "client.see", client)
    until = clock.today()
    since = until - YEAR
    bought = Order.objects.visible_to(actor).filter(BOUGHT, client=client, day__gt=since)
    came = Q(state=State.DELIVERED, promised_on__isnull=False)
    sums = bought.aggregate(
        n=Count("pk"),
        net=Sum(ExpressionWrapper(F("amount") - F("refunded"), MoneyField())),
        promised=Count("pk", filter=came),
        on_time=Count("pk", filter=came & Q(delivered_on__lte=F("promised_on"))),
    )
    back = Refund.objects.visible_to(actor).filter(client=client, day__gt=since)
    refunds = back.aggregate(n=Count("pk"), sum=Sum("amount"))
    words = Promise.objects.visible_to(actor).filter(client=client, due_on__gt=since, due_on__lte=until)
    kept = words.exclude(state=Kept.OPEN).aggregate(
        n=Count("pk"), kept=Count("pk", filter=Q(state=Kept.KEPT))
    )
    return Delivered(
        since=since + timedelta(days=1),
        until=until,
        orders=sums["n"],
        amount=sums["net"] or NOTHING,
        promised=sums["promised"],
        on_time=sums["on_time"],
        products=_products(actor, bought),
        refunds=refunds["n"],
        refunded=refunds["sum"] or NOTHING,
        promises=kept["n"],
        kept=kept["kept"],
        gained=gained_with_us(actor, client),
    )


def _products(actor: Actor, bought: Any) -> list[Product]:
    """By money; the client's own words for them are the lines of their orders."""
    rows = OrderLine.objects.visible_to(actor).filter(order__in=bought.values("pk")).order_by()
    summed = rows.values("product").annotate(times=Count("order", distinct=True), money=Sum("amount"))
    return [
        Product(row["product"], row["times"], row["money"])
        for row in summed.order_by("-money", "product")[:MOST]
    ]
