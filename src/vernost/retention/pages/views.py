"""The overview, the loss report, and asking for fresh figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vernost.access.actor import Role
from vernost.access.pages import actor_of_request, allowed
from vernost.core import clock
from vernost.core.parts import done
from vernost.retention import drawing, losing, selectors, services, terms, wording
from vernost.retention import sources as sourcing
from vernost.retention.pages.forms import LossForm, NamesForm, PeriodForm

MONTH = timedelta(days=30)


@allowed("facts.see")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    whole = selectors.totals(actor)
    context: dict[str, Any] = {"totals": whole, "fresh": selectors.freshness()}
    if whole.bought:
        context["slipping"], context["losses"] = selectors.told(
            actor, ("slipping", "money_a_year"), ("lost", selectors.OF_THE_LOST)
        )
        context |= {"flow": selectors.flow_since(actor, clock.today() - MONTH)}
        # A manager comes for the next call; what the firm is worth is its head's and director's question.
        context["is_manager"] = is_manager = actor.role is Role.MANAGER
        context["ltv"] = [] if is_manager else selectors.ltv_by_month(actor)
        context |= {"standing": drawing.standing(whole.counts, 880), "standing_rows": whole.rows}
    return render(request, "retention/overview.html", context)


@allowed("facts.refresh")
@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    services.facts_ask(actor_of_request(request))
    done(request, _("The figures are being computed anew; the page will show them when they are there."))
    return redirect("overview")


@allowed("loss.see")
@require_GET
def loss(request: HttpRequest) -> HttpResponse:
    actor, good, form = actor_of_request(request), terms.of_firm().good_loss, LossForm(request.GET)
    report = losing.loss_report(actor, form.period(), form.asked_by())
    context: dict[str, Any] = {"report": report, "good": good, "fresh": selectors.freshness()}
    context["parts"] = wording.PARTS_OF_LOSS
    if report.firm.ratio is not None and 350 <= report.period.days <= 380:
        context["yardstick"] = drawing.yardstick(report.firm.ratio, good)
    return render(request, "retention/loss.html", context)


@allowed("loss.see")
@require_GET
def names(request: HttpRequest) -> HttpResponse:
    form = NamesForm(request.GET)
    period, (flow, owner) = form.period(), form.asked()
    clients = losing.names(actor_of_request(request), period, flow, owner, form.part())
    context = {"clients": clients, "period": period, "flow": flow, "most": losing.NAMED}
    return render(request, "retention/loss_names.html", context)


@allowed("sources.see")
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    asked = any(request.GET.get(name) for name in ("since", "until"))
    found = sourcing.sources(actor_of_request(request), form.period() if asked else None)
    context: dict[str, Any] = {"found": found, "fresh": selectors.freshness()}
    context["picture"] = drawing.sources(found.compared) if found.compared else ""
    return render(request, "retention/sources.html", context)
