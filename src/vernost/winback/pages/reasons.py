"""Why they left: ranked for the firm, said of one client, and the catalogue itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.clients.models import Client
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.winback import selectors, services
from vernost.winback.models import Group, Reason
from vernost.winback.pages.forms import ReasonForm, WhyForm


@allowed("winback.see")
@require_GET
def reasons(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    by = "clients" if request.GET.get("by") == "clients" else "money"
    group = request.GET.get("group", "") if request.GET.get("group") in Group.values else ""
    ranked = selectors.ranked_reasons(actor, by=by, group=group)
    lost = selectors.whom(actor).totals
    context: dict[str, Any] = {"ranked": ranked, "by": by, "group": group, "groups": Group.choices}
    context |= {
        "biggest": max((one.money for one in ranked), default=0),
        "known": sum(one.clients for one in ranked),
    }
    context |= {"lost": lost.counts.get("lost", 0)}
    return render(request, "winback/reasons.html", context)


@allowed("winback.reason")
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="winback.reason")
    form = WhyForm(request.POST or None, actor=actor, confirms=may(actor, "winback.confirm", client))
    if form.is_bound and saves(form, lambda: services.why_say(actor, client_id=pk, **form.values())):
        done(request, _("Written down."))
        return redirect("client", pk)
    context = {"form": form, "client": client, "heading": _("Why they left")}
    context |= {"known": selectors.why_of(actor, client)}
    return render(request, "winback/form.html", context, status=422 if form.is_bound else 200)


@allowed("winback.confirm")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = services.why_confirm(actor_of_request(request), why_id=pk)
    done(request, _("Confirmed as the real reason."))
    return redirect("client", row.client_id)


@allowed("winback.reasons")
@require_http_methods(["GET", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), ReasonForm(request.POST or None)
    if form.is_bound and saves(form, lambda: services.reason_add(actor, **form.cleaned_data)):
        done(request, _("The reason is in the list."))
        return redirect("winback_catalogue")
    context = {"form": form, "reasons": selectors.catalogue(actor, away_too=True)}
    return render(request, "winback/catalogue.html", context, status=422 if form.is_bound else 200)


@allowed("winback.reasons")
@require_http_methods(["GET", "POST"])
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    row = fetch(actor, Reason, pk, verb="winback.reasons")
    now = {"name": str(row), "group": row.group, "remedy": row.helps}
    form = ReasonForm(request.POST or None, initial=now)
    if form.is_bound and saves(form, lambda: services.reason_edit(actor, reason_id=pk, **form.cleaned_data)):
        done(request, _("Saved."))
        return redirect("winback_catalogue")
    context = {"form": form, "heading": row, "reason": row}
    return render(request, "winback/form.html", context, status=422 if form.is_bound else 200)


@allowed("winback.reasons")
@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    services.reason_put_away(actor_of_request(request), reason_id=pk, away=request.POST.get("away") == "1")
    return redirect("winback_catalogue")
