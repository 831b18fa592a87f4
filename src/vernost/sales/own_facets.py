"""What deals add to the client list and card; with the requests below them, who fell through (rule 1.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.clients.facets import Choices, Column, Facet, Field, Kind, Panel, Preset, register
from vernost.clients.filters import Op
from vernost.intake.selectors import fell_through_clients
from vernost.sales import selectors
from vernost.sales.models import Deal, State

OPEN, LOST, WON = Q(state=State.OPEN), Q(state=State.LOST), Q(state=State.WON)


def fell_through(actor: Actor) -> Q:
    """A lost deal, or a request that nobody answered: the second of the three questions (rule 1.1)."""
    lost = Deal.objects.visible_to(actor).filter(LOST).order_by()
    unanswered = fell_through_clients(actor).order_by()
    return Q(pk__in=lost.values("client")) | Q(pk__in=unanswered.values("client"))


def _rows(which: Q) -> Any:
    return lambda actor: Deal.objects.visible_to(actor).filter(which)


def _stages(actor: Actor) -> Choices:
    found = selectors.stages(actor)
    several = len({one.pipeline_id for one in found}) > 1
    return [(str(one.pk), f"{one.pipeline} · {one}" if several else str(one)) for one in found]


def _reasons(actor: Actor) -> Choices:
    groups = selectors.reason_groups(actor, retired=True)
    return [(str(one.pk), str(one)) for _label, reasons in groups for one in reasons]


def _open(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
    rows = Deal.objects.visible_to(actor).filter(OPEN, client__in=ids).order_by()
    return dict(rows.values_list("client").annotate(Count("pk")))


def _open_sum(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
    rows = Deal.objects.visible_to(actor).filter(OPEN, client__in=ids).order_by()
    return {
        client: total or Decimal(0) for client, total in rows.values_list("client").annotate(Sum("amount"))
    }


def _last_lost(actor: Actor, ids: Sequence[int]) -> Mapping[int, Any]:
    rows = Deal.objects.visible_to(actor).filter(LOST, client__in=ids).order_by()
    return dict(rows.values_list("client").annotate(Max("closed_at")))


def _panel(actor: Actor, client: Any) -> Mapping[str, Any] | None:
    return {"client": client, "deals": selectors.client_deals(actor, client)}


FIELDS = (
    Field(name="deals.stage", label=_("has a deal on the stage"), kind=Kind.CHOICE, path="stage_id",
          rows=_rows(OPEN), choices=_stages, convert=int),
    Field(name="deals.sum", label=_("sum of an open deal"), kind=Kind.MONEY, path="amount", rows=_rows(OPEN),
          ops=(Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN)),
    Field(name="deals.expected", label=_("an open deal is expected"), kind=Kind.DATE, path="expected_on",
          rows=_rows(OPEN)),
    Field(name="deals.lost", label=_("a deal was lost"), kind=Kind.TIME, path="closed_at", rows=_rows(LOST)),
    Field(name="deals.reason", label=_("a deal was lost because"), kind=Kind.CHOICE, path="reason_id",
          rows=_rows(LOST), choices=_reasons, convert=int),
    Field(name="deals.won", label=_("a deal was won"), kind=Kind.TIME, path="closed_at", rows=_rows(WON)),
)  # fmt: skip
COLUMNS = (
    Column(name="deals_open", label=_("Open deals"), kind=Kind.NUMBER, many=_open),
    Column(name="deals_sum", label=_("Sum of open deals"), kind=Kind.MONEY, many=_open_sum),
    Column(name="deal_lost", label=_("Last lost deal"), kind=Kind.TIME, many=_last_lost),
)
PRESETS = (
    Preset(
        name="fell_through",
        label=pgettext_lazy("clients", "Fell through"),
        phrase=_("fell through: a lost deal or an unanswered request"),
        where=fell_through,
        question=True,
    ),
    Preset(
        name="deal_open",
        label=_("With an open deal"),
        phrase=_("have an open deal"),
        where=lambda actor: Q(pk__in=Deal.objects.visible_to(actor).filter(OPEN).order_by().values("client")),
    ),
)
PANELS = (
    Panel(
        name="deals",
        title=pgettext_lazy("menu", "Deals"),
        template="sales/client_panel.html",
        load=_panel,
        rank=15,
        verb="deal.see",
        lazy=True,
    ),
)


def register_own() -> None:
    facet = Facet(
        name="deals",
        label=pgettext_lazy("menu", "Deals"),
        fields=FIELDS,
        columns=COLUMNS,
        presets=PRESETS,
        panels=PANELS,
    )
    register(facet)
