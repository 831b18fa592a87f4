"""Pure decisions: which numbers a survey takes, what kind of answer it is, what may be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vernost.analytics.nps import kind_of as nps_kind_of
from vernost.voice.models import SurveyKind

# Content and ease are asked from 1 to 5, both: few enough for a telephone, and one reading for both.
SCALES: dict[str, tuple[int, int]] = {
    SurveyKind.NPS: (0, 10), SurveyKind.CSAT: (1, 5), SurveyKind.CES: (1, 5),
}  # fmt: skip
CRITIC, PASSIVE, PROMOTER = "critic", "passive", "promoter"
CLOSING = timedelta(hours=1)  # whoever had the page open when the survey was closed is not turned away


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said to one question of a poll: ``number`` of a scale, place of an option from 0, or words."""

    question_id: int
    number: int | None = None
    text: str = ""


def scale_of(kind: str) -> tuple[int, int] | None:
    """The least and the greatest number of the first question; a poll has none."""
    return SCALES.get(kind)


def scale_numbers(kind: str) -> Sequence[int]:
    scale = SCALES.get(kind)
    return range(scale[0], scale[1] + 1) if scale else ()


def kind_of(survey_kind: str, score: int | None) -> str:
    """``critic`` | ``passive`` | ``promoter``; of an NPS by rule 4.2, on a scale to 5: 1–2, 3, 4–5. Empty in
    a poll."""
    if score is None or survey_kind not in SCALES:
        return ""
    if survey_kind == SurveyKind.NPS:
        return nps_kind_of(score)
    return CRITIC if score <= 2 else PASSIVE if score == 3 else PROMOTER


def may_correct(answered_at: datetime, now: datetime, hours: int) -> bool:
    return now - answered_at < timedelta(hours=hours)


def takes_answers(state: str, closed_at: datetime | None, now: datetime) -> bool:
    if state == "open":
        return True
    return state == "closed" and closed_at is not None and now - closed_at < CLOSING
