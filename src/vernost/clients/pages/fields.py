"""Fields that the firm defines itself; a page of the settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.clients import selectors, services
from vernost.clients.pages.forms import FieldForm
from vernost.core.forms import saves


@allowed("custom_field.edit")
@require_http_methods(["GET", "POST"])
def field_list(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), FieldForm(request.POST or None)
    if request.method == "POST" and saves(form, lambda: services.field_define(actor, **form.values())):
        return redirect("client_fields")
    context = {"form": form, "fields": selectors.every_field(actor)}
    return render(request, "clients/fields.html", context, status=422 if form.is_bound else 200)


@allowed("custom_field.edit")
@require_POST
def field_retire(request: HttpRequest, pk: int) -> HttpResponse:
    services.field_change(actor_of_request(request), field_id=pk, retired=request.POST.get("back") != "1")
    return redirect("client_fields")
