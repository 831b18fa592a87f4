"""What we brought a client in a year: a page to show, to print, to send."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.retention.delivering import delivered


@allowed("client.see")
@require_GET
def client_value(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    rows: Any = Client.objects.select_related("owner")
    client: Client = fetch(actor, rows, pk, verb="client.see")
    context = {"client": client, "value": delivered(actor, client)}
    context |= {"firm": FIRM_NAME.value(), "firm_phone": FIRM_PHONE.value()}
    return render(request, "retention/value.html", context)
