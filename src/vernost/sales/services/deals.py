"""Opening a deal, changing it, moving it over its stages, its next step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.agenda import services as of_agenda
from vernost.clients.models import Client
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid, NotVisible
from vernost.core.searching import folded
from vernost.intake.models import Request
from vernost.journal.write import apply, record
from vernost.orders.services.values import tidied
from vernost.sales import kinds
from vernost.sales.errors import Ended, MovedAlready
from vernost.sales.models import Deal, Stage, StageChange, State
from vernost.sales.rules import further
from vernost.staff.models import Employee

# State, stage, what it became and whose it is have services of their own.
EDITABLE = ("title", "amount", "expected_on", "source", "note")


@transaction.atomic
def deal_open(
    actor: Actor,
    *,
    client_id: int,
    title: str,
    stage_id: int | None = None,
    seller_id: int | None = None,
    request_id: int | None = None,
    step: str = "",
    step_on: date | None = None,
    **values: Any,
) -> Deal:
    """A possible purchase of a client; without a stage it stands on the first one.

    ``request_id``: what it began with; the same one again gives the open deal that came of it.
    """
    client: Client = fetch(actor, Client, client_id, verb="deal.edit", lock=True)
    _alive(client)
    _only_editable(values)
    asked = _request(actor, client, request_id)
    if asked and (there := Deal.objects.visible_to(actor).filter(request=asked, state=State.OPEN).first()):
        known: Deal = there
        return known
    stage = stage_of(actor, stage_id)
    values.setdefault("source", (asked.source if asked else "") or client.source)
    deal = Deal(client=client, stage=stage, furthest=stage, request=asked, created_by_id=actor.employee_id)
    deal.seller_id = _seller(actor, client, seller_id)
    for name, value in tidied(Deal, {"title": title, **values}).items():
        setattr(deal, name, value)
    _not_over(deal.expected_on)
    deal_checked(deal)
    deal.save(force_insert=True)
    stay(actor, deal, stage)
    record(actor, kinds.OPENED, subject=deal, client_id=client.pk, data=said(deal))
    if step or step_on:
        _set_step(actor, deal, step, step_on, field="step")
    return deal


@transaction.atomic
def deal_change(
    actor: Actor, *, deal_id: int, version: int, seller_id: int | None = None, **values: Any
) -> Deal:
    """Save what differs from the ``version`` the editor saw; a Conflict where somebody was quicker."""
    deal = deal_of(actor, deal_id)
    _only_editable(values)
    wanted = tidied(Deal, values)
    if seller_id is not None and seller_id != deal.seller_id:
        wanted["seller_id"] = _seller(actor, deal.client, seller_id)
    if version != deal.version:
        raise Conflict(changes={name: (wanted[name], getattr(deal, name)) for name in wanted})
    changes = apply(deal, wanted)
    if not changes:
        return deal
    if "expected_on" in changes:
        _not_over(deal.expected_on)
    deal_checked(deal)
    save(deal, *changes, "search")
    record(actor, kinds.CHANGED, subject=deal, client_id=deal.client_id, changes=changes, data=said(deal))
    return deal


@transaction.atomic
def deal_move(actor: Actor, *, deal_id: int, stage_id: int, version: int | None = None) -> Deal:
    """To another stage. Said twice it is one move; whoever moved an older picture of it is told."""
    deal = deal_of(actor, deal_id)
    stage = stage_of(actor, stage_id)
    if not deal.is_open:
        raise Ended
    if deal.stage_id == stage.pk:
        return deal
    if version is not None and version != deal.version:
        _told_who_moved(actor, deal)
    _onto(actor, deal, stage)
    save(deal, "stage", "furthest", "moved_at")
    record(
        actor, kinds.MOVED, subject=deal, client_id=deal.client_id, data=said(deal) | {"stage": str(stage)}
    )
    return deal


@transaction.atomic
def deal_step(actor: Actor, *, deal_id: int, text: str = "", due_on: date | None = None) -> Deal:
    """The next step. The one before it, if it was still open, is done by that."""
    deal = deal_of(actor, deal_id)
    if not deal.is_open:
        raise Ended
    if (before := deal.next_step) is not None:
        of_agenda.step_settle(actor, step_id=before.pk, done=True)
    _set_step(actor, deal, text, due_on)
    return deal


@transaction.atomic
def deal_remove(actor: Actor, *, deal_id: int) -> None:
    """Of an open one, made by mistake: it never was. What has ended stays for the sums."""
    deal = deal_of(actor, deal_id)
    if not deal.is_open:
        raise Ended(_("This deal has ended: it stays for the figures. Open it again first."))
    record(actor, kinds.REMOVED, subject=deal, client_id=deal.client_id, data=said(deal))
    if deal.next_step is not None:
        of_agenda.step_settle(actor, step_id=deal.next_step.pk, done=False)
    deal.delete()


def deal_of(actor: Actor, pk: int) -> Deal:
    """Locked, to be written."""
    rows: Any = Deal.objects.select_related("client", "stage", "furthest", "step")
    deal: Deal = fetch(actor, rows, pk, verb="deal.edit", lock=True)
    return deal


def stage_of(actor: Actor, pk: int | None) -> Stage:
    """One that is not retired; without a number the first of the first pipeline."""
    rows = Stage.objects.visible_to(actor).filter(is_retired=False, pipeline__is_retired=False)
    if pk is not None:
        rows = rows.filter(pk=pk)
    stage: Stage | None = rows.order_by("pipeline__place", "pipeline_id", "place", "id").first()
    if stage is None:
        raise Invalid(stage=_("There is no such stage."))
    return stage


def stay(actor: Actor, deal: Deal, stage: Stage) -> None:
    StageChange(deal=deal, stage=stage, at=clock.now(), by_id=actor.employee_id).save(force_insert=True)


def leave(actor: Actor, deal: Deal) -> None:
    """The stay on its stage is over."""
    StageChange.objects.visible_to(actor).filter(deal=deal, until=None).update(until=clock.now())


def save(deal: Deal, *names: str) -> None:
    deal.version += 1
    deal.save(update_fields=[*(name.removesuffix("_id") for name in names), "version"])


def said(deal: Deal) -> dict[str, Any]:
    return {"deal": deal.title}


def deal_checked(deal: Deal) -> None:
    """And what is derived from its words."""
    deal.search = folded(deal.title)[:200]
    checked(
        deal,
        exclude=("client", "stage", "furthest", "seller", "step", "reason", "order", "request", "created_by"),
    )


def _onto(actor: Actor, deal: Deal, stage: Stage) -> None:
    leave(actor, deal)
    stay(actor, deal, stage)
    if stage.pipeline_id != deal.furthest.pipeline_id or further(stage.place, deal.furthest.place):
        deal.furthest = stage
    deal.stage, deal.moved_at = stage, clock.now()


def _told_who_moved(actor: Actor, deal: Deal) -> None:
    """Nothing is said if somebody only changed its words: the move is still what was meant."""
    last = (
        StageChange.objects.visible_to(actor).filter(deal=deal).select_related("by").order_by("-at", "-id")
    ).first()
    if last is not None and not actor.is_self(last.by_id):
        raise MovedAlready(who=last.by.name if last.by else "", stage=str(deal.stage))


def _set_step(actor: Actor, deal: Deal, text: str, due_on: date | None, *, field: str = "") -> None:
    try:
        deal.step = of_agenda.step_set(
            actor, client_id=deal.client_id, text=text or deal.title, due_on=due_on
        )
    except Invalid as error:
        if field:
            names = {"text": field, "due_on": f"{field}_on"}
            error.fields = {names.get(name, name): texts for name, texts in error.fields.items()}
        raise
    deal.save(update_fields=["step"])


def _seller(actor: Actor, client: Client, seller_id: int | None) -> int | None:
    """Oneself, or whoever looks after the client; anybody else is for a head to say."""
    if seller_id is None or actor.is_self(seller_id):
        return seller_id or actor.employee_id
    if seller_id != client.owner_id:
        require(actor, "deal.assign", client)
    if not Employee.objects.active().filter(pk=seller_id).exists():
        raise Invalid(seller=_("There is no such employee."))
    return seller_id


def _request(actor: Actor, client: Client, pk: int | None) -> Request | None:
    """Of this client; what belongs to another is nothing to begin a deal with."""
    if pk is None:
        return None
    asked: Request = fetch(actor, Request, pk)
    if asked.client_id != client.pk:
        raise NotVisible
    return asked


def _alive(client: Client) -> None:
    if client.is_closed:
        raise Invalid(_("This client is closed: no deal begins with them. Open the client again first."))


def _not_over(day: date | None) -> None:
    if day is not None and day < clock.today():
        raise Invalid(expected_on=_("This day is over."))


def _only_editable(values: Mapping[str, Any]) -> None:
    unknown = values.keys() - set(EDITABLE)
    if unknown:
        raise TypeError(f"not for editing: {', '.join(sorted(unknown))}")


def money_of(deal: Deal, amount: Decimal | None) -> Decimal:
    """What it is won for."""
    found = deal.amount if amount is None else amount
    if found is None:
        raise Invalid(amount=_("Say for how much."))
    return found
