"""Cost of serving and Pareto (rules 3.2, 3.5, 5.7): who brings the profit, and whom the time goes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.money import from_minor
from vernost.core.practice import ABC_WINDOW, HOUR_RATE, PARETO_PROFIT, PARETO_TAIL
from vernost.indicators.models import Tally
from vernost.indicators.selectors import Subject, subject_of, subjects
from vernost.indicators.sums.serving import COSTS, NUMBERS, PROFIT, TIME, Place
from vernost.retention.models import BaseFacts


@dataclass(slots=True)
class Line:
    """Of one place in the order of profit. Money in minor units."""

    place: Place | None
    name: str
    clients: float = 0
    profit: float = 0
    minutes: float = 0
    talks: float = 0
    costs: float = 0
    rate: float = 0  # minor units an hour

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def work(self) -> float:
        return self.hours * self.rate

    @property
    def left(self) -> float:
        """Profit less the cost of serving (rule 3.2)."""
        return self.profit - self.work - self.costs

    @property
    def profit_money(self) -> Decimal:
        return from_minor(round(self.profit))

    @property
    def cost_money(self) -> Decimal:
        return from_minor(round(self.work + self.costs))

    @property
    def left_money(self) -> Decimal:
        return from_minor(round(self.left))

    @property
    def each_money(self) -> Decimal | None:
        return from_minor(round(self.left / self.clients)) if self.clients else None


@dataclass(frozen=True, slots=True)
class Serving:
    subject: Subject
    subjects: list[Subject]
    as_of: date | None
    lines: list[Line]
    whole: Line
    first: float
    tail: float
    days: int
    by_margin: bool

    def share(self, line: Line, name: str) -> float | None:
        whole = getattr(self.whole, name)
        return getattr(line, name) / whole if whole > 0 else None

    @property
    def told(self) -> list[tuple[Line, float | None, float | None, float | None]]:
        """With its share of the clients, of the profit and of the time."""
        return [
            (line, self.share(line, "clients"), self.share(line, "profit"), self.share(line, "minutes"))
            for line in self.lines
        ]

    @property
    def first_share(self) -> float | None:
        """Of the clients: who bring the first share of the profit."""
        return self.share(self.lines[Place.FIRST], "clients")

    @property
    def tail_time(self) -> float | None:
        """Of the time: what goes to those who bring the last share, and to those who bring nothing."""
        if self.whole.minutes <= 0:
            return None
        spent = sum(self.lines[place].minutes for place in (Place.LAST, Place.NOTHING))
        return spent / self.whole.minutes


def names(first: float, tail: float) -> dict[Place, str]:
    return {
        Place.FIRST: _("Bring the first {share}% of the profit").format(share=f"{first:g}"),
        Place.BETWEEN: _("Between"),
        Place.LAST: _("Bring the last {share}%").format(share=f"{tail:g}"),
        Place.NOTHING: _("Bring nothing or less"),
    }


def serving(actor: Actor, *, key: str = "") -> Serving:
    """Of the last night, for the firm, a team, a manager whom the actor sees. Six queries."""
    require(actor, "indicator.see")
    known = subjects(actor)
    subject = subject_of(actor, key, known)
    rows = Tally.objects.visible_to(actor).filter(
        level=subject.level, subject=subject.pk, indicator__in=NUMBERS
    )
    as_of = rows.order_by("-day").values_list("day", flat=True).first()
    first, tail = float(PARETO_PROFIT.value()), float(PARETO_TAIL.value())
    rate = float(HOUR_RATE.value()) * 100
    lines = [Line(place, name, rate=rate) for place, name in names(first, tail).items()]
    whole = Line(None, _("All together"), rate=rate)
    for number, one, top, bottom in rows.filter(day=as_of).values_list("indicator", "bin", "top", "bottom"):
        for line in (lines[one], whole):
            _add(line, number, top, bottom)
    source = BaseFacts.objects.values_list("profit_source", flat=True).first()
    return Serving(
        subject, known, as_of, lines, whole, first, tail, int(ABC_WINDOW.value()), source == "orders"
    )


def _add(line: Line, number: int, top: float, bottom: float) -> None:
    if number == PROFIT:
        line.profit += top
        line.clients += bottom
    elif number == TIME:
        line.minutes += top
        line.talks += bottom
    elif number == COSTS:
        line.costs += top
