"""The pyramid, and first offers to its two lower levels."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients import drawing, selectors, services
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.core.typed import DayField, day_or_none

YEAR = timedelta(days=365)


class OfferForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("what was offered"), max_length=300)
    offered_on = DayField(label=gettext_lazy("offered on"), initial=clock.today)


@allowed("pyramid.see")
@require_GET
def pyramid(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of_request(request), clock.today()
    until = min(day_or_none(request.GET.get("until", "")) or today, today)
    since = day_or_none(request.GET.get("since", "")) or until - YEAR
    since = since if since <= until else until - YEAR
    found = selectors.pyramid(actor, since, until)
    context: dict[str, Any] = {"found": found, "since": since, "until": until}
    context |= {"picture": drawing.pyramid(found), "page": selectors.offer_list(actor, after=_after(request))}
    return page_or_part(request, "clients/pyramid.html", {"results": "clients/offers_results.html"}, context)


@allowed("offer.make")
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="offer.make")
    form = OfferForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: services.offer_make(actor, client_id=pk, **form.cleaned_data)
    ):
        done(request, _("The offer is written down."))
        return redirect("client", pk)
    context = {"form": form, "client": client, "back": reverse("client", args=[pk])}
    return render(request, "clients/offer_form.html", context, status=422 if form.is_bound else 200)


@allowed("offer.make")
@require_POST
def offer_settle(request: HttpRequest, pk: int) -> HttpResponse:
    found = services.offer_settle(
        actor_of_request(request), offer_id=pk, result=request.POST.get("result", "")
    )
    done(request, _("Written down."))
    return redirect("client", found.client_id)


def _after(request: HttpRequest) -> str:
    return request.GET.get("after", "")
