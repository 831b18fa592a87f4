"""What the channels cost (rule 1.5): a sum a month, source and detail; the same again corrects it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch_plain
from vernost.access.policies import require
from vernost.clients import kinds
from vernost.clients.models import ChannelCost, Source
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.money import to_minor
from vernost.core.searching import folded
from vernost.journal.write import record


@transaction.atomic
def cost_save(actor: Actor, *, month: date, source: str, sum: Decimal, detail: str = "") -> ChannelCost:  # noqa: A002 - so it is called
    """The sum of a month; of a month that has not begun nothing is known yet."""
    require(actor, "cost.edit")
    first, said = month.replace(day=1), tidy(detail)
    if first > clock.today():
        raise Invalid(month=_("This month has not begun yet."))
    if source not in [value for value in Source.values if value]:
        raise Invalid(source=_("Choose where the clients came from."))
    try:
        to_minor(sum)
    except ValueError as error:
        raise Invalid(sum=_("Enter a sum such as 1500.50.")) from error
    rows = ChannelCost.objects.visible_to(actor).select_for_update()
    key = folded(said)[:120]
    cost: ChannelCost = rows.filter(month=first, source=source, key=key).first() or ChannelCost(
        month=first, source=source, key=key
    )
    before = cost.sum if cost.pk else None
    if before == sum:
        return cost
    cost.sum, cost.detail, cost.changed_at, cost.changed_by_id = sum, said, clock.now(), actor.employee_id
    checked(cost, exclude=("changed_by",))
    cost.save()
    changes = {"sum": (None if before is None else str(before), str(sum))}
    record(actor, kinds.COST_SAVED, subject=cost, changes=changes, data=_said(cost))
    return cost


@transaction.atomic
def cost_remove(actor: Actor, *, cost_id: int) -> None:
    cost: ChannelCost = fetch_plain(actor, ChannelCost.objects.visible_to(actor), cost_id, verb="cost.edit")
    record(actor, kinds.COST_REMOVED, subject=cost, data=_said(cost))
    cost.delete()


def _said(cost: ChannelCost) -> dict[str, str]:
    return {
        "month": f"{cost.month:%Y-%m}",
        "source": cost.source,
        "detail": cost.detail,
        "sum": str(cost.sum),
    }
