"""Plans: the list, a plan and its steps, what the client answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.winback import selectors, services
from vernost.winback.models import Candidate, Standing
from vernost.winback.pages.forms import AnswerForm, AskedPlansForm, PlanForm


@allowed("winback.see")
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), AskedPlansForm(request.GET).asked()
    page = selectors.plan_list(actor, asked, after=request.GET.get("after", ""))
    counts = selectors.plan_counts(actor)
    context = {"page": page, "asked": asked, "counts": counts}
    context |= {"states": [(one, counts.get(one, 0)) for one in Standing]}
    return page_or_part(request, "winback/plans.html", {"results": "winback/plans_results.html"}, context)


@allowed("winback.see")
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    card = selectors.card(actor_of_request(request), pk)
    return render(request, "winback/plan.html", {"card": card, "plan": card.plan})


@allowed("winback.plan")
@require_http_methods(["GET", "POST"])
def plan_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, made = actor_of_request(request), []
    client = fetch(actor, Client, pk, verb="winback.plan")
    candidate = Candidate.objects.visible_to(actor).filter(client=client).first()
    form = PlanForm(request.POST or None, actor=actor, candidate=candidate)
    if form.is_bound and saves(
        form, lambda: made.append(services.plan_start(actor, client_id=pk, **form.values()))
    ):
        return redirect("winback_plan", made[0].pk)
    context = {"form": form, "client": client, "heading": _("A plan to win them back")}
    return render(request, "winback/form.html", context, status=422 if form.is_bound else 200)


@allowed("winback.work")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    actor, card = actor_of_request(request), selectors.card(actor_of_request(request), pk)
    form = AnswerForm(request.POST or None, plan=card.plan, step=card.current)
    if form.is_bound and saves(form, lambda: services.plan_answer(actor, plan_id=pk, **form.values())):
        done(request, _("Written down; the plan has moved."))
        return redirect("winback_plan", pk)
    context = {"form": form, "client": card.plan.client, "heading": _("What the client answered")}
    context |= {"back": reverse("winback_plan", args=[pk]), "quote": card.current}
    return render(request, "winback/form.html", context, status=422 if form.is_bound else 200)


@allowed("winback.plan")
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    services.plan_call_off(actor_of_request(request), plan_id=pk, why=request.POST.get("why", ""))
    done(request, _("The plan is called off."))
    return redirect("winback_plan", pk)
