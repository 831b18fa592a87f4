"""Teams, and who stands in for whom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch_plain
from vernost.access.pages import actor_of_request, allowed, signed_in
from vernost.access.policies import may
from vernost.core.forms import saves
from vernost.staff import selectors
from vernost.staff.models import Team
from vernost.staff.pages.forms import DeputyForm, TeamForm
from vernost.staff.services import teams as services


@signed_in
@require_GET
def team_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    context = {"teams": selectors.teams(actor), "may_edit": may(actor, "team.edit")}
    return render(request, "staff/team_list.html", context)


@allowed("team.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), TeamForm(request.POST or None)
    if request.method == "POST" and saves(form, lambda: services.team_save(actor, **form.cleaned_data)):
        return redirect("teams")
    context = {"form": form, "heading": _("New team"), "of_teams": True}
    return render(request, "staff/form.html", context, status=422 if form.is_bound else 200)


@allowed("team.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    team = fetch_plain(actor, Team, pk, verb="team.edit")
    form = TeamForm(request.POST) if request.method == "POST" else TeamForm.of(team)
    if form.is_bound and saves(form, lambda: services.team_save(actor, team_id=pk, **form.cleaned_data)):
        return redirect("teams")
    context = {"form": form, "heading": team.name, "of_teams": True}
    return render(request, "staff/form.html", context, status=422 if form.is_bound else 200)


@allowed("deputy.set")
@require_http_methods(["GET", "POST"])
def deputy_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    absent = selectors.employee(actor, employee_id=pk)
    candidates = selectors.staff(actor).exclude(pk=pk)
    form = DeputyForm(request.POST or None, candidates=candidates)
    if request.method == "POST" and saves(
        form, lambda: services.deputy_set(actor, employee_id=pk, **form.cleaned_data)
    ):
        return redirect("employee", pk)
    context = {"form": form, "heading": _("{name}: deputy").format(name=absent.name)}
    return render(request, "staff/form.html", context, status=422 if form.is_bound else 200)


@allowed("deputy.set")
@require_POST
def deputy_end(request: HttpRequest, pk: int, deputy: int) -> HttpResponse:
    services.deputy_end(actor_of_request(request), deputy_id=deputy)
    return redirect("employee", pk)
