"""Surveys are made, opened, closed. One that has answers is never deleted."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid
from vernost.journal.write import record
from vernost.voice import kinds
from vernost.voice.errors import SurveyAnswered, SurveyChangedMeanwhile
from vernost.voice.models import (
    MOST_QUESTIONS,
    Invitation,
    Question,
    QuestionKind,
    Response,
    Survey,
    SurveyKind,
    SurveyState,
    Wave,
)
from vernost.voice.origins import origins_of

MOST_OPTIONS, LONGEST_OPTION, BESTS = 12, 120, (5, 7, 10)
EDITABLE = (
    "name", "after_purchase", "asks_ru", "asks_en", "why_critic_ru", "why_critic_en", "why_passive_ru",
    "why_passive_en", "why_promoter_ru", "why_promoter_en", "thanks_ru", "thanks_en", "sites",
)  # fmt: skip


@transaction.atomic
def survey_make(
    actor: Actor,
    *,
    name: str,
    kind: str = SurveyKind.NPS,
    questions: Sequence[Mapping[str, Any]] = (),
    **texts: Any,
) -> Survey:
    """A draft. ``questions`` of a poll: mappings of kind, text_ru, text_en, best, options, required."""
    require(actor, "survey.edit")
    survey = Survey(name=name.strip(), kind=kind, address=secrets.token_urlsafe(9))
    survey.made_by_id, survey.made_at = actor.employee_id, clock.now()
    _set(survey, texts)
    survey.save(force_insert=True)
    _questions(survey, questions)
    record(actor, kinds.SURVEY_CHANGED, subject=survey, data={"survey": survey.name})
    return survey


@transaction.atomic
def survey_change(
    actor: Actor,
    *,
    survey_id: int,
    version: int,
    questions: Sequence[Mapping[str, Any]] | None = None,
    **texts: Any,
) -> Survey:
    """Texts may be mended while it is asked; kind and questions stand once it has been opened."""
    survey: Survey = fetch(actor, Survey, survey_id, verb="survey.edit", lock=True)
    if survey.version != version:
        raise Conflict
    if survey.opened_at is not None and questions is not None:
        raise SurveyChangedMeanwhile
    _set(survey, texts)
    survey.version += 1
    survey.save()
    if questions is not None:
        Question._base_manager.filter(survey=survey).delete()
        _questions(survey, questions)
    record(actor, kinds.SURVEY_CHANGED, subject=survey, data={"survey": survey.name})
    return survey


@transaction.atomic
def survey_open(actor: Actor, *, survey_id: int) -> Survey:
    survey: Survey = fetch(actor, Survey, survey_id, verb="survey.edit", lock=True)
    if survey.kind == SurveyKind.POLL and not Question._base_manager.filter(survey=survey).exists():
        raise Invalid(_("A poll asks at least one question."))
    if survey.state != SurveyState.OPEN:
        survey.opened_at, survey.closed_at = survey.opened_at or clock.now(), None
        _state(actor, survey, SurveyState.OPEN)
    return survey


@transaction.atomic
def survey_close(actor: Actor, *, survey_id: int) -> Survey:
    """Nobody is asked by it any more; its answers stay."""
    survey: Survey = fetch(actor, Survey, survey_id, verb="survey.edit", lock=True)
    if survey.state == SurveyState.OPEN:
        survey.closed_at = clock.now()
        _state(actor, survey, SurveyState.CLOSED)
    return survey


@transaction.atomic
def survey_delete(actor: Actor, *, survey_id: int) -> None:
    """A draft that nobody was asked by."""
    survey: Survey = fetch(actor, Survey, survey_id, verb="survey.edit", lock=True)
    used = any(model._base_manager.filter(survey=survey).exists() for model in (Response, Invitation, Wave))
    if used or survey.state != SurveyState.DRAFT:
        raise SurveyAnswered
    record(actor, kinds.SURVEY_STATE, data={"survey": survey.name, "state": "deleted"})
    survey.delete()


def _state(actor: Actor, survey: Survey, state: SurveyState) -> None:
    survey.state = state
    survey.version += 1
    survey.save(update_fields=["state", "opened_at", "closed_at", "version"])
    record(actor, kinds.SURVEY_STATE, subject=survey, data={"survey": survey.name, "state": str(state)})


def _set(survey: Survey, texts: Mapping[str, Any]) -> None:
    for name, value in texts.items():
        if name not in EDITABLE:
            raise ValueError(f"no such text of a survey: {name}")
        setattr(survey, name, value.strip() if isinstance(value, str) else value)
    if not survey.name:
        raise Invalid(name=_("Name the survey: it is for you, clients do not see it."))
    if survey.after_purchase is not None and not 0 <= survey.after_purchase <= 180:
        raise Invalid(after_purchase=_("From 0 to 180 days."))
    survey.sites = "\n".join(origins_of(survey.sites))
    checked(survey, exclude=("made_by",))


def _questions(survey: Survey, questions: Sequence[Mapping[str, Any]]) -> None:
    if survey.kind != SurveyKind.POLL:
        return
    if len(questions) > MOST_QUESTIONS:
        raise Invalid(_("At most five questions: longer ones nobody answers to the end."))
    for place, given in enumerate(questions, start=1):
        question = Question(survey=survey, place=place, **given)
        if not (question.text_ru or question.text_en):
            raise Invalid(**{f"q{place}": _("Write the question.")})
        if question.kind == QuestionKind.CHOICE:
            question.options = _options(question.options, place)
        if question.kind == QuestionKind.SCALE and question.best not in BESTS:
            raise Invalid(**{f"q{place}": _("A scale goes up to 5, 7 or 10.")})
        checked(question, exclude=("survey",))
        question.save(force_insert=True)


def _options(options: Any, place: int) -> list[dict[str, str]]:
    kept = [
        {
            "ru": str(one.get("ru", "")).strip()[:LONGEST_OPTION],
            "en": str(one.get("en", "")).strip()[:LONGEST_OPTION],
        }
        for one in options
    ]
    kept = [one for one in kept if one["ru"] or one["en"]]
    if not 2 <= len(kept) <= MOST_OPTIONS:
        raise Invalid(**{f"q{place}": _("Write from two to twelve answers to choose from.")})
    return kept
