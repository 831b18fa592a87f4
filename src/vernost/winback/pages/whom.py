"""Whom to win back, and a round of plans out of a selection."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core.errors import Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed, page_or_part
from vernost.retention.selectors import freshness
from vernost.staff.services.terms import terms_change
from vernost.winback import selectors, services
from vernost.winback.models import Recency, Where
from vernost.winback.pages.forms import AskedWhomForm, LetGoForm, StartForm


@allowed("winback.see")
@require_GET
def whom(request: HttpRequest) -> HttpResponse:
    actor, found = actor_of_request(request), selectors.whom(actor_of_request(request))
    usual = next((one.name for one in found.classes if one.free), found.classes[0].name)
    asked = AskedWhomForm(request.GET).asked(usual)
    context = {"found": found, "asked": asked, "fresh": freshness(), "token": secrets.token_hex(16)}
    context |= {"page": selectors.whom_list(actor, asked, after=request.GET.get("after", ""))}
    context |= {"reasons": selectors.catalogue(actor, away_too=True), "recencies": Recency.choices}
    context |= {
        "wheres": Where.choices,
        "chosen": next(one for one in found.classes if one.name == asked.winback_class),
    }
    return page_or_part(request, "winback/whom.html", {"results": "winback/whom_results.html"}, context)


@allowed("winback.plan")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    form, actor = StartForm(request.POST), actor_of_request(request)
    if not form.is_valid():
        failed(request, _("Choose clients, or say how many of the class."))
        return redirect("winback")
    try:
        round_ = services.round_start(actor, **form.values())
    except Invalid as error:
        failed(request, str(error))
        return redirect("winback")
    number, alone = selectors.round_size(actor, round_)
    said = ngettext("{n} plan is made, {alone} left alone for comparison.",
                    "{n} plans are made, {alone} left alone for comparison.", number)  # fmt: skip
    done(request, said.format(n=number, alone=alone))
    return redirect("winback_round", round_.pk)


@allowed("terms.edit")
@require_POST
def terciles(request: HttpRequest) -> HttpResponse:
    """The firm's own terciles in the place of 10 and 25 % (rule 3.3): two terms are set, facts computed
    anew."""
    actor = actor_of_request(request)
    lines = selectors.whom(actor).terciles
    if lines is not None:
        values = {"xyz.x": f"{lines[0] * 100:.1f}", "xyz.y": f"{lines[1] * 100:.1f}"}
        terms_change(actor, values=values)
        done(request, _("The lines of XYZ are the firm’s own now; the figures are being computed anew."))
    return redirect("winback")


@allowed("winback.let_go")
@require_http_methods(["GET", "POST"])
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), LetGoForm(request.POST or None)
    client = fetch(actor, Client, pk, verb="winback.let_go")
    if form.is_bound and saves(
        form, lambda: services.client_let_go(actor, client_id=pk, why=form.cleaned_data["why"])
    ):
        done(request, _("The client is let go: nobody writes to win them back."))
        return redirect("client", pk)
    context = {"form": form, "client": client, "heading": _("Let go"), "yes": _("Let go")}
    return render(request, "winback/form.html", context, status=422 if form.is_bound else 200)


@allowed("winback.let_go")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    services.let_go_take_back(actor_of_request(request), client_id=pk)
    done(request, _("The decision is taken back."))
    return redirect("client", pk)


@allowed("winback.see")
@require_GET
def returned(request: HttpRequest) -> HttpResponse:
    rows = selectors.returned_clients(actor_of_request(request))
    by_plan = sum(plan is not None for _facts, plan in rows)
    return render(request, "winback/returned.html", {"rows": rows, "by_plan": by_plan})
