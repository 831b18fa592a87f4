"""A deal's own page, adding and changing one, its next step."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch, key
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.clients.selectors import client_find
from vernost.core.errors import Conflict, Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed, page_or_part
from vernost.sales import selectors, services
from vernost.sales.pages.boards import came_from
from vernost.sales.pages.forms import DealForm, StepForm


@allowed("deal.see")
@require_GET
def deal(request: HttpRequest, pk: int) -> HttpResponse:
    card = selectors.deal_card(actor_of_request(request), pk)
    context = {"card": card, "deal": card.deal, "form": StepForm(auto_id="step_%s")}
    return page_or_part(request, "sales/deal.html", {"drawer": "sales/deal.html#drawer"}, context)


@allowed("deal.edit")
@require_http_methods(["GET", "POST"])
def deal_add(request: HttpRequest) -> HttpResponse:
    """First whose, then what: without a client the page asks for one."""
    actor, wanted = actor_of_request(request), request.GET.get("client", "")
    if not wanted:
        return _pick(request)
    rows: Any = Client.objects.select_related("owner")
    client, made = fetch(actor, rows, wanted, verb="deal.edit"), []
    asked = key(request.GET["request"]) if request.GET.get("request") else None
    form = DealForm(request.POST or None, actor=actor, client=client)
    if request.method == "POST" and saves(
        form,
        lambda: made.append(
            services.deal_open(actor, client_id=client.pk, request_id=asked, **form.values())
        ),
    ):
        done(request, _("The deal is open."))
        return redirect("deal", made[0].pk)
    context = {"form": form, "client": client, "heading": _("New deal"), "verb": _("Open the deal")}
    context["back"] = came_from(request, reverse("client", args=[client.pk]))
    return render(request, "sales/form.html", context, status=422 if form.is_bound else 200)


def _pick(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("pick", "").replace("\x00", "")[:200]
    found = client_find(actor_of_request(request), text=text, limit=8) if text.strip() else []
    context = {"found": found, "text": text, "back": reverse("deals")}
    return page_or_part(request, "sales/pick_client.html", {"picked": "sales/picked.html"}, context)


@allowed("deal.edit")
@require_http_methods(["GET", "POST"])
def deal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor, conflict = actor_of_request(request), None
    one = selectors.deal_to_edit(actor, pk)
    form = DealForm(request.POST or None, actor=actor, client=one.client, deal=one)
    try:
        if request.method == "POST" and saves(form, lambda: _change(request, pk, form)):
            done(request, _("Saved."))
            return redirect("deal", pk)
    except Conflict as error:
        form, conflict = _again(request, one, error)
    context = {"form": form, "client": one.client, "heading": one.title, "verb": _("Save the deal")}
    context |= {"back": reverse("deal", args=[pk]), "conflict": conflict, "deal": one}
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "sales/form.html", context, status=status)


def _change(request: HttpRequest, pk: int, form: DealForm) -> None:
    version = form.cleaned_data["version"] or 0
    services.deal_change(actor_of_request(request), deal_id=pk, version=version, **form.values())


def _again(request: HttpRequest, fresh: Any, error: Conflict) -> tuple[DealForm, list[Any]]:
    """The same text over the fresh version, and what others made of it meanwhile."""
    data = request.POST.copy()
    data["version"] = str(fresh.version)
    form = DealForm(data, actor=actor_of_request(request), client=fresh.client, deal=fresh)
    told = [
        {"label": form.fields[name].label, "seen": mine, "now": now}
        for name, (mine, now) in error.changes.items()
        if mine != now and name in form.fields
    ]
    return form, told or [{"label": pgettext("deal", "Stage"), "seen": "", "now": str(fresh.stage)}]


@allowed("deal.edit")
@require_POST
def deal_step(request: HttpRequest, pk: int) -> HttpResponse:
    form = StepForm(request.POST)
    try:
        if not form.is_valid():
            wrong: Any = {name: [str(one) for one in texts] for name, texts in form.errors.items()}
            raise Invalid(**wrong)
        services.deal_step(actor_of_request(request), deal_id=pk, **form.cleaned_data)
        done(request, _("The next step is set."))
    except (Invalid, Conflict) as error:
        failed(request, str(error))
    return redirect(came_from(request, reverse("deal", args=[pk])))
