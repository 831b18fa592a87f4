"""Adding, changing, delivering and cancelling an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.clients.services import clients_bought
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid
from vernost.core.money import rounded
from vernost.journal.write import apply, record
from vernost.orders import after, kinds
from vernost.orders.errors import NotOpen
from vernost.orders.models import Order, OrderLine, State
from vernost.orders.rules import day_of, state_restored
from vernost.orders.services.delays import promise_moved
from vernost.orders.services.values import tidied
from vernost.staff.models import Employee

# What people write of an order; state, payments and refunds have verbs of their own.
EDITABLE = (
    "number", "placed_at", "amount", "margin", "promised_on", "address", "note",
)  # fmt: skip
Line = Mapping[str, Any]


@transaction.atomic
def order_add(
    actor: Actor,
    *,
    client_id: int,
    amount: Decimal | None = None,
    lines: Sequence[Line] = (),
    placed_at: datetime | None = None,
    manager_id: int | None = None,
    **values: Any,
) -> Order:
    """A new order of a client; without ``amount`` its sum is that of its lines."""
    client: Client = fetch(actor, Client, client_id, verb="order.add")
    _only_editable(values)
    made = [_line(one) for one in lines]
    at = placed_at or clock.now()
    order = Order(client=client, placed_at=at, day=day_of(at), manager_id=_seller(actor, manager_id))
    values["amount"] = sum((line.amount for line in made), Decimal(0)) if amount is None else amount
    for name, value in tidied(Order, values).items():
        setattr(order, name, value)
    if amount is None and not made:
        raise Invalid(amount=_("Say for how much, or what was bought."))
    _checked(order)
    order.save(force_insert=True)
    _save_lines(order, made)
    record(
        actor, kinds.ADDED, subject=order, client_id=client.pk, data=_said(order) | {"sum": str(order.amount)}
    )
    clients_bought(actor, [client.pk])
    after.tell([client.pk])
    return order


@transaction.atomic
def order_change(
    actor: Actor, *, order_id: int, version: int, lines: Sequence[Line] | None = None, **values: Any
) -> Order:
    """Save what differs from the ``version`` the editor saw; a Conflict where somebody was quicker."""
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    _only_editable(values)
    wanted = tidied(Order, values)
    if version != order.version:
        raise Conflict(changes={name: (wanted[name], getattr(order, name)) for name in wanted})
    before = order.promised_on
    changes = apply(order, wanted)
    if lines is not None:
        changes |= _replace_lines(order, [_line(one) for one in lines])
    if not changes:
        return order
    order.day = day_of(order.placed_at)
    _checked(order)
    order.version += 1
    order.save()
    if "promised_on" in changes:
        promise_moved(actor, order, before)
    record(actor, kinds.CHANGED, subject=order, client_id=order.client_id, changes=changes, data=_said(order))
    after.tell([order.client_id])
    return order


@transaction.atomic
def order_cancel(actor: Actor, *, order_id: int, reason: str = "") -> Order:
    """It is no purchase any more, whatever was paid; the money goes back by a refund."""
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    if order.state == State.CANCELLED:
        return order
    _turn(order, State.CANCELLED)
    record(
        actor,
        kinds.CANCELLED,
        subject=order,
        client_id=order.client_id,
        data=_said(order) | {"reason": reason[:300]},
    )
    return order


@transaction.atomic
def order_restore(actor: Actor, *, order_id: int) -> Order:
    """Take the cancelling back."""
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    if order.state != State.CANCELLED:
        return order
    _turn(order, state_restored(paid=order.paid, amount=order.amount, delivered_on=order.delivered_on))
    record(actor, kinds.RESTORED, subject=order, client_id=order.client_id, data=_said(order))
    return order


@transaction.atomic
def order_deliver(actor: Actor, *, order_id: int, day: date | None = None) -> Order:
    """It has arrived. Saying so twice changes nothing."""
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    if order.state == State.DELIVERED:
        return order
    if order.state == State.CANCELLED:
        raise NotOpen
    order.delivered_on = day or clock.today()
    if order.delivered_on > clock.today():
        raise Invalid(delivered_on=_("This day has not come yet."))
    _turn(order, State.DELIVERED)
    data = _said(order) | {"day": order.delivered_on}
    record(actor, kinds.DELIVERED, subject=order, client_id=order.client_id, data=data)
    return order


def _turn(order: Order, state: str) -> None:
    order.state = state
    order.version += 1
    order.save(update_fields=["state", "delivered_on", "version"])
    after.tell([order.client_id])


def _seller(actor: Actor, manager_id: int | None) -> int | None:
    if manager_id is None or actor.is_self(manager_id):
        return actor.employee_id
    require(actor, "client.hand_over")
    if not Employee.objects.active().filter(pk=manager_id).exists():
        raise Invalid(manager=_("There is no such employee."))
    return manager_id


def _checked(order: Order) -> None:
    if order.placed_at > clock.now() + timedelta(minutes=5):
        raise Invalid(placed_at=_("The day of the order has not come yet."))
    if order.amount is not None and order.refunded > order.amount:
        raise Invalid(amount=_("More than this has been given back already."))
    checked(order, exclude=("client", "manager", "run"))


def _line(values: Line) -> OrderLine:
    """One line: its sum is price × quantity unless the sum itself is given (a discount)."""
    line = OrderLine(**tidied(OrderLine, {name: value for name, value in values.items() if name != "order"}))
    if line.amount is None:
        if line.price is None or line.quantity is None:
            raise Invalid(lines=_("A line needs its price or its sum."))
        line.amount = rounded(line.price * line.quantity)
    checked(line, exclude=("order",))
    return line


def _save_lines(order: Order, lines: Sequence[OrderLine]) -> None:
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)


def _replace_lines(order: Order, lines: list[OrderLine]) -> dict[str, Any]:
    before = [_told(line) for line in OrderLine._base_manager.filter(order=order)]
    told = [_told(line) for line in lines]
    if before == told:
        return {}
    OrderLine._base_manager.filter(order=order).delete()
    _save_lines(order, lines)
    return {"lines": (before, told)}


def _told(line: OrderLine) -> list[str]:
    return [line.product, line.sku, f"{line.quantity:.3f}", str(line.price), str(line.amount)]


def _said(order: Order) -> dict[str, Any]:
    return {"order": str(order)}


def _only_editable(values: Mapping[str, Any]) -> None:
    if values.get("placed_at", 0) is None:
        raise Invalid(placed_at=_("Say when it was placed."))
    unknown = values.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not for editing: {', '.join(sorted(unknown))}")
