"""Payments and refunds. A row is never edited; the order's sums move in the same transaction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients.models import Client
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.orders import after, kinds
from vernost.orders.errors import NotOpen, TooMuchBack
from vernost.orders.models import Order, Payment, Refund, State
from vernost.orders.rules import state_after_payment
from vernost.orders.services.values import tidied


@transaction.atomic
def payment_add(
    actor: Actor, *, order_id: int, amount: Decimal, day: date | None = None, means: str = ""
) -> Payment:
    """Money came in; an order wholly paid says so."""
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    if order.state == State.CANCELLED:
        raise NotOpen
    payment = Payment(
        order=order, created_by_id=actor.employee_id, **_values(Payment, amount, day, means=means)
    )
    checked(payment, exclude=("order", "created_by"))
    payment.save(force_insert=True)
    order.paid += payment.amount
    order.state = state_after_payment(order.state, paid=order.paid, amount=order.amount)
    order.version += 1
    order.save(update_fields=["paid", "state", "version"])
    data = {"order": str(order), "sum": str(payment.amount)}
    record(actor, kinds.PAID, subject=order, client_id=order.client_id, data=data)
    return payment


@transaction.atomic
def order_refund(
    actor: Actor, *, order_id: int, amount: Decimal | None = None, day: date | None = None, reason: str = ""
) -> Refund:
    """Give back a part of an order, or all that is left of it where no ``amount`` is named."""
    order: Order = fetch(actor, Order, order_id, verb="order.refund", lock=True)
    left = order.net
    refund = _refund(actor, order.client_id, order, left if amount is None else amount, day, reason)
    if refund.amount > left:
        raise TooMuchBack(amount=_("At most {left} can be given back.").format(left=left))
    refund.save(force_insert=True)
    order.refunded += refund.amount
    order.version += 1
    order.save(update_fields=["refunded", "version"])
    data = {"order": str(order), "sum": str(refund.amount), "reason": refund.reason}
    record(actor, kinds.REFUNDED, subject=order, client_id=order.client_id, data=data)
    after.tell([order.client_id])
    return refund


@transaction.atomic
def refund_add(
    actor: Actor, *, client_id: int, amount: Decimal, day: date | None = None, reason: str = ""
) -> Refund:
    """Money given back where nobody knows for which order (rule 2.1 takes it off the latest earlier ones)."""
    client: Client = fetch(actor, Client, client_id, verb="order.refund")
    refund = _refund(actor, client.pk, None, amount, day, reason)
    refund.save(force_insert=True)
    data = {"sum": str(refund.amount), "reason": refund.reason}
    record(actor, kinds.REFUNDED_LOOSE, subject=refund, client_id=client.pk, data=data)
    after.tell([client.pk])
    return refund


def _refund(
    actor: Actor, client_id: int, order: Order | None, amount: Decimal, day: date | None, reason: str
) -> Refund:
    values = _values(Refund, amount, day, reason=reason)
    refund = Refund(client_id=client_id, order=order, created_by_id=actor.employee_id, **values)
    if order is not None and refund.day < order.day:
        raise Invalid(day=_("This is before the order itself."))
    checked(refund, exclude=("client", "order", "created_by", "run"))
    return refund


def _values(model: type[Payment | Refund], amount: Decimal, day: date | None, **texts: str) -> dict[str, Any]:
    on = day or clock.today()
    if on > clock.today():
        raise Invalid(day=_("This day has not come yet."))
    return tidied(model, {"amount": amount, "day": on, **texts})
