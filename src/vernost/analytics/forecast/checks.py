"""What a check on the past found: plain values (rules 2.3 and 2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vernost.analytics.forecast.scores import Band


@dataclass(frozen=True)
class LostCheck:
    """A rule of being lost against what followed. "Of `called` clients called lost `right` did not come
    back".
    """

    rule: str  # "plain", "model", "90", "180", "365" days
    called: int
    right: int
    gone: int  # clients who did not come back, called or not
    clients: int

    @property
    def precision(self) -> float | None:
        return self.right / self.called if self.called else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gone if self.gone else None

    @property
    def youden(self) -> float | None:
        """Recall + share of the returning that were rightly not called − 1: 0 is a coin, 1 is perfect."""
        stayed = self.clients - self.gone
        if not self.gone or not stayed:
            return None
        return self.right / self.gone - (self.called - self.right) / stayed


@dataclass(frozen=True)
class SumCheck:
    """A forecast sum beside what came and naive guesses; `same_as_last_year` None where the log is too young.

    Last year: purchases a client of the same window a year before × clients now. `client_error*` are mean
    absolute errors a client: by the forecast, and by "as in the last so many days".
    """

    forecast: float
    actual: float
    same_as_last_year: float | None
    mean_rate: float
    client_error: float
    client_error_naive: float


@dataclass(frozen=True)
class CutCheck:
    """All that one earlier day tells. Money in minor units."""

    cut: date
    horizon: int
    clients: int
    bands: tuple[Band, ...]  # chance of a purchase, said and come
    alive_bands: tuple[Band, ...]  # chance alive, and the share who bought
    log_loss: float
    published_log_loss: float
    area_under_curve: float | None
    lost: tuple[LostCheck, ...]
    purchases: SumCheck
    revenue: SumCheck
    learned: bool

    def lost_by(self, rule: str) -> LostCheck:
        return next(check for check in self.lost if check.rule == rule)


@dataclass(frozen=True)
class Multiplier:
    """The multiplier of rule 2.3 by Youden's J on the firm's own past.

    `suggested` None where no multiplier of the grid is best: `best` then lies at the grid's end `at_edge`,
    which says that in this trade a longer silence always tells more, not where the line should be.
    """

    used: float
    suggested: float | None
    best: float | None
    at_edge: bool
    tried: tuple[tuple[float, float], ...]  # multiplier, mean J


@dataclass(frozen=True)
class Backtest:
    checks: tuple[CutCheck, ...]  # newest first
    multiplier: Multiplier
    sampled_of: int | None  # clients of the log, where only a part of them was checked
