"""Surveys as they are listed and opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.paging import Page, keyset_page
from vernost.voice.models import Invitation, InvitationState, Question, Response, Survey, SurveyState


@dataclass(frozen=True, slots=True)
class Line:
    """A survey with how many were asked by letter, how many answers came by all ways, and to how many of the
    letters; of those whom the actor sees."""

    survey: Survey
    asked: int
    answered: int
    replied: int = 0

    @property
    def share(self) -> float | None:
        return self.replied / self.asked if self.asked else None


def survey_list(actor: Actor, *, after: str = "") -> tuple[list[Line], str]:
    """Newest first: three queries, whatever the number of answers is counted on the index of the survey."""
    require(actor, "voice.see")
    page: Page[Survey] = keyset_page(Survey.objects.visible_to(actor), order=("-made_at", "-id"), after=after)
    ids = [one.pk for one in page.rows]
    asked = _counted(Invitation, actor, ids, Q(asked_at__isnull=False))
    answered = _counted(Response, actor, ids, Q(is_guess=False))
    lines = [Line(one, asked.get(one.pk, 0), answered.get(one.pk, 0)) for one in page.rows]
    return lines, page.next


def survey_line(actor: Actor, survey: Survey) -> Line:
    asked = _counted(Invitation, actor, [survey.pk], Q(asked_at__isnull=False))
    answered = _counted(Response, actor, [survey.pk], Q(is_guess=False))
    replied = _counted(Invitation, actor, [survey.pk], Q(state=InvitationState.ANSWERED))
    return Line(survey, asked.get(survey.pk, 0), answered.get(survey.pk, 0), replied.get(survey.pk, 0))


def _counted(model: Any, actor: Actor, ids: list[int], among: Q) -> dict[int, int]:
    rows = model.objects.visible_to(actor).filter(among, survey__in=ids).order_by()
    return dict(rows.values_list("survey").annotate(n=Count("pk")))


def open_surveys(actor: Actor) -> list[Survey]:
    """The latest hundred: no firm asks more at once."""
    require(actor, "voice.see")
    return list(Survey.objects.visible_to(actor).filter(state=SurveyState.OPEN)[:100])


def questions_of_many(surveys: Sequence[Survey]) -> dict[int, list[Question]]:
    """One query for all of them."""
    rows = Question.objects.unscoped(reason="of surveys at hand").filter(survey__in=surveys)
    found: dict[int, list[Question]] = {}
    for one in rows.order_by("survey", "place"):
        found.setdefault(one.survey_id, []).append(one)
    return found
