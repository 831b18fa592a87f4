"""/reviews"""

from __future__ import annotations

from datetime import UTC
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from vernost.access.pages import actor_of_request
from vernost.core.rest import After, Limit, Paged, paged
from vernost.reviews import selectors, services
from vernost.reviews.api.schemas import ReviewIn, ReviewOut, ShownOut, public, told
from vernost.reviews.models import Source

router = Router(tags=["Reviews"])


@router.get("", response=Paged[ReviewOut], summary="Reviews of the clients one sees, the latest first")
def review_list(
    request: HttpRequest,
    state: Literal["", "new", "published", "declined", "hidden"] = "",
    after: After = "",
    limit: Limit = 50,
) -> Paged[ReviewOut]:
    asked = selectors.Asked(state=state)
    return paged(selectors.review_list(actor_of_request(request), asked, after=after, limit=limit), told)


@router.post("", response={201: ReviewOut}, summary="A review comes in, to be looked over")
def review_take(request: HttpRequest, said: ReviewIn) -> Status[ReviewOut]:
    given = said.model_dump()
    at = given.pop("written_at")
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    actor = actor_of_request(request)
    return Status(201, told(services.review_take(actor, source=Source.API, written_at=at, **given)))


@router.get("/published", response=ShownOut, auth=None, summary="What the firm's site shows; without a token")
def published(request: HttpRequest, response: HttpResponse, after: After = "", limit: Limit = 20) -> ShownOut:
    shown = selectors.shown(after=after, limit=limit)
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    items = [public(one) for one in shown.page.rows]
    return ShownOut(number=shown.number, mean=shown.mean, items=items, next=shown.page.next)
