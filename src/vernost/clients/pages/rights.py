"""What a person may ask of us: all data of theirs, or its erasing (rule 1.10)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients import belongings, services
from vernost.clients.models import Client
from vernost.core.parts import done


@allowed("client.export_person")
@require_POST
def data(request: HttpRequest, pk: int) -> HttpResponse:
    told = services.client_export(actor_of_request(request), client_id=pk)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="client-{pk}.json"'
    return answer


@allowed("client.erase_person")
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """It cannot be taken back, so the name is typed once more."""
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="client.erase_person")
    if request.method == "POST" and request.POST.get("name", "").strip() == client.name:
        services.client_erase(actor, client_id=pk)
        done(request, _("The person's data is erased. Sums of the past stand."))
        return redirect("clients")
    context = {"client": client, "hanging": belongings.counts([pk]), "wrong": request.method == "POST"}
    return render(request, "clients/erase.html", context, status=422 if request.method == "POST" else 200)
