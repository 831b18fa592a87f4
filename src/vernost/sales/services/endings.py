"""How a deal ends: won with an order, or lost with a reason; and opened again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.agenda import services as of_agenda
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.orders import services as of_orders
from vernost.orders.models import State as OrderState
from vernost.orders.services.values import tidied
from vernost.sales import kinds
from vernost.sales.errors import Ended, OrderStands
from vernost.sales.models import Deal, LostReason, OfferLine, State
from vernost.sales.services.deals import deal_checked, deal_of, leave, money_of, said, save, stay

ENDED = ("state", "closed_at", "amount", "order", "reason", "said")


@transaction.atomic
def deal_win(
    actor: Actor, *, deal_id: int, amount: Decimal | None = None, promised_on: date | None = None
) -> Deal:
    """Won: an order of the client comes of it, once, whoever says it again. Its lines are those of the
    variant that the client chose, where the sum is theirs."""
    deal = deal_of(actor, deal_id)
    if deal.state == State.WON:
        return deal
    if deal.state == State.LOST:
        raise Ended
    if deal.client.is_closed:
        raise Invalid(_("This client is closed: open the client again first."))
    deal.amount = money_of(deal, tidied(Deal, {"amount": amount})["amount"])
    deal_checked(deal)
    assigned = deal.seller_id if may(actor, "client.hand_over") else None
    deal.order = of_orders.order_add(
        actor, client_id=deal.client_id, amount=deal.amount, lines=_lines(actor, deal), note=deal.title,
        promised_on=promised_on, manager_id=_active(deal, assigned),
    )  # fmt: skip
    _end(actor, deal, State.WON)
    record(actor, kinds.WON, subject=deal, client_id=deal.client_id, data=said(deal))
    return deal


@transaction.atomic
def deal_lose(
    actor: Actor,
    *,
    deal_id: int,
    reason_id: int | None,
    said_by_client: str = "",
    again: str = "",
    again_on: date | None = None,
) -> Deal:
    """Lost, never without a reason (rule 7.4). Its open step is dropped; ``again_on`` sets another, for the
    day on which to ask anew."""
    deal = deal_of(actor, deal_id)
    reason = _reason(actor, reason_id)
    if deal.state == State.LOST and deal.reason_id == reason.pk:
        return deal
    if not deal.is_open:
        raise Ended
    deal.reason, deal.said = reason, tidy(said_by_client, lines=True)
    deal_checked(deal)
    if deal.next_step is not None:
        of_agenda.step_settle(actor, step_id=deal.next_step.pk, done=False)
    _end(actor, deal, State.LOST)
    data = said(deal) | {"reason": str(reason)}
    record(actor, kinds.LOST, subject=deal, client_id=deal.client_id, data=data)
    if again_on is not None:
        _ask_again(actor, deal, again, again_on)
    return deal


@transaction.atomic
def deal_reopen(actor: Actor, *, deal_id: int) -> Deal:
    """Taken back: it stands where it stood. A won one only once its order is cancelled."""
    deal = deal_of(actor, deal_id)
    if deal.is_open:
        return deal
    if deal.client.is_closed:
        raise Invalid(_("This client is closed: open the client again first."))
    if deal.order is not None and deal.order.state != OrderState.CANCELLED:
        raise OrderStands
    if deal.stage.is_retired:
        raise Invalid(
            _("The stage “{stage}” is not used any more: open a new deal.").format(stage=deal.stage)
        )
    deal.state, deal.closed_at, deal.reason, deal.order = State.OPEN, None, None, None
    deal.moved_at = clock.now()
    save(deal, *ENDED, "moved_at")
    stay(actor, deal, deal.stage)
    record(actor, kinds.REOPENED, subject=deal, client_id=deal.client_id, data=said(deal))
    return deal


def _end(actor: Actor, deal: Deal, state: str) -> None:
    leave(actor, deal)
    deal.state, deal.closed_at = state, clock.now()
    save(deal, *ENDED)


def _reason(actor: Actor, pk: int | None) -> LostReason:
    reason = LostReason.objects.visible_to(actor).filter(pk=pk, is_retired=False).first() if pk else None
    if reason is None:
        raise Invalid(reason=_("Say why: without the reason nothing can be learned from it."))
    found: LostReason = reason
    return found


def _lines(actor: Actor, deal: Deal) -> list[dict[str, Any]]:
    rows = OfferLine.objects.visible_to(actor).filter(
        variant__offer__deal=deal, variant__offer__chosen=F("variant")
    )
    lines = list(rows.order_by("variant__offer__chosen_at", "id").select_related("variant"))
    chosen = [one for one in lines if one.variant_id == lines[-1].variant_id] if lines else []
    if sum((one.amount for one in chosen), Decimal(0)) != deal.amount:
        return []
    names = ("product", "quantity", "price", "amount")
    return [{name: getattr(one, name) for name in names} for one in chosen]


def _active(deal: Deal, seller_id: int | None) -> int | None:
    return seller_id if deal.seller is not None and deal.seller.is_active else None


def _ask_again(actor: Actor, deal: Deal, text: str, day: date) -> None:
    try:
        of_agenda.step_set(
            actor,
            client_id=deal.client_id,
            text=text or _("Ask again: {deal}").format(deal=deal.title),
            due_on=day,
        )
    except Invalid as error:
        error.fields = {{"due_on": "again_on"}.get(name, name): texts for name, texts in error.fields.items()}
        raise
