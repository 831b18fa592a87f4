"""Pure decisions about the paths of answers (rules 4.2–4.4) and improvements (rule 4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt

from vernost.core.worktime import WorkCalendar
from vernost.voice.models import ENDS, Outcome, Path, Stage, SurveyKind
from vernost.voice.rules import kind_of

# What nobody chooses on the page: a complaint is opened, a letter is sent.
BY_THEMSELVES = (Outcome.COMPLAINT, Outcome.LETTER)
# The client was spoken to: written down as a talk, so that the silence towards them is over.
TALKED = (
    Outcome.MENDED, Outcome.CANNOT, Outcome.GIVEN, Outcome.RECOMMENDS, Outcome.REVIEW, Outcome.THANKED,
    Outcome.NO_WISH,
)  # fmt: skip
NEEDS_A_CAUSE = (Outcome.MENDED, Outcome.CANNOT)
NEEDS_WORDS = (Outcome.MENDED, Outcome.CANNOT)
Z95 = 1.959963984540054


def path_of(score: int) -> Path:
    """Rule 4.2: promoters 9–10, passives 7–8, critics 0–6."""
    return Path(kind_of(SurveyKind.NPS, score))


def is_pursued(*, kind: str, score: int | None, guess: bool, client_id: int | None) -> bool:
    """A counted answer to «would you recommend us» of somebody we know. A guess starts nothing."""
    return kind == SurveyKind.NPS and score is not None and not guess and client_id is not None


def choices(path: str) -> tuple[Outcome, ...]:
    """What whoever walks the path may say of its end."""
    return tuple(one for one in ENDS[Path(path)] if one not in BY_THEMSELVES)


def took(calendar: WorkCalendar, since: datetime, until: datetime) -> int:
    """Whole minutes of working time."""
    return int(calendar.between(since, until) / timedelta(minutes=1))


def repeat_at(helped_at: datetime, after: timedelta, pause_ends: datetime | None) -> datetime:
    """When one who was helped is asked again: some days later, and not before the pause between surveys is
    over (``None``: the firm asks this once in spite of the pause)."""
    wanted = helped_at + after
    return max(wanted, pause_ends) if pause_ends is not None else wanted


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"  # of a count: no change that chance alone would not make
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Count:
    """``named`` of ``of`` answers name a cause."""

    named: int
    of: int

    @property
    def share(self) -> float | None:
        """Of 100."""
        return 100 * self.named / self.of if self.of else None


def change_of(before: Count, after: Count) -> tuple[float, float]:
    """95 % interval of the change of a share, in points of 100: after less before (Agresti and Caffo, 2000:
    one naming and one not added to each side, so that few answers do not shout)."""
    n, m = before.of + 2, after.of + 2
    p, q = (before.named + 1) / n, (after.named + 1) / m
    half = Z95 * sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return 100 * (q - p - half), 100 * (q - p + half)


def verdict_of_count(before: Count, after: Count) -> Verdict:
    """Whether a cause is named less often than before, beyond what chance alone makes."""
    if not before.of or not after.of:
        return Verdict.UNKNOWN
    low, high = change_of(before, after)
    if low <= 0 <= high:
        return Verdict.SAME
    return Verdict.BETTER if high < 0 else Verdict.WORSE


def verdict_of_number(before: float, after: float, *, higher_is_better: bool) -> Verdict:
    """Of a number of one's own nothing is known of chance: it rose, fell, or is the same."""
    if before == after:
        return Verdict.SAME
    return Verdict.BETTER if (after > before) == higher_is_better else Verdict.WORSE


FLOW = tuple(Stage)


def following(stage: str) -> Stage | None:
    place = FLOW.index(Stage(stage))
    return FLOW[place + 1] if place + 1 < len(FLOW) else None
