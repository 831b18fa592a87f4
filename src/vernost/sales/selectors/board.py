"""The board: the open deals of one pipeline by their stages. Four queries, however many deals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import RowNumber

from vernost.access.actor import Actor
from vernost.core import clock
from vernost.sales.models import Deal, Pipeline, Stage, State
from vernost.sales.models.deals import MOVING
from vernost.sales.rules import neighbours, weighed
from vernost.sales.selectors.deals import Asked, deals_asked, sellers
from vernost.sales.selectors.lists import stages
from vernost.staff.models import Employee

DRAWN = (
    "title", "amount", "expected_on", "version", "state", "stage_id", "client__name", "seller__name",
    "step__text", "step__due_on", "step__state",
)  # fmt: skip
MOST = 150  # cards of one stage; the rest is in the list


@dataclass(frozen=True, slots=True)
class Column:
    stage: Stage
    before: Stage | None
    after: Stage | None
    deals: list[Deal]
    count: int
    amount: Decimal
    unpriced: int

    @property
    def more(self) -> int:
        return self.count - len(self.deals)


@dataclass(frozen=True, slots=True)
class Board:
    pipeline: Pipeline
    pipelines: list[Pipeline]
    columns: list[Column]
    sellers: list[Employee]
    overdue: int
    still: int

    @property
    def count(self) -> int:
        return sum(one.count for one in self.columns)

    @property
    def amount(self) -> Decimal:
        return sum((one.amount for one in self.columns), Decimal(0))

    @property
    def weighed(self) -> Decimal:
        """What is to be expected by the chances of the stages."""
        return sum((weighed(one.amount, one.stage.probability) for one in self.columns), Decimal(0))


def board(actor: Actor, asked: Asked) -> Board:
    known = stages(actor)
    pipelines = list({one.pipeline_id: one.pipeline for one in known}.values())
    pipeline = next((one for one in pipelines if one.pk == asked.pipeline_id), pipelines[0])
    ways = [one for one in known if one.pipeline_id == pipeline.pk]
    rows = deals_asked(actor, replace(asked, state=State.OPEN)).filter(stage__in=[one.pk for one in ways])
    sums = _sums(rows)
    cards = _cards(rows)
    columns = [_column(before, stage, after, sums, cards) for before, stage, after in neighbours(ways)]
    overdue = sum(one["overdue"] for one in sums.values())
    still = sum(one["still"] for one in sums.values())
    return Board(pipeline, pipelines, columns, sellers(actor), overdue, still)


def _sums(rows: Any) -> dict[int, dict[str, Any]]:
    counted = (
        rows.order_by()
        .values("stage")
        .annotate(
            n=Count("pk"),
            total=Sum("amount"),
            unpriced=Count("pk", filter=Q(amount=None)),
            overdue=Count("pk", filter=Q(expected_on__lt=clock.today())),
            moving=Count("pk", filter=MOVING),
        )
    )
    return {one["stage"]: one | {"still": one["n"] - one["moving"]} for one in counted}


def _cards(rows: Any) -> dict[int, list[Deal]]:
    """The first of each stage: those expected soonest."""
    order = (F("expected_on").asc(nulls_last=True), F("id").asc())
    numbered = rows.annotate(row=Window(RowNumber(), partition_by=F("stage_id"), order_by=order))
    wanted = numbered.filter(row__lte=MOST).select_related("client", "seller", "step").only(*DRAWN)
    found: dict[int, list[Deal]] = {}
    for deal in wanted.order_by("stage_id", "row"):
        found.setdefault(deal.stage_id, []).append(deal)
    return found


def _column(
    before: Stage | None,
    stage: Stage,
    after: Stage | None,
    sums: dict[int, dict[str, Any]],
    cards: dict[int, list[Deal]],
) -> Column:
    told = sums.get(stage.pk, {})
    return Column(
        stage,
        before,
        after,
        cards.get(stage.pk, []),
        told.get("n", 0),
        told.get("total") or Decimal(0),
        told.get("unpriced", 0),
    )
