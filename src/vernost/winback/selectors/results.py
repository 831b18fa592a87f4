"""Did it work: returned ÷ tried, money back and cost, against those who were left alone (rule 6.5).

Compared are whole rounds by what was drawn, not by what was done (intention to treat): whoever was drawn to
be asked counts as asked, also while the plan runs or where it was called off. A purchase counts until the
last day of the round's own horizon, in both groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import may, require
from vernost.analytics.uplift import Uplift, uplift
from vernost.core.money import rounded
from vernost.core.practice import ASKED_BACK_BUY, HOUR_RATE
from vernost.retention.models import Winback
from vernost.staff.models import Employee
from vernost.winback.models import (
    OPEN,
    Arm,
    Channel,
    Plan,
    PlanStep,
    Reason,
    Round,
    Standing,
    StepState,
    Template,
)

BACK = Q(bought_on__isnull=False, bought_on__lte=F("until"))
COUNTS = ~Q(state=Standing.CALLED_OFF, round=None) & Q(round__called_off_on=None)
BY = ("winback_class", "reason", "channel", "offer", "responsible", "template")
MOST = 30


@dataclass(frozen=True, slots=True)
class Line:
    """``asked``: plans; ``running``: of them still under way; ``alone``: of the control group, where this can
    be asked of it at all."""

    name: str
    asked: int
    back: int
    running: int
    money: Decimal
    cost: Decimal
    alone: int = 0
    alone_back: int = 0

    @property
    def share(self) -> float | None:
        return self.back / self.asked if self.asked else None

    @property
    def against(self) -> Uplift:
        return uplift(asked=self.asked, asked_back=self.back, alone=self.alone, alone_back=self.alone_back)

    @property
    def net(self) -> Decimal:
        return self.money - self.cost


@dataclass(frozen=True, slots=True)
class Results:
    """``whole``: every plan; ``compared``: of rounds with a control group alone."""

    whole: Line
    compared: Uplift
    by: str
    lines: list[Line]
    rounds: list[Round]
    yardstick: Decimal


def results(actor: Actor, by: str = "winback_class") -> Results:
    """By class, reason, channel, offer, employee or template; a fixed number of queries."""
    require(actor, "winback.results")
    by = by if by in dimensions(actor) else BY[0]
    plans = Plan.objects.visible_to(actor).filter(COUNTS).order_by()
    return Results(
        whole=_whole(actor, plans, ""),
        compared=_compared(plans.filter(round__in=_with_control(actor))),
        by=by,
        lines=_by_channel(actor, plans) if by == "channel" else _by(actor, plans, by),
        rounds=list(Round.objects.visible_to(actor).select_related("by")[:MOST]),
        yardstick=Decimal(ASKED_BACK_BUY.value()),
    )


def dimensions(actor: Actor) -> tuple[str, ...]:
    return (
        BY if may(actor, "winback.results_by_employee") else tuple(one for one in BY if one != "responsible")
    )


@dataclass(frozen=True, slots=True)
class RoundCard:
    round: Round
    whole: Line
    compared: Uplift
    by_class: list[Line]


def round_card(actor: Actor, pk: Any) -> RoundCard:
    """A round by the clients whom the actor sees."""
    rows: Any = Round.objects.select_related("by")
    row: Round = fetch(actor, rows, pk, verb="winback.see")
    plans = Plan.objects.visible_to(actor).filter(round=row).order_by()
    return RoundCard(
        row, _whole(actor, plans, row.name), _compared(plans), _by(actor, plans, "winback_class")
    )


def round_size(actor: Actor, row: Round) -> tuple[int, int]:
    """How many are asked and how many left alone."""
    rows = Plan.objects.visible_to(actor).filter(round=row).order_by()
    found = dict(rows.values_list("arm").annotate(n=Count("pk")))
    return found.get(Arm.ASKED, 0), found.get(Arm.ALONE, 0)


def _with_control(actor: Actor) -> QuerySet[Plan, Any]:
    """Rounds without anybody left alone say nothing about the difference."""
    rows: Any = Plan.objects.visible_to(actor).filter(arm=Arm.ALONE)
    found: QuerySet[Plan, Any] = rows.order_by().values("round").distinct()
    return found


def _compared(plans: Any) -> Uplift:
    rows = plans.values_list("arm").annotate(n=Count("pk"), back=Count("pk", filter=BACK))
    found = {arm: (number, back) for arm, number, back in rows}
    asked, alone = found.get(Arm.ASKED, (0, 0)), found.get(Arm.ALONE, (0, 0))
    return uplift(asked=asked[0], asked_back=asked[1], alone=alone[0], alone_back=alone[1])


def _sums() -> dict[str, Any]:
    is_asked = Q(arm=Arm.ASKED)
    return {
        "asked": Count("pk", filter=is_asked),
        "back": Count("pk", filter=is_asked & BACK),
        "running": Count("pk", filter=is_asked & Q(state__in=OPEN)),
        "money": Sum("money_back", filter=is_asked & BACK),
        "offers": Sum("offer_cost", filter=is_asked & BACK),
        "alone": Count("pk", filter=~is_asked),
        "alone_back": Count("pk", filter=~is_asked & BACK),
    }


def _line(name: str, row: Mapping[str, Any], minutes: int) -> Line:
    hours = Decimal(HOUR_RATE.value()) * minutes / 60
    return Line(
        name=name,
        asked=row["asked"],
        back=row["back"],
        running=row["running"],
        money=row["money"] or Decimal(0),
        cost=rounded((row["offers"] or Decimal(0)) + hours),
        alone=row.get("alone", 0),
        alone_back=row.get("alone_back", 0),
    )


def _worked(actor: Actor, plans: Any) -> Any:
    """Steps that took time, of these plans."""
    steps = PlanStep.objects.visible_to(actor).filter(plan__in=plans.values("pk"), state=StepState.DONE)
    return steps.order_by()


def _whole(actor: Actor, plans: Any, name: str) -> Line:
    minutes = _worked(actor, plans).aggregate(sum=Sum("minutes"))["sum"] or 0
    return _line(name, plans.aggregate(**_sums()), minutes)


def _by(actor: Actor, plans: Any, column: str) -> list[Line]:
    columns = [column, "template_version"] if column == "template" else [column]
    rows = plans.exclude(offer="") if column == "offer" else plans
    counted = list(rows.values(*columns).annotate(**_sums()))
    spent = _worked(actor, plans).values_list(*[f"plan__{one}" for one in columns]).annotate(n=Sum("minutes"))
    minutes = {tuple(row[:-1]): row[-1] for row in spent}
    names = _names(actor, column, {row[column] for row in counted})
    lines = []
    for row in counted:
        key = tuple(row[one] for one in columns)
        name = names.get(row[column], str(row[column] or ""))
        name = f"{name}, v{row['template_version']}" if column == "template" else name
        lines.append(_line(name, row, minutes.get(key, 0) or 0))
    return sorted(lines, key=lambda one: (-one.asked, one.name))[:MOST]


def _by_channel(actor: Actor, plans: Any) -> list[Line]:
    """By the channel of the first step. Who is left alone has none."""
    firsts = PlanStep.objects.visible_to(actor).filter(plan__in=plans.values("pk"), place=0).order_by()
    back = Q(plan__bought_on__isnull=False, plan__bought_on__lte=F("plan__until"))
    counted = firsts.values("channel").annotate(
        asked=Count("pk"),
        back=Count("pk", filter=back),
        running=Count("pk", filter=Q(plan__state__in=OPEN)),
        money=Sum("plan__money_back", filter=back),
        offers=Sum("plan__offer_cost", filter=back),
    )
    minutes: dict[str, int] = {}
    spent = _worked(actor, plans).filter(plan__steps__place=0)
    for channel, number in spent.values_list("plan__steps__channel").annotate(n=Sum("minutes")):
        minutes[channel] = number
    lines = [
        _line(str(Channel(row["channel"]).label), row, minutes.get(row["channel"], 0)) for row in counted
    ]
    return sorted(lines, key=lambda one: (-one.asked, one.name))


def _names(actor: Actor, column: str, keys: set[Any]) -> dict[Any, str]:
    match column:
        case "winback_class":
            return {value: str(label) for value, label in Winback.choices}
        case "reason":
            return {one.pk: str(one) for one in Reason.objects.visible_to(actor)}
        case "template":
            return {one.pk: str(one) for one in Template.objects.visible_to(actor)}
        case "responsible":
            return dict(Employee.objects.filter(pk__in=keys - {None}).values_list("pk", "name"))
    return {}
