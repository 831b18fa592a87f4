"""Surveys and answers for tests, by the services."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.voice import services
from vernost.voice.models import Channel, Response, Survey, SurveyKind


def survey_of(cast: Cast, *, kind: str = SurveyKind.NPS, opened: bool = True, **values: Any) -> Survey:
    actor = cast.actor("director")
    if kind == SurveyKind.POLL:
        values.setdefault("questions", [{"kind": "scale", "text_en": "How was it?", "best": 5}])
    survey = services.survey_make(actor, **{"name": "Survey", "kind": kind, **values})
    return services.survey_open(actor, survey_id=survey.pk) if opened else survey


def answered(
    cast: Cast,
    score: int | None = 9,
    *,
    survey: Survey | None = None,
    client: Client | None = None,
    whose: str = "owner",
    channel: str = Channel.CALL,
    **values: Any,
) -> Response:
    """An answer of a client of ``whose``, entered by them."""
    client = client or make(cast, whose=whose)
    return services.response_take(
        cast.actor(whose), survey=survey or survey_of(cast), channel=channel, score=score, client=client,
        **values,
    )  # fmt: skip


def now(response: Response) -> Response:
    found: Response = Response.objects.unscoped(reason="test").get(pk=response.pk)
    return found
