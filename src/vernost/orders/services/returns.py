"""A simple return (rule 5.4): asked for, agreed, goods back, settled by refund or redo. Each once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.practice import RETURN_DAYS
from vernost.journal.write import record
from vernost.orders import after, kinds
from vernost.orders.errors import NotOpen, ReturnEnded, ReturnOpen
from vernost.orders.models import ENDED, Order, OrderLine, Return, ReturnStep, Stage, State
from vernost.orders.rules import day_of, may_follow
from vernost.orders.services.money import order_refund

ON_THE_WAY = {Stage.AGREED: kinds.RETURN_AGREED, Stage.GOODS_BACK: kinds.GOODS_BACK}


@transaction.atomic
def return_ask(actor: Actor, *, order_id: int, wish: str, reason: str, due_on: date | None = None) -> Return:
    """The client wants money back or a redo. One return of an order is open at a time."""
    order: Order = fetch(actor, Order, order_id, verb="return.handle", lock=True)
    if order.state == State.CANCELLED:
        raise NotOpen
    if Return.objects.visible_to(actor).filter(order=order).exclude(stage__in=ENDED).exists():
        raise ReturnOpen
    today = clock.today()
    due = due_on or today + timedelta(days=RETURN_DAYS.value())
    if due < today:
        raise Invalid(due_on=_("This day is over."))
    if not tidy(reason):
        raise Invalid(reason=_("Write what is wrong."))
    made = Return(order=order, wish=wish, reason=tidy(reason), due_on=due)
    checked(made, exclude=("order", "refund", "redo"))
    made.save(force_insert=True)
    _step(actor, made, Stage.ASKED)
    _said(actor, kinds.RETURN_ASKED, made, reason=made.reason)
    return made


@transaction.atomic
def return_step(actor: Actor, *, return_id: int, stage: str) -> Return:
    """Agreed, or the goods are back. The same step again changes nothing."""
    found = _open(actor, return_id)
    if stage not in ON_THE_WAY:
        raise Invalid(stage=_("There is no such step."))
    if ReturnStep.objects.visible_to(actor).filter(of=found, stage=stage).exists():
        return found
    if not may_follow(found.stage, stage):
        raise Invalid(stage=_("This step is behind already."))
    _step(actor, found, stage)
    _said(actor, ON_THE_WAY[Stage(stage)], found)
    return found


@transaction.atomic
def return_refund(
    actor: Actor, *, return_id: int, amount: Decimal | None = None, outcome: str = ""
) -> Return:
    """Settled by money: all that is left of the order unless an ``amount`` is named."""
    found = _open(actor, return_id)
    refund = order_refund(actor, order_id=found.order_id, amount=amount, reason=found.reason)
    found.refund = refund
    _end(actor, found, Stage.SETTLED, outcome or _("money back"))
    return found


@transaction.atomic
def return_redo(
    actor: Actor, *, return_id: int, promised_on: date, address: str = "", outcome: str = ""
) -> Return:
    """Settled by doing it anew: an order of the same goods for nothing, tied to the first, with a promised
    day of its own. It is delivered, and may be late, like any other; it is no purchase."""
    found = _open(actor, return_id)
    if promised_on < clock.today():
        raise Invalid(promised_on=_("This day is over."))
    first = found.order
    money: dict[str, Any] = {"amount": Decimal(0)}
    again = Order(
        client=first.client,
        replaces=first,
        manager=first.manager,
        number=f"{first.number}-R"[:60] if first.number else "",
        promised_on=promised_on,
        address=tidy(address) or first.address,
        placed_at=clock.now(),
        day=day_of(clock.now()),
        **money,
    )
    checked(again, exclude=("client", "manager", "run", "replaces"))
    again.save(force_insert=True)
    lines = OrderLine.objects.visible_to(actor).filter(order=first).order_by("id")
    OrderLine.objects.bulk_create(
        OrderLine(order=again, product=one.product, sku=one.sku, quantity=one.quantity, **money)
        for one in lines
    )
    found.redo = again
    data = {"order": str(again), "instead_of": str(first)}
    record(actor, kinds.REDONE, subject=again, client_id=first.client_id, data=data)
    _end(actor, found, Stage.SETTLED, outcome or _("done anew at no charge"))
    after.tell([first.client_id])
    return found


@transaction.atomic
def return_refuse(actor: Actor, *, return_id: int, outcome: str) -> Return:
    """Refused, with the reason that the client was given."""
    found = _open(actor, return_id)
    if not tidy(outcome):
        raise Invalid(outcome=_("Write the reason: the client asks for it."))
    _end(actor, found, Stage.REFUSED, outcome)
    return found


def _open(actor: Actor, return_id: int) -> Return:
    rows: Any = Return.objects.select_related("order__client", "order__manager")
    found: Return = fetch(actor, rows, return_id, verb="return.handle", lock=True)
    if not found.is_open:
        raise ReturnEnded
    return found


def _step(actor: Actor, found: Return, stage: str) -> None:
    ReturnStep.objects.create(of=found, stage=stage, by_id=actor.employee_id)
    found.stage = stage
    found.version += 1
    found.save()


def _end(actor: Actor, found: Return, stage: Stage, outcome: str) -> None:
    found.outcome = tidy(outcome)[:300]
    _step(actor, found, stage)
    kind = kinds.RETURN_SETTLED if stage == Stage.SETTLED else kinds.RETURN_REFUSED
    _said(actor, kind, found, outcome=found.outcome)


def _said(actor: Actor, kind: Any, found: Return, **data: str) -> None:
    order = found.order
    record(actor, kind, subject=found, client_id=order.client_id, data={"order": str(order), **data})
