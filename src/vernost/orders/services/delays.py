"""A delivery is late: said as soon as it is known, and told to the client at once (rule 5.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch, fetch_plain
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.orders import after, kinds
from vernost.orders.errors import NoPromise, NotOpen, ToldAlready
from vernost.orders.models import Delay, DelayCause, Order, Told
from vernost.orders.rules import moved_later


@transaction.atomic
def delay_tell(
    actor: Actor,
    *,
    order_id: int,
    new_day: date | None = None,
    cause: DelayCause | int | None = None,
    note: str = "",
    how: str = "",
) -> Delay:
    """The first sign of a delay: why, and the new day if it is known. ``how``: the client has been told.

    From this moment «tell the client now» is in the manager's Today, until somebody has told.
    """
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    if not order.is_open:
        raise NotOpen
    if order.promised_on is None:
        raise NoPromise(new_day=NoPromise.message)
    delay = _delay_of(order) or Delay(order=order, was=order.promised_on)
    said, was_said = (new_day, _cause(actor, cause), tidy(note)), (delay.new_day, delay.cause, delay.note)
    if not said[1] and not said[2]:
        raise Invalid(cause=_("Say why it is late."))
    if new_day is not None and new_day < clock.today():
        raise Invalid(new_day=_("This day is over."))
    if delay.pk and said == was_said:
        return _told_too(actor, delay, how)
    if new_day is not None and new_day != delay.new_day:
        _unknown_again(delay)
    delay.new_day, delay.cause, delay.note = said
    delay.known_at, delay.known_by_id = clock.now(), actor.employee_id
    checked(delay, exclude=("order", "known_by", "told_by", "cause"))
    delay.save()
    changes = {}
    if new_day is not None and new_day != order.promised_on:
        changes["promised_on"] = (order.promised_on, new_day)
        order.promised_on = new_day
    order.version += 1
    order.save(update_fields=["promised_on", "version"])
    data = {"order": str(order), "cause": delay.why}
    record(actor, kinds.DELAYED, subject=order, client_id=order.client_id, changes=changes, data=data)
    return _told_too(actor, delay, how)


@transaction.atomic
def delay_told(actor: Actor, *, order_id: int, how: str = Told.CALL, note: str = "") -> Delay:
    """The client knows now: who told them, when, how. Once: of two people the second is told who was first.

    What was not said yet of an overdue order (the cause) may follow; the client does not wait for it.
    """
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    waiting: list[Delay] = list(_untold(order).order_by("id"))
    if order.is_overdue and _delay_of(order) is None:
        overdue: dict[str, Any] = {"known_at": clock.now(), "known_by_id": actor.employee_id}
        waiting.append(Delay.objects.create(order=order, was=order.promised_on, **overdue))
    if not waiting:
        return _told_by_whom(actor, order)
    if how not in Told.values:
        raise Invalid(how=_("Say how the client was told."))
    for delay in waiting:
        delay.told_at, delay.told_by_id, delay.told_how = clock.now(), actor.employee_id, how
        delay.save(update_fields=["told_at", "told_by", "told_how"])
    data = {"order": str(order), "how": how}
    record(actor, kinds.CLIENT_TOLD, subject=order, client_id=order.client_id, data=data)
    text = tidy(note) or _("The order {order} is late").format(order=order)
    key = f"late{waiting[-1].pk}-{clock.now():%Y%m%d%H%M%S}"[:32]
    after.tell_of_talk(actor, after.WasTold(client_id=order.client_id, text=text, how=how, key=key))
    return waiting[-1]


@transaction.atomic
def delay_told_undo(actor: Actor, *, order_id: int) -> None:
    """A slip of the finger taken back: by whoever said it, on the same day. The talk that was written down
    stays: it was so."""
    order: Order = fetch(actor, Order, order_id, verb="order.edit", lock=True)
    told = (
        Delay.objects.visible_to(actor).filter(order=order).exclude(told_at=None).order_by("-told_at").first()
    )
    if told is None:
        return
    on = told.told_at.astimezone(clock.firm_zone()).date()
    if not actor.is_self(told.told_by_id) or on != clock.today():
        raise ToldAlready(_told_words(told))
    rows = Delay.objects.visible_to(actor).filter(order=order, told_at=told.told_at)
    rows.update(told_at=None, told_by=None, told_how="")
    record(actor, kinds.TOLD_TAKEN_BACK, subject=order, client_id=order.client_id, data={"order": str(order)})


def promise_moved(actor: Actor, order: Order, before: date | None) -> None:
    """The promised day was changed on the order's own page. On the day the order came it is a correction;
    afterwards a later day is a delay, and the client is told of it as of any other."""
    if before is None or not order.is_open:
        return
    made_on = order.created_at.astimezone(clock.firm_zone()).date()
    if made_on == clock.today():
        return
    if order.promised_on is None:
        raise Invalid(promised_on=_("A promised day is not taken back: say the new one."))
    if not moved_later(before, order.promised_on):
        return
    delay = Delay.objects.visible_to(actor).filter(order=order, was=before).first()
    delay = delay or Delay(order=order, was=before)
    _unknown_again(delay)
    delay.new_day, delay.known_at, delay.known_by_id = order.promised_on, clock.now(), actor.employee_id
    delay.save()


@transaction.atomic
def delay_cause_save(actor: Actor, *, name: str, cause_id: int | None = None) -> DelayCause:
    """A cause of the firm's own, or a new name for one that is there."""
    require(actor, "delay_cause.edit")
    said = tidy(name)
    if not said:
        raise Invalid(name=_("Name the cause."))
    others = DelayCause.objects.visible_to(actor).exclude(pk=cause_id or 0)
    if said.casefold() in {str(one).casefold() for one in others}:
        raise Invalid(name=_("This cause is on the list already."))
    if cause_id is None:
        added = DelayCause(name=said)
        checked(added)
        added.save()
        record(actor, kinds.CAUSE_ADDED, subject=added, data={"cause": str(added)})
        return added
    cause: DelayCause = fetch_plain(actor, _causes(actor), cause_id, verb="delay_cause.edit")
    before, cause.name = str(cause), said
    checked(cause)
    if before != said:
        cause.save(update_fields=["name"])
        record(actor, kinds.CAUSE_RENAMED, subject=cause, data={"before": before, "cause": said})
    return cause


@transaction.atomic
def delay_cause_use(actor: Actor, *, cause_id: int, used: bool) -> DelayCause:
    """Off the list, or back on it; past delays keep their cause."""
    cause: DelayCause = fetch_plain(actor, _causes(actor), cause_id, verb="delay_cause.edit")
    if cause.is_used != used:
        cause.is_used = used
        cause.save(update_fields=["is_used"])
        kind = kinds.CAUSE_PUT_BACK if used else kinds.CAUSE_TAKEN_OFF
        record(actor, kind, subject=cause, data={"cause": str(cause)})
    return cause


def _causes(actor: Actor) -> Any:
    return DelayCause.objects.visible_to(actor)


def _cause(actor: Actor, cause: DelayCause | int | None) -> DelayCause | None:
    if cause is None or isinstance(cause, DelayCause):
        return cause
    found: DelayCause | None = _causes(actor).filter(pk=cause).first()
    if found is None:
        raise Invalid(cause=_("There is no such cause."))
    return found


def _delay_of(order: Order) -> Delay | None:
    """Of the day that is promised now."""
    found: Delay | None = _rows(order).filter(was=order.promised_on).select_related("cause").first()
    return found


def _untold(order: Order) -> Any:
    return _rows(order).filter(told_at=None)


def _rows(order: Order) -> Any:
    return Delay.objects.unscoped(reason="of an order that the actor may edit").filter(order=order)


def _unknown_again(delay: Delay) -> None:
    """Another day than the client heard: they are told anew."""
    delay.told_at, delay.told_by, delay.told_how = None, None, ""


def _told_too(actor: Actor, delay: Delay, how: str) -> Delay:
    return delay_told(actor, order_id=delay.order_id, how=how) if how and delay.told_at is None else delay


def _told_by_whom(actor: Actor, order: Order) -> Delay:
    told = _rows(order).exclude(told_at=None).select_related("told_by").order_by("-told_at").first()
    if told is None:
        raise Invalid(how=_("This order is not late."))
    if not actor.is_self(told.told_by_id):
        raise ToldAlready(_told_words(told))
    found: Delay = told
    return found


def _told_words(told: Delay) -> str:
    name = told.told_by.name if told.told_by else _("Vernost")
    return _("The client has been told already: {name}.").format(name=name)
