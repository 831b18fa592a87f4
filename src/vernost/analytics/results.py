"""What an analysis of an order log answers: plain frozen values, no engine behind them.

Money is whole minor units (kopecks, cents) as ``int``; shares lie in 0…1; dates are ``date``.
``None`` stands for what the log cannot tell; nothing is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Totals:
    """What the log holds. ``gross + refunds == net`` to the minor unit; ``refunds`` ≤ 0."""

    clients: int
    orders: int
    purchases: int
    gross: int
    refunds: int
    net: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class CameBack:
    """Of the clients past the line on ``cut``, the share who bought again within the horizon (rule 2.3)."""

    share: float | None
    cases: int
    returned: int
    cut: date | None
    horizon_days: int | None


@dataclass(frozen=True, slots=True)
class YearFlow:
    """Flow of clients over the year before the day asked (rule 2.6): start + new − lost + returned = end."""

    start: int
    new: int
    lost: int
    returned: int
    end: int
    ratio: float | None  # lost ÷ (start + new) × 100


@dataclass(frozen=True, slots=True)
class Loss:
    """Rules 2.6 and 2.7; ``ratio`` is in per cent, ``money_a_year`` in minor units."""

    total: int
    lost: int
    ratio: float | None
    money_a_year: int
    came_back: CameBack
    year: YearFlow | None


@dataclass(frozen=True, slots=True)
class Ltv:
    """Rule 3.1, with each factor of the formula so that a page can show how it was made."""

    formula: int | None
    sum_of_average_checks: int
    purchases_a_month: float
    margin_share: float
    margin_source: str  # "orders" | "given" | "revenue"
    average_months: float
    clients: int


@dataclass(frozen=True, slots=True)
class AbcClass:
    clients: int
    profit: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of ABC × XYZ."""

    abc: str
    xyz: str
    winback: str  # "first" | "must" | "if_possible" | "let_go" (rule 6.1)
    clients: int
    lost: int
    profit: int
    money_lost_a_year: int


@dataclass(frozen=True, slots=True)
class Winback:
    """Lost clients of one win-back class (rule 6.1)."""

    clients: int
    money_a_year: int


@dataclass(frozen=True, slots=True)
class RfmCell:
    recency: int
    frequency: int
    clients: int
    revenue: int
    segment: str


@dataclass(frozen=True, slots=True)
class CohortMonth:
    month: int  # months since the first purchase; 0 is the month of the first purchase itself
    active: int
    share: float
    revenue: int
    cumulative_per_client: float  # minor units


@dataclass(frozen=True, slots=True)
class Cohort:
    """Clients by month of first purchase (rule 3.6)."""

    cohort: date  # first day of the month
    clients: int
    months: tuple[CohortMonth, ...]


@dataclass(frozen=True, slots=True)
class Pareto:
    """Rule 3.5: the curve (share of clients, share of profit) and the share of clients that bring 80 %."""

    curve: tuple[tuple[float, float], ...]
    share_for_80: float | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that ``vernost report`` tells; ``clients`` is an Ibis table, one row a client."""

    as_of: date
    totals: Totals
    lifecycle: dict[str, int]
    loss: Loss
    base_rhythm_days: float | None
    ltv: Ltv
    abc: dict[str, AbcClass]
    profit_source: str  # "orders" | "revenue"
    xyz: dict[str, int]
    xyz_own_lines: tuple[float, float] | None  # the firm's own terciles, where asked for
    matrix: tuple[MatrixCell, ...]
    winback: dict[str, Winback]
    rfm: dict[str, int]
    rfm_grid: tuple[RfmCell, ...]
    cohorts: tuple[Cohort, ...]
    pareto: Pareto
    clients: Any
    steps: Any = None  # the purchases with their pauses, an Ibis table


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of each client once the log is summed up, before it is judged: what forecasts rest on.

    ``clients`` is an Ibis table with ``client``, ``purchases``, ``first_purchase``, ``last_purchase``,
    ``revenue`` and ``first_amount``; ``steps`` that of an :class:`Analysis`.
    """

    as_of: date
    first_day: date
    clients: Any
    steps: Any

    @classmethod
    def of(cls, analysis: Analysis) -> Known:
        return cls(analysis.as_of, analysis.totals.first_day, analysis.clients, analysis.steps)
