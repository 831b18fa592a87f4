"""The week, the month, and the day of the whole team."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vernost.access.pages import actor_of_request, allowed
from vernost.agenda import selectors
from vernost.core import clock

YEARS = range(2000, 2100)  # a calendar of another century is somebody's slip


@allowed("agenda.see")
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    actor, of = actor_of_request(request), request.GET.get("of", "")
    plan = selectors.week(actor, day=_day(request), of=of)
    context = {"plan": plan, "of": of, "colleagues": selectors.colleagues(actor)}
    return render(request, "agenda/week.html", context)


@allowed("agenda.see")
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    actor, of = actor_of_request(request), request.GET.get("of", "")
    plan = selectors.month(actor, day=_day(request), of=of)
    context = {"plan": plan, "of": of, "colleagues": selectors.colleagues(actor)}
    return render(request, "agenda/month.html", context)


@allowed("agenda.see_team")
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    return render(request, "agenda/team.html", {"team": selectors.team(actor_of_request(request))})


def _day(request: HttpRequest) -> date:
    """Of the address; whatever is no day there means today."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return asked if asked.year in YEARS else clock.today()
