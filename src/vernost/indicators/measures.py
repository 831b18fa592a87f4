"""What an indicator is: its name, formula, unit, which way is better, and what it is reckoned from.

    ORDERS = indicator(9, "revenue", …)          one file a group in registry/, thirty-five in all (rule 11)

Sums of days carry all of them: ``kind`` says how the sums of a period become its figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.core.errors import Text
from vernost.indicators.errors import NoSuchIndicator
from vernost.indicators.models import Level


class Group(Enum):
    COMING = pgettext_lazy("indicators", "Coming")
    SELLING = pgettext_lazy("indicators", "Selling")
    KEEPING = pgettext_lazy("indicators", "Keeping")
    LOVING = pgettext_lazy("indicators", "Loving")
    CARING = pgettext_lazy("indicators", "Caring")


class Kind(StrEnum):
    """How the sums of the days of a period become one figure."""

    COUNT = "count"  # Σ top; rare things: Poisson
    SUM = "sum"  # Σ top; money: how much days differ
    SHARE = "share"  # Σ top ÷ Σ bottom, cases out of cases
    RATIO = "ratio"  # Σ top ÷ Σ bottom × scale, anything over anything
    PER_STOCK = "per_stock"  # Σ top ÷ mean bottom of the days × scale
    MEDIAN = "median"  # of the values in the bins
    SCORE = "score"  # NPS of the scores in the bins
    TRUST = "trust"  # (Σ top + 1) ÷ (Σ bottom + 2), rule 1.9
    STOCK = "stock"  # top of the last day
    STOCK_RATIO = "stock_ratio"  # top ÷ bottom of the last day × scale
    COMPOSED = "composed"  # of other indicators


AT_AN_END = frozenset({Kind.STOCK, Kind.STOCK_RATIO})
BY_BINS = frozenset({Kind.MEDIAN, Kind.SCORE})
GROWING = frozenset({Kind.COUNT, Kind.SUM})  # twice the days, twice the figure


class Unit(StrEnum):
    NUMBER = "number"
    MONEY = "money"  # kept in minor units
    PERCENT = "percent"  # kept as a share, 0…1
    POINTS = "points"
    STARS = "stars"
    MINUTES = "minutes"
    DAYS = "days"  # kept in hours
    TIMES = "times"


UNITS: dict[Unit, Text] = {
    Unit.NUMBER: pgettext_lazy("unit", "number"),
    Unit.MONEY: pgettext_lazy("unit", "money"),
    Unit.PERCENT: pgettext_lazy("unit", "per cent"),
    Unit.POINTS: pgettext_lazy("unit", "points, from −100 to 100"),
    Unit.STARS: pgettext_lazy("unit", "stars, from 1 to 5"),
    Unit.MINUTES: pgettext_lazy("unit", "minutes of working time"),
    Unit.DAYS: pgettext_lazy("unit", "days"),
    Unit.TIMES: pgettext_lazy("unit", "times"),
}

EVERY_LEVEL = frozenset(Level)
FIRM_ONLY = frozenset({Level.FIRM})


@dataclass(frozen=True, slots=True)
class Indicator:
    """``target`` by default, where the practice names one; ``rows``: what stands behind the number."""

    number: int
    slug: str
    group: Group
    name: Text
    formula: Text
    unit: Unit
    kind: Kind
    better_up: bool
    rule: str
    digits: int = 0
    scale: float = 1
    target: float | None = None
    levels: frozenset[Level] = EVERY_LEVEL
    rows: str = ""
    of: tuple[int, int] = (0, 0)  # COMPOSED: the one over the other

    @property
    def better(self) -> Text:
        return _("the more, the better") if self.better_up else _("the less, the better")

    @property
    def unit_words(self) -> Text:
        return UNITS[self.unit]

    @property
    def is_stock(self) -> bool:
        return self.kind in AT_AN_END

    @property
    def is_growing(self) -> bool:
        return self.kind in GROWING


INDICATORS: dict[int, Indicator] = {}


def indicator(number: int, slug: str, group: Group, name: Text, formula: Text, **how: object) -> Indicator:
    if number in INDICATORS or any(one.slug == slug for one in INDICATORS.values()):
        raise ValueError(f"indicator {number} {slug} is declared twice")
    INDICATORS[number] = Indicator(number, slug, group, name, formula, **how)  # type: ignore[arg-type]
    return INDICATORS[number]


def by_slug(slug: str) -> Indicator:
    found = next((one for one in INDICATORS.values() if one.slug == slug), None)
    if found is None:
        raise NoSuchIndicator
    return found


def every() -> list[Indicator]:
    return [INDICATORS[number] for number in sorted(INDICATORS)]
