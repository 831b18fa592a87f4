"""The thresholds of the practice, as one value; each is a setting that a firm may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Terms:
    """Defaults of the rules, by rule number.

    ``line_factor`` and ``line_quantile`` make the lost line (2.3), ``line_floor_days`` is its least
    length; ``own_pauses`` is how many pauses make an own rhythm (2.2); ``fragile_purchases`` and
    ``fragile_rhythms`` bound the time after a return (2.4); ``abc_*`` are shares of profit (3.2) over
    ``abc_months``; ``xyz_*`` are coefficients of variation (3.3) with ``xyz_periods`` the fewest periods.
    """

    line_factor: float = 4 / 3
    line_quantile: float = 0.9
    line_floor_days: int = 14
    own_pauses: int = 3
    fragile_purchases: int = 3
    fragile_rhythms: float = 2.0
    abc_months: int = 12
    abc_a: float = 0.80
    abc_b: float = 0.95
    xyz_x: float = 0.10
    xyz_y: float = 0.25
    xyz_periods: int = 3
    horizon_days: int = 365
    good_loss: tuple[float, float] = (9.0, 11.0)


PRACTICE = Terms()


def window_start(as_of: date, months: int) -> date:
    """The same day ``months`` earlier; the last day of a shorter month where there is no such day."""
    index = as_of.year * 12 + as_of.month - 1 - months
    for day in range(as_of.day, 0, -1):
        try:
            return date(index // 12, index % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
