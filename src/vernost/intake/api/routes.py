"""/requests"""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Router, Status

from vernost.access.pages import actor_of_request
from vernost.core.rest import After, Limit, Paged, paged
from vernost.intake import selectors, services
from vernost.intake.api.schemas import AnswerIn, ReceivedOut, RequestIn, RequestOut, shown
from vernost.intake.models import Channel, Request
from vernost.intake.selectors import Asked

router = Router(tags=["Requests"])


@router.get("", response=Paged[RequestOut], summary="Requests, the open ones by whose time is up first")
def request_list(
    request: HttpRequest,
    which: Literal["open", "answered", "closed", "spam", "all"] = "open",
    channel: Channel | None = None,
    after: After = "",
    limit: Limit = 50,
) -> Paged[RequestOut]:
    asked = Asked(which, channel or "")
    page = selectors.request_list(actor_of_request(request), asked, after=after, limit=limit)
    return paged(page, lambda line: shown(line.request))


@router.post("", response={201: ReceivedOut}, summary="A request comes in, its clock runs")
def request_receive(request: HttpRequest, said: RequestIn) -> Status[ReceivedOut]:
    actor = actor_of_request(request)
    made = services.request_receive(actor, **said.model_dump())
    seen = Request.objects.visible_to(actor).filter(pk=made.pk).exists()
    return Status(201, ReceivedOut(id=made.pk if seen else None, answer_by=made.due_at))


@router.get("/{pk}", response=RequestOut, summary="One request")
def request_get(request: HttpRequest, pk: int) -> RequestOut:
    return shown(selectors.request_card(actor_of_request(request), pk).request)


@router.post("/{pk}/answer", response=RequestOut, summary="The first answer stops the clock")
def request_answer(request: HttpRequest, pk: int, said: AnswerIn) -> RequestOut:
    actor = actor_of_request(request)
    return shown(services.request_answer(actor, request_id=pk, **said.model_dump()))
