"""Where clients came from, what they cost and what they bring (rule 1.5): compared by what they bring over
time, not by how many came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, F, Sum, Value, When
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.access.policies import may, require
from vernost.clients.models import Source
from vernost.clients.selectors import costs_between
from vernost.core import clock
from vernost.core.searching import folded
from vernost.retention.losing import Period
from vernost.retention.models import ClientFacts

SPANS = (3, 6, 12)
SHOWN = 12  # details of a source; the rest stands together
USUAL = timedelta(days=730)


@dataclass(slots=True)
class Gain:
    """What the clients brought in their first ``months``, on average, of those ``clients`` who have been
    here that long."""

    months: int
    clients: int = 0
    total: Decimal = field(default_factory=Decimal)

    @property
    def mean(self) -> Decimal | None:
        return self.total / self.clients if self.clients else None


@dataclass(slots=True)
class Line:
    """A source, or one detail of it. ``cost``: None where it is not for the viewer to see."""

    source: str
    name: str
    clients: int = 0
    cost: Decimal | None = None
    gains: dict[int, Gain] = field(default_factory=lambda: {months: Gain(months) for months in SPANS})
    details: list[Line] = field(default_factory=list)

    @property
    def cost_each(self) -> Decimal | None:
        """Cost per new client; nobody came, no cost each."""
        return self.cost / self.clients if self.cost and self.clients else None

    @property
    def three(self) -> Gain:
        return self.gains[3]

    @property
    def six(self) -> Gain:
        return self.gains[6]

    @property
    def twelve(self) -> Gain:
        return self.gains[12]

    @property
    def left(self) -> Decimal | None:
        """What a client brings in a year, less what it cost that they came."""
        mean = self.gains[12].mean
        return None if mean is None else mean - (self.cost_each or Decimal(0))

    def add(self, row: dict[str, Any]) -> None:
        self.clients += row["n"]
        for months in SPANS:
            told, gain = row[f"n_{months}"], self.gains[months]
            gain.clients += told
            gain.total += row[f"sum_{months}"] or Decimal(0)


@dataclass(frozen=True, slots=True)
class Sources:
    period: Period
    lines: list[Line]
    whole: Line
    has_costs: bool

    @property
    def compared(self) -> list[Line]:
        """Those whose clients have been here for a year: what they bring can be compared."""
        return [line for line in self.lines if line.gains[12].clients]


def usual_period() -> Period:
    return Period(clock.today() - USUAL, clock.today())


def sources(actor: Actor, period: Period | None = None) -> Sources:
    """Of the clients who first bought within the period, those who bring the most first. Two queries."""
    require(actor, "sources.see")
    period = period or usual_period()
    # Costs are the firm's: beside a part of its clients they would say nothing true.
    has_costs = actor.sees_all and may(actor, "cost.see")
    found: dict[str, Line] = {}
    details: dict[tuple[str, str], Line] = {}
    whole = Line("", "", cost=Decimal(0) if has_costs else None)
    for row in _came(actor, period):
        detail = row["which"] or ""
        _line(found, row["client__source"], has_costs).add(row)
        _detail(details, row["client__source"], detail, has_costs).add(row)
        whole.add(row)
    if has_costs:
        _with_costs(actor, period, found, details, whole)
    for (source, key), line in details.items():
        if key:
            found[source].details.append(line)
    for line in found.values():
        line.details = _most(line.details)
    lines = sorted(found.values(), key=_by_gain)
    return Sources(period, lines, whole, has_costs)


def _came(actor: Actor, period: Period) -> Any:
    """By source and detail; of partners the detail is the partner."""
    rows = ClientFacts.objects.visible_to(actor).filter(
        first_purchase__gte=period.since, first_purchase__lte=period.until, client__is_live=True
    )
    partner = When(client__partner__isnull=False, then=F("client__partner__name"))
    which = Case(partner, default=F("client__source_detail"), output_field=CharField())
    sums: dict[str, Any] = {"n": Count("pk")}
    for months in SPANS:
        sums[f"n_{months}"] = Count(f"brought_{months}")
        sums[f"sum_{months}"] = Sum(f"brought_{months}")
    named = rows.annotate(which=Coalesce(which, Value("")))
    return named.order_by().values("client__source", "which").annotate(**sums)


def _line(found: dict[str, Line], source: str, has_costs: bool) -> Line:
    if source not in found:
        found[source] = Line(source, str(Source(source).label), cost=Decimal(0) if has_costs else None)
    return found[source]


def _detail(found: dict[tuple[str, str], Line], source: str, name: str, has_costs: bool) -> Line:
    key = (source, folded(name))
    if key not in found:
        found[key] = Line(source, name, cost=Decimal(0) if has_costs else None)
    return found[key]


def _with_costs(
    actor: Actor,
    period: Period,
    found: dict[str, Line],
    details: dict[tuple[str, str], Line],
    whole: Line,
) -> None:
    """A channel that cost something and brought nobody is a line too: it is the dearest of all."""
    for (source, _key), (total, detail) in costs_between(actor, period.since, period.until).items():
        for line in (
            _line(found, source, has_costs=True),
            _detail(details, source, detail, has_costs=True),
            whole,
        ):
            line.cost = (line.cost or Decimal(0)) + total


def _most(details: list[Line]) -> list[Line]:
    return sorted(details, key=_by_gain)[:SHOWN]


def _by_gain(line: Line) -> tuple[Any, ...]:
    """What they bring in a year, then in less, then how many they are."""
    means = [line.left, *(line.gains[months].mean for months in (6, 3))]
    return (*(-(one if one is not None else Decimal(-(10**12))) for one in means), -line.clients, line.name)
