"""What an answer counts as: pure, no queries (rule 4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from vernost.analytics.nps import PASSIVES_FROM, PROMOTERS_FROM, Nps
from vernost.voice.models import SurveyKind

CONTENT_FROM, DISCONTENTED_TO = 4, 2  # of a scale from 1 to 5
PROMOTER, PASSIVE, CRITIC = "promoter", "passive", "critic"
KINDS = (PROMOTER, PASSIVE, CRITIC)


def limits(kind: str) -> tuple[int, int] | None:
    """From which score an answer is high, and up to which it is low; None where nothing is scored."""
    if kind == SurveyKind.NPS:
        return PROMOTERS_FROM, PASSIVES_FROM - 1
    if kind in (SurveyKind.CSAT, SurveyKind.CES):
        return CONTENT_FROM, DISCONTENTED_TO
    return None


def scores(kind: str) -> range:
    """Every score there can be."""
    return range(11) if kind == SurveyKind.NPS else range(1, 6)


@dataclass(frozen=True, slots=True)
class Sum:
    """Answers added up. ``high``, ``low``: by ``limits``; ``points``: the sum of scores."""

    number: int = 0
    high: int = 0
    low: int = 0
    points: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.number + other.number, self.high + other.high, self.low + other.low,
            self.points + other.points,
        )  # fmt: skip

    @property
    def nps(self) -> Nps:
        return Nps(self.high, self.number - self.high - self.low, self.low)

    @property
    def mean(self) -> float | None:
        return self.points / self.number if self.number else None

    @property
    def share(self) -> float | None:
        """Of the high ones: those who recommend, or are content."""
        return self.high / self.number if self.number else None


def one(kind: str, score: int | None) -> Sum:
    """A single answer as a sum. Where a score is asked for, one without it is none; in a poll each is."""
    bounds = limits(kind)
    if bounds is None:
        return Sum(1, 0, 0, score or 0)
    if score is None:
        return Sum()
    return Sum(1, int(score >= bounds[0]), int(score <= bounds[1]), score)
