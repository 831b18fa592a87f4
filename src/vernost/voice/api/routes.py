"""/surveys"""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request
from vernost.clients.models import Client
from vernost.voice import links, selectors, services
from vernost.voice.api.schemas import ResponseIn, ResponseOut, SurveyOut, response_shown, survey_shown
from vernost.voice.models import Survey
from vernost.voice.rules import Said

router = Router(tags=["Surveys"])


@router.get("", response=list[SurveyOut], summary="Open surveys with their questions")
def survey_list(request: HttpRequest) -> list[SurveyOut]:
    actor = actor_of_request(request)
    found = selectors.open_surveys(actor)
    questions = selectors.questions_of_many(found)
    return [survey_shown(one, questions.get(one.pk, []), links.of_survey(one)) for one in found]


@router.post("/{pk}/responses", response={201: ResponseOut}, summary="An answer comes in")
def response_take(request: HttpRequest, pk: int, said: ResponseIn) -> Status[ResponseOut]:
    """One answer a person and round: the same client again within a day corrects it, later it is 409."""
    actor = actor_of_request(request)
    survey: Survey = fetch(actor, Survey, pk, verb="response.enter")
    client: Client | None = None
    if said.client_id is not None:
        client = fetch(actor, Client, said.client_id, verb="response.enter")
    answers = [Said(question_id=one.question, number=one.number, text=one.text) for one in said.answers]
    made = services.response_take(
        actor, survey=survey, channel=said.channel, score=said.score, comment=said.comment, answers=answers,
        client=client, key=said.key,
    )  # fmt: skip
    return Status(201, response_shown(made, survey))
