"""Breaches: the list, and dealing with one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.standards import selectors, services
from vernost.standards.models import Breach
from vernost.standards.pages.forms import AskedForm, SettleForm


@allowed("breach.see")
@require_GET
def breach_list(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), AskedForm(request.GET).asked()
    context = {
        "page": selectors.breach_list(actor, asked, after=request.GET.get("after", "")),
        "asked": asked,
        "standing": selectors.breaches_standing(actor),
        "whys": selectors.why_broken(actor),
        "standards": selectors.standards_in_use(actor),
        "causes": selectors.breach_causes(actor),
    }
    parts = {"results": "standards/breaches_results.html"}
    return page_or_part(request, "standards/breaches.html", parts, context)


@allowed("breach.settle")
@require_http_methods(["GET", "POST"])
def breach_settle(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    rows: Any = Breach.objects.select_related("standard", "client", "cause")
    found: Breach = fetch(actor, rows, pk, verb="breach.settle")
    now = {"cause": str(found.cause_id or ""), "note": found.note, "apologised": bool(found.apologised_at)}
    form = SettleForm(request.POST or None, actor=actor, initial=now)
    if form.is_bound and saves(form, lambda: services.breach_settle(actor, breach_id=pk, **form.values())):
        done(request, _("Written down."))
        return redirect("standard_breaches")
    context = {"form": form, "breach": found}
    return render(request, "standards/breach.html", context, status=422 if form.is_bound else 200)
