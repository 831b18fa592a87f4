"""/clients"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from vernost.access.pages import actor_of_request
from vernost.access.policies import require
from vernost.clients import selectors, services
from vernost.clients.api.schemas import ClientOut, ClientWholeOut, shown, shown_whole
from vernost.clients.models import Email, Phone
from vernost.clients.selectors import Asked
from vernost.core.rest import After, Limit, Paged, Text
from vernost.journal.watch import count

router = Router(tags=["Clients"])
Words = Annotated[Text, Query("", max_length=200, description="Name, end of a phone, e-mail, tax number.")]


@router.get("", response=Paged[ClientOut], summary="Clients by name, or those found by a text")
def client_list(
    request: HttpRequest, text: Words = "", after: After = "", limit: Limit = 50
) -> Paged[ClientOut]:
    """Rows read count among those exported: reading far more than one's habit alerts the director."""
    actor = actor_of_request(request)
    require(actor, "client.see")
    found = selectors.client_list(actor, Asked(text=text, after=after, limit=limit))
    if actor.employee_id is not None:
        count(actor.employee_id, exported=len(found.rows))
    return Paged(items=[shown(row.client) for row in found.rows], next=found.next)


@router.get("/{pk}", response=ClientWholeOut, summary="One client with phones and e-mails")
def client_get(request: HttpRequest, pk: int) -> ClientWholeOut:
    actor = actor_of_request(request)
    require(actor, "client.see")
    client = services.client_open(actor, client_id=pk)
    phones = Phone.objects.visible_to(actor).filter(client=client).values_list("number", flat=True)
    emails = Email.objects.visible_to(actor).filter(client=client).values_list("address", flat=True)
    return shown_whole(client, list(phones), list(emails))
