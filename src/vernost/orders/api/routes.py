"""/orders"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status

from vernost.access.pages import actor_of_request
from vernost.access.policies import require
from vernost.core.rest import BIGGEST_ID, After, Limit, Paged, Text, paged
from vernost.orders import selectors, services
from vernost.orders.api.schemas import OrderIn, OrderOut, shown
from vernost.orders.models import State
from vernost.orders.selectors import Asked

router = Router(tags=["Orders"])
Words = Annotated[Text, Query("", max_length=200, description="The number of an order, or a client.")]
OfClient = Annotated[int | None, Query(None, ge=1, le=BIGGEST_ID)]


@router.get("", response=Paged[OrderOut], summary="Orders, the newest first")
def order_list(
    request: HttpRequest,
    text: Words = "",
    client_id: OfClient = None,
    state: State | None = None,
    since: date | None = None,
    until: date | None = None,
    after: After = "",
    limit: Limit = 50,
) -> Paged[OrderOut]:
    actor = actor_of_request(request)
    require(actor, "order.see")
    asked = Asked(text=text, state=state or "", since=since, until=until, client_id=client_id)
    return paged(selectors.order_list(actor, asked, after=after, limit=limit), shown)


@router.post("", response={201: OrderOut}, summary="A new order of a client")
def order_add(request: HttpRequest, said: OrderIn) -> Status[OrderOut]:
    """Without `amount` its sum is that of its lines."""
    values = said.model_dump(exclude={"lines"})
    lines = [line.model_dump() for line in said.lines]
    return Status(201, shown(services.order_add(actor_of_request(request), lines=lines, **values)))
