"""A complaint is taken: somebody is responsible at once, and the client is told who (rule 5.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.clients.models import Client
from vernost.clients.services.saving import checked
from vernost.complaints import kinds, terms
from vernost.complaints.models import Channel, Complaint, Step, What
from vernost.complaints.rules import deadline
from vernost.complaints.services import letters
from vernost.complaints.services.moving import IN_JOURNAL, case_of, entry, event, said, save, stepped
from vernost.core import clock, worktime
from vernost.core.errors import Invalid, NotVisible
from vernost.orders.models import Order
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee


@transaction.atomic
def complaint_take(
    actor: Actor,
    *,
    client_id: int,
    text: str,
    channel: str = Channel.CALL,
    wish: str = "",
    product: str = "",
    order_id: int | None = None,
    responsible_id: int | None = None,
    received_at: datetime | None = None,
    key: str = "",
) -> Complaint:
    """A case of a client. The same ``key`` again gives the case that is there.

    The client is written to at once with the name of the one responsible, which is the acknowledgement; where
    no letter can go, acknowledging is the first thing to do.
    """
    client: Client = fetch(actor, Client, client_id, verb="complaint.take", lock=True)
    if key and (there := Complaint._base_manager.filter(key=key).first()) is not None:
        if there.client_id != client.pk:
            raise NotVisible  # a key of another client's case
        return there
    if received_at is not None and received_at > clock.now():
        raise Invalid(received_at=_("This time has not come yet."))
    case = Complaint(
        client=client,
        text=said(text, needed=_("Write what happened, in the client’s words.")),
        channel=channel,
        wish=said(wish, "wish"),
        product=said(product, "product"),
        order=_order(actor, client, order_id),
        responsible=_responsible(client, responsible_id),
        received_at=received_at or clock.now(),
        key=key,
        taken_by_id=actor.employee_id,
    )
    checked(case, exclude=("client", "order", "responsible", "taken_by"))
    calendar = worktime.of_firm()
    case.due_at = deadline(calendar, case.received_at, Step.RECEIVED, terms.step_hours())
    case.silent_at = calendar.add(case.received_at, terms.silence())
    case.save(force_insert=True)
    event(actor, case, What.STEP, case.text, step=Step.RECEIVED, shown=True)
    entry(actor, kinds.TAKEN, case, text=case.text[:IN_JOURNAL])
    if case.responsible is not None and letters.write(case, "received", "received"):
        stepped(SYSTEM, case, Step.ACKNOWLEDGED)
        save(case)
    return case


@transaction.atomic
def complaint_assign(actor: Actor, *, complaint_id: int, responsible_id: int) -> Complaint:
    """Somebody else is responsible, and the client is told who. They must see the client."""
    case = case_of(actor, complaint_id, "complaint.assign")
    if case.responsible_id == responsible_id:
        return case
    case.responsible = _responsible(case.client, responsible_id)
    assert case.responsible is not None
    event(actor, case, What.HANDED, case.responsible.name, shown=True)
    save(case, "responsible")
    entry(actor, kinds.HANDED, case, responsible=case.responsible.name)
    letters.write(case, "told", f"handed:{case.version}", handed=True)
    return case


def _responsible(client: Client, responsible_id: int | None) -> Employee | None:
    """Whoever looks after the client unless another is named; one who does not see the client cannot be."""
    if responsible_id is None:
        return client.owner if client.owner is not None and client.owner.is_active else None
    employee = Employee.objects.active().filter(pk=responsible_id).first()
    if employee is None or not Client.scope.holds(actor_of(employee), client):
        raise Invalid(responsible=_("This employee does not see the client: hand the client over first."))
    return employee


def _order(actor: Actor, client: Client, order_id: int | None) -> Order | None:
    if order_id is None:
        return None
    order: Order = fetch(actor, Order, order_id)
    if order.client_id != client.pk:
        raise Invalid(order=_("This order is another client’s."))
    return order


def who_may_be_responsible(client: Client) -> list[Any]:
    """Those who see the client, by name."""
    found = Employee.objects.active().order_by("name", "pk")
    return [one for one in found if Client.scope.holds(actor_of(one), client)]
