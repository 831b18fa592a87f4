"""Won, lost, opened again, removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Conflict, Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.sales import selectors, services
from vernost.sales.pages.forms import LoseForm, WinForm


@allowed("deal.edit")
@require_http_methods(["GET", "POST"])
def deal_win(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    deal = selectors.deal_to_edit(actor, pk)
    form = WinForm(request.POST or None, initial={"amount": deal.amount})
    if request.method == "POST" and saves(
        form, lambda: services.deal_win(actor, deal_id=pk, **form.cleaned_data)
    ):
        done(request, _("Won: the order is made."))
        return redirect("deal", pk)
    context = {"deal": deal, "form": form, "back": reverse("deal", args=[pk])}
    return render(request, "sales/win.html", context, status=422 if form.is_bound else 200)


@allowed("deal.edit")
@require_http_methods(["GET", "POST"])
def deal_lose(request: HttpRequest, pk: int) -> HttpResponse:
    """The reasons with what can be done about each: read before the deal is given up."""
    actor = actor_of_request(request)
    deal = selectors.deal_to_edit(actor, pk)
    form = LoseForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: services.deal_lose(actor, deal_id=pk, **form.values())
    ):
        done(request, _("Written down as lost."), undo=reverse("deal_reopen", args=[pk]))
        return redirect("deal", pk)
    groups = selectors.reason_groups(actor)
    context = {"deal": deal, "form": form, "groups": groups, "back": reverse("deal", args=[pk])}
    return render(request, "sales/lose.html", context, status=422 if form.is_bound else 200)


@allowed("deal.edit")
@require_POST
def deal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.deal_reopen(actor_of_request(request), deal_id=pk)
        done(request, _("The deal is open again."))
    except (Conflict, Invalid) as error:
        failed(request, str(error))
    return redirect("deal", pk)


@allowed("deal.edit")
@require_POST
def deal_remove(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.deal_remove(actor_of_request(request), deal_id=pk)
    except Conflict as error:
        failed(request, str(error))
        return redirect("deal", pk)
    done(request, _("The deal is removed."))
    return redirect("deals")
