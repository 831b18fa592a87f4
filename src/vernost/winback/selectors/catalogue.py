"""Reasons and templates as they are listed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Sum

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.winback import rules
from vernost.winback.models import Candidate, ClientReason, Group, Reason, Template, TemplateStep


def catalogue(actor: Actor, *, away_too: bool = False) -> list[Reason]:
    require(actor, "winback.see")
    rows = Reason.objects.visible_to(actor)
    return list(rows if away_too else rows.filter(is_retired=False))


@dataclass(frozen=True, slots=True)
class RankedReason:
    """Of lost clients whose leading reason it is. ``reason`` None: nobody knows why."""

    reason: Reason | None
    clients: int
    money: Decimal
    confirmed: int

    @property
    def group(self) -> str:
        return str(Group(self.reason.group).label) if self.reason else ""


def ranked_reasons(actor: Actor, *, by: str = "money", group: str = "") -> list[RankedReason]:
    """By clients and by money a year, of those whom the actor sees; those of no reason come from what is
    left."""
    require(actor, "winback.see")
    known = {one.pk: one for one in Reason.objects.visible_to(actor)}
    rows = Candidate.objects.visible_to(actor).filter(reason__gt=0).order_by()
    counted = rows.values_list("reason").annotate(n=Count("pk"), money=Sum("worth"))
    real = ClientReason.objects.visible_to(actor).filter(is_real=True, client__candidate__isnull=False)
    confirmed = dict(real.order_by().values_list("reason").annotate(n=Count("pk")))
    found = [
        RankedReason(known[pk], number, money or Decimal(0), confirmed.get(pk, 0))
        for pk, number, money in counted
        if pk in known and group in ("", known[pk].group)
    ]
    return sorted(found, key=lambda one: (-(one.clients if by == "clients" else one.money), one.reason.pk))  # type: ignore[union-attr]


def why_of(actor: Actor, client: Client) -> list[ClientReason]:
    rows = ClientReason.objects.visible_to(actor).filter(client=client)
    return list(rows.select_related("reason", "said_by", "confirmed_by"))


def template_list(actor: Actor, *, away_too: bool = False) -> list[Template]:
    require(actor, "winback.see")
    rows: Any = Template.objects.visible_to(actor).select_related("reason")
    steps = Prefetch("steps", TemplateStep.objects.visible_to(actor).select_related("template"))
    return list((rows if away_too else rows.filter(is_retired=False)).prefetch_related(steps))


def best_template(templates: list[Template], candidate: Candidate | None) -> Template | None:
    """The one a plan of this client would be made of."""
    if candidate is None:
        return templates[0] if templates else None
    return rules.template_for(templates, candidate.winback_class, candidate.reason)


def template_steps(actor: Actor, template: Template) -> list[TemplateStep]:
    rows = TemplateStep.objects.visible_to(actor).filter(template=template).select_related("template")
    return list(rows.order_by("place"))
