"""Orders as they are listed, counted and opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Sum

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.scoping import ScopedQuerySet
from vernost.clients.models import Client
from vernost.clients.selectors.searching import matching
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.core.searching import folded
from vernost.orders import rules
from vernost.orders.models import (
    ENDED,
    OPEN,
    Delay,
    Order,
    OrderLine,
    Payment,
    Refund,
    Return,
    ReturnStep,
    State,
)

COUNTED_TO = 10_000
# Rule 2.1, order by order: cancelled or wholly given back is no purchase; a free order is one, but what
# replaces another order at no charge is none.
BOUGHT = ~Q(state=State.CANCELLED) & Q(replaces=None) & (Q(amount=0) | Q(refunded__lt=F("amount")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the list is narrowed by; empty is everything."""

    text: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    late: bool = False
    client_id: int | None = None


def order_list(actor: Actor, asked: Asked, *, after: str = "", limit: int = 50) -> Page[Order]:
    """Newest first; what is late stands by its promised day."""
    walks = asked.client_id is None and not folded(asked.text)
    rows = _narrowed(actor, _in_order(actor), asked) if walks else orders_asked(actor, asked)
    rows = rows.select_related("client", "manager").annotate(is_told=told_of(actor))
    order = ("promised_on", "id") if asked.late else ("-placed_at", "-id")
    return keyset_page(rows, order=order, after=after, limit=limit)


def told_of(actor: Actor) -> Exists:
    """Whether the client knows that the day promised now will not be kept."""
    told = Delay.objects.visible_to(actor).filter(order=OuterRef("pk"), was=OuterRef("promised_on"))
    return Exists(told.exclude(told_at=None))


def order_count(actor: Actor, asked: Asked) -> int:
    """Up to COUNTED_TO: «more than ten thousand» is all a person needs, and counting ten million is slow."""
    return orders_asked(actor, asked).order_by()[: COUNTED_TO + 1].count()


def orders_asked(actor: Actor, asked: Asked) -> QuerySet[Order]:
    """Every order that fits, in no order."""
    return _narrowed(actor, Order.objects.visible_to(actor), asked)


def _narrowed(actor: Actor, rows: QuerySet[Order], asked: Asked) -> QuerySet[Order]:
    if asked.client_id is not None:
        rows = rows.filter(client=asked.client_id)
    if asked.state in State.values:
        rows = rows.filter(state=asked.state)
    if asked.since:
        rows = rows.filter(day__gte=asked.since)
    if asked.until:
        rows = rows.filter(day__lte=asked.until)
    if asked.late:
        rows = rows.filter(state__literally=OPEN, promised_on__lt=clock.today())
    if folded(asked.text):
        found = Client.objects.visible_to(actor).filter(matching(actor, asked.text))
        rows = rows.filter(Q(number=asked.text.strip()) | Q(client__in=found.values("pk")))
    return rows


def _in_order(actor: Actor) -> ScopedQuerySet[Order]:
    """For a page in the order of the list: by the owner the database would fetch and sort a manager's orders
    of all years for the fifty that are shown (decision 0011)."""
    theirs = Client.objects.visible_to(actor, beside=True).filter(pk=OuterRef("client_id"))
    rows = Order.objects.unscoped(reason="of clients whom the actor sees, by the condition that follows")
    return rows if actor.sees_all else rows.filter(Exists(theirs))


@dataclass(frozen=True, slots=True)
class Card:
    order: Order
    lines: list[OrderLine]
    payments: list[Payment]
    refunds: list[Refund]
    delays: list[Delay]
    returns: list[Return]

    @property
    def untold(self) -> bool:
        """Whether the client does not know that they wait longer."""
        return any(one.told_at is None for one in self.delays) or (
            self.order.is_overdue and all(one.was != self.order.promised_on for one in self.delays)
        )

    @property
    def asked(self) -> Return | None:
        """The return that is open."""
        return next((one for one in self.returns if one.is_open), None)


def order_card(actor: Actor, pk: Any) -> Card:
    """An order, whole: seven queries."""
    rows: Any = Order.objects.select_related("client", "manager", "replaces", "redo_of__order")
    order: Order = fetch(actor, rows, pk, verb="order.see")
    refunds = Refund.objects.visible_to(actor).filter(order=order).order_by("day", "id")
    delays = Delay.objects.visible_to(actor).filter(order=order)
    returns = Return.objects.visible_to(actor).filter(order=order)
    return Card(
        order,
        list(OrderLine.objects.visible_to(actor).filter(order=order)[:500]),
        list(Payment.objects.visible_to(actor).filter(order=order)[:500]),
        list(refunds[:500]),
        list(delays.select_related("cause", "known_by", "told_by").order_by("known_at", "id")[:100]),
        list(returns.select_related("redo", "refund").prefetch_related(_steps(actor))[:100]),
    )


def _steps(actor: Actor) -> Prefetch[Any]:
    return Prefetch("steps", ReturnStep.objects.visible_to(actor).select_related("by").order_by("id"))


def client_orders(actor: Actor, client: Client, *, limit: int = 8) -> list[Order]:
    """The latest ones: for the client's card."""
    return list(Order.objects.visible_to(actor).filter(client=client).order_by("-day", "-id")[:limit])


def days_late(order: Order) -> int:
    """Behind its promise, today."""
    return rules.days_late(
        state=order.state, promised_on=order.promised_on, delivered_on=order.delivered_on, today=clock.today()
    )


def return_list(actor: Actor, *, ended: bool = False, after: str = "") -> Page[Return]:
    """Open returns by the day by which they are to be settled; or those that have ended, the latest first."""
    rows = Return.objects.visible_to(actor).select_related("order__client")
    rows = rows.filter(stage__in=ENDED) if ended else rows.exclude(stage__in=ENDED)
    return keyset_page(rows, order=("-id",) if ended else ("due_on", "id"), after=after)


def refund_list(actor: Actor, *, after: str = "") -> Page[Refund]:
    rows = Refund.objects.visible_to(actor).select_related("client", "order")
    return keyset_page(rows, order=("-day", "-id"), after=after)


def bought_since(actor: Actor, day: date) -> QuerySet[Order]:
    return Order.objects.visible_to(actor).filter(BOUGHT, day__gte=day)


def sums_since(actor: Actor, client_ids: Sequence[int], day: date) -> Mapping[int, tuple[int, Decimal, date]]:
    """Client → (how many orders, net sum, last day), for a page of clients; two queries."""
    found: dict[int, tuple[int, Decimal, date]] = {}
    rows = bought_since(actor, day).filter(client__in=client_ids).order_by().values("client")
    for row in rows.annotate(n=Count("pk"), paid=Sum("amount"), back=Sum("refunded"), last=Max("day")):
        found[row["client"]] = (row["n"], row["paid"] - row["back"], row["last"])
    loose = Refund.objects.visible_to(actor).filter(client__in=client_ids, order=None, day__gte=day)
    for client, back in loose.order_by().values_list("client").annotate(Sum("amount")):
        if client in found:
            n, paid, last = found[client]
            found[client] = (n, paid - back, last)
    return found
