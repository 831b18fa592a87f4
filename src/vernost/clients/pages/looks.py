"""What an employee opened and exported on a day, one by one (rule 1.2): the director's."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from vernost.access.pages import actor_of_request, allowed
from vernost.clients.selectors import looks as selectors
from vernost.core import clock


@allowed("alerts.see")
@require_GET
def looks(request: HttpRequest, pk: int) -> HttpResponse:
    day = _day(request.GET.get("day", ""))
    found = selectors.looks(
        actor_of_request(request), employee_id=pk, day=day, after=request.GET.get("after", "")
    )
    around = {"before": day - timedelta(days=1), "next_day": day + timedelta(days=1)}
    context = {"found": found, "day": day, "is_today": day == clock.today(), **around}
    return render(request, "clients/looks.html", context)


def _day(text: str) -> date:
    try:
        asked = parse_date(text)
    except ValueError:
        asked = None
    return min(asked, clock.today()) if asked and asked.year > 2000 else clock.today()
