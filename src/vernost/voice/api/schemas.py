"""Surveys and answers, as programs read and write them: messengers, bots, kiosks."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from vernost.core.rest import BIGGEST_ID, In, Out, Text
from vernost.voice import wording
from vernost.voice.models import (
    LONGEST_COMMENT,
    MOST_QUESTIONS,
    Channel,
    Question,
    QuestionKind,
    Response,
    Survey,
    SurveyKind,
)
from vernost.voice.rules import scale_of


class OptionOut(Out):
    place: int
    text: str


class QuestionOut(Out):
    id: int
    kind: QuestionKind
    text: str
    best: int
    options: list[OptionOut]
    required: bool


class SurveyOut(Out):
    """``least`` and ``best``: the scale of the first question; a poll has none, but ``questions``."""

    id: int
    name: str
    kind: SurveyKind
    text: str
    least: int | None
    best: int | None
    address: str
    questions: list[QuestionOut]


class SaidIn(In):
    question: int = Field(ge=1, le=BIGGEST_ID)
    number: int | None = Field(None, ge=-32768, le=32767)
    text: Text = Field("", max_length=LONGEST_COMMENT)


class ResponseIn(In):
    score: int | None = Field(None, ge=0, le=10)
    comment: Text = Field("", max_length=LONGEST_COMMENT)
    answers: list[SaidIn] = Field(default_factory=list, max_length=MOST_QUESTIONS)
    client_id: int | None = Field(None, ge=1, le=BIGGEST_ID)
    channel: Channel = Channel.MESSENGER
    key: Text = Field("", max_length=120)


class ResponseOut(Out):
    """``why``: the second question, by the answer to the first."""

    id: int
    survey_id: int
    client_id: int | None
    score: int | None
    comment: str
    answered_at: datetime
    why: str


def survey_shown(survey: Survey, questions: list[Question], address: str) -> SurveyOut:
    scale = scale_of(survey.kind)
    return SurveyOut(
        id=survey.pk,
        name=survey.name,
        kind=SurveyKind(survey.kind),
        text=wording.asks(survey),
        least=scale[0] if scale else None,
        best=scale[1] if scale else None,
        address=address,
        questions=[_question(one) for one in questions],
    )


def _question(one: Question) -> QuestionOut:
    options = [
        OptionOut(place=place, text=wording.option_text(said)) for place, said in enumerate(one.options)
    ]
    return QuestionOut(
        id=one.pk, kind=QuestionKind(one.kind), text=wording.own(one, "text"), best=one.best, options=options,
        required=one.required,
    )  # fmt: skip


def response_shown(one: Response, survey: Survey) -> ResponseOut:
    return ResponseOut(
        id=one.pk,
        survey_id=one.survey_id,
        client_id=one.client_id,
        score=one.score,
        comment=one.comment,
        answered_at=one.answered_at,
        why=wording.why(survey, one.score) if one.score is not None else "",
    )
