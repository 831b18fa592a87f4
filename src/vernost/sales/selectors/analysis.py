"""What is lost, on which way, by whom and from where (rule 7.4): deals that ended in a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, Sum

from vernost.access.actor import Actor
from vernost.access.policies import may, require
from vernost.clients.models import Source
from vernost.core import clock
from vernost.sales.models import Deal, Group, LostReason, Stage, StageChange, State
from vernost.sales.rules import begins, share

WON, LOST = Q(state=State.WON), Q(state=State.LOST)
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date

    @classmethod
    def of(cls, since: date | None, until: date | None) -> Period:
        """A year up to today where nothing else is said; turned round if it ends before it begins."""
        last = until or clock.today()
        first = since or last - YEAR
        return cls(min(first, last), max(first, last))


@dataclass(slots=True)
class Line:
    """Deals that ended, of one seller, one source, or all."""

    name: str
    won: int = 0
    won_money: Decimal = Decimal(0)
    lost: int = 0
    lost_money: Decimal = Decimal(0)
    days: float | None = None  # from the beginning to a win, on the average

    @property
    def ended(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> float | None:
        """Deal → sale."""
        return share(self.won, self.ended)


@dataclass(frozen=True, slots=True)
class ReasonLine:
    reason: LostReason | None  # None: nobody wrote it down
    lost: int
    money: Decimal


@dataclass(frozen=True, slots=True)
class StageLine:
    """``reached``: deals that stood on it or went further; ``lost`` and ``money``: those that ended there."""

    stage: Stage
    reached: int
    won: int
    lost: int
    money: Decimal
    days: float | None

    @property
    def rate(self) -> float | None:
        return share(self.won, self.reached)


@dataclass(frozen=True, slots=True)
class Analysis:
    period: Period
    whole: Line
    reasons: list[ReasonLine]
    stages: list[StageLine]
    sources: list[Line]
    sellers: list[Line] = field(default_factory=list)


def analysis(actor: Actor, period: Period, *, seller_id: int | None = None) -> Analysis:
    """Seven queries at most. Sellers beside each other are for heads."""
    require(actor, "deal.analyse")
    rows = Deal.objects.visible_to(actor).exclude(state=State.OPEN)
    rows = rows.filter(
        closed_at__gte=begins(period.since), closed_at__lt=begins(period.until + timedelta(days=1))
    ).order_by()
    by_seller = may(actor, "deal.analyse_by_seller")
    if seller_id is not None:
        rows = rows.filter(seller=seller_id)
    sources = _lines(rows, "source", lambda one: str(Source(one["source"]).label))
    sellers = (
        _lines(rows, "seller__name", lambda one: one["seller__name"] or one["seller_name"], "seller_name")
        if by_seller
        else []
    )
    return Analysis(period, _whole(rows), _reasons(actor, rows), _stages(actor, rows), sources, sellers)


def sellers_of(actor: Actor) -> list[tuple[int, str]]:
    """Whom the analysis may be narrowed to."""
    if not may(actor, "deal.analyse_by_seller"):
        return []
    rows = Deal.objects.visible_to(actor).exclude(state=State.OPEN).filter(seller__isnull=False)
    return list(rows.order_by("seller__name", "seller").values_list("seller", "seller__name").distinct())


SUMS = {
    "won": Count("pk", filter=WON),
    "won_money": Sum("amount", filter=WON),
    "lost": Count("pk", filter=LOST),
    "lost_money": Sum("amount", filter=LOST),
    "took": Avg(ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField()), filter=WON),
}


def _whole(rows: Any) -> Line:
    return _line("", rows.aggregate(**SUMS))


def _lines(rows: Any, key: str, name: Any, *more: str) -> list[Line]:
    """The most money lost first."""
    found = [_line(name(one), one) for one in rows.values(key, *more).annotate(**SUMS)]
    return sorted(found, key=lambda one: (-one.lost_money, -one.ended, one.name))


def _line(name: str, told: dict[str, Any]) -> Line:
    days = _days(told["took"])
    zero = Decimal(0)
    return Line(name, told["won"], told["won_money"] or zero, told["lost"], told["lost_money"] or zero, days)


def _reasons(actor: Actor, rows: Any) -> list[ReasonLine]:
    known = {one.pk: one for one in LostReason.objects.visible_to(actor)}
    counted = rows.filter(LOST).values("reason").annotate(n=Count("pk"), money=Sum("amount"))
    found = [ReasonLine(known.get(one["reason"]), one["n"], one["money"] or Decimal(0)) for one in counted]
    return sorted(found, key=lambda one: (one.reason is None, -one.money, -one.lost, str(one.reason)))


def by_group(reasons: Sequence[ReasonLine]) -> list[tuple[str, int, Decimal]]:
    """Group in words → how many, how much money; the dearest first."""
    found = []
    for group in Group:
        inside = [one for one in reasons if one.reason is not None and one.reason.group == group]
        if inside:
            money = sum((one.money for one in inside), Decimal(0))
            found.append((str(group.label), sum(one.lost for one in inside), money))
    return sorted(found, key=lambda one: -one[2])


def _stages(actor: Actor, rows: Any) -> list[StageLine]:
    """Every stage some ended deal reached, in the order of the pipelines, those no longer used too."""
    counted = rows.values("furthest").annotate(n=Count("pk"), won=Count("pk", filter=WON))
    furthest = {one["furthest"]: (one["n"], one["won"]) for one in counted}
    ended = rows.filter(LOST).values("stage").annotate(n=Count("pk"), money=Sum("amount"))
    lost = {one["stage"]: (one["n"], one["money"] or Decimal(0)) for one in ended}
    stays = StageChange.objects.visible_to(actor).filter(deal__in=rows.values("pk"), until__isnull=False)
    length = ExpressionWrapper(F("until") - F("at"), output_field=DurationField())
    took = dict(stays.order_by().values_list("stage").annotate(took=Avg(length)))
    order = ("pipeline__place", "pipeline_id", "place", "id")
    every = list(Stage.objects.visible_to(actor).select_related("pipeline").order_by(*order))
    found = []
    for stage in every:
        beyond = [
            furthest[one.pk]
            for one in every
            if one.pk in furthest and one.pipeline_id == stage.pipeline_id and one.place >= stage.place
        ]
        here, money = lost.get(stage.pk, (0, Decimal(0)))
        reached, won = sum(n for n, _won in beyond), sum(won for _n, won in beyond)
        if reached and (not stage.is_retired or here):
            found.append(StageLine(stage, reached, won, here, money, _days(took.get(stage.pk))))
    return found


def _days(length: Any) -> float | None:
    return None if length is None else length.total_seconds() / 86_400
