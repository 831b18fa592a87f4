"""Checks by hand: the list, planning one, writing down what was seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.standards import selectors, services
from vernost.standards.models import Way
from vernost.standards.pages.forms import CheckForm, PlanForm


@allowed("standard.check")
@require_GET
def check_list(request: HttpRequest) -> HttpResponse:
    page = selectors.check_list(actor_of_request(request), after=request.GET.get("after", ""))
    return render(request, "standards/checks.html", {"page": page})


@allowed("standard.check")
@require_http_methods(["GET", "POST"])
def check_add(request: HttpRequest) -> HttpResponse:
    actor, way = actor_of_request(request), request.GET.get("way", "")
    form = PlanForm(
        request.POST or None, actor=actor, initial={"way": way if way in Way.values else Way.CALL}
    )
    if form.is_bound and saves(form, lambda: services.check_plan(actor, **form.values())):
        done(request, _("The check is planned: on its day it stands in Today."))
        return redirect("standard_checks")
    return render(
        request, "standards/form.html", {"form": form, "plan": True}, status=422 if form.is_bound else 200
    )


@allowed("standard.check")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found, results = selectors.check_card(actor, pk)
    form = CheckForm(request.POST or None, actor=actor, check=found, results=results)
    if form.is_bound and saves(form, lambda: services.check_make(actor, check_id=pk, **form.values())):
        done(request, _("The check is written down."))
        return redirect("standard_checks")
    context = {"form": form, "check": found, "results": results}
    return render(request, "standards/check.html", context, status=422 if form.is_bound else 200)
