"""Who is given requests, and how fast they are answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.core.practice import REQUEST_ANSWER
from vernost.intake import drawing, selectors, services
from vernost.intake.pages.forms import DeskForm, SeatForm
from vernost.intake.wording import minutes_said

PERIODS = (7, 30, 90, 365)


@allowed("request.see")
@require_GET
def times(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in PERIODS} else 30
    found = selectors.times(actor_of_request(request), days=days)
    channels, people = _("By channel"), _("By employee")
    context = {
        "whole": found.whole,
        "median": minutes_said(found.whole.median),
        "days": days,
        "periods": PERIODS,
        "promised_said": minutes_said(REQUEST_ANSWER.value()),
        "nobody": _("Nobody"),
        "parts": [
            (title, [(*row, minutes_said(row[1].median)) for row in rows], drawing.shares(rows, title))
            for title, rows in ((channels, found.channels), (people, found.people))
        ],
    }
    return render(request, "intake/times.html", context)


@allowed("request.desk")
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    shown = selectors.desk(actor)
    form = DeskForm(request.POST or None, instance=shown.desk)
    seats = [
        (
            employee,
            SeatForm(
                request.POST or None,
                prefix=f"seat{employee.pk}",
                initial={"takes": seat.takes, "sources": seat.sources, "away_until": seat.away_until},
            ),
        )
        for employee, seat in shown.seats
    ]
    # Each form says what is wrong in it: none is left out because another was wrong.
    right = {one.is_valid() for _employee, one in seats}
    if request.method == "POST" and right == {True}:
        said = [{"employee_id": employee.pk, **one.cleaned_data} for employee, one in seats]
        if saves(form, lambda: services.desk_change(actor, seats=said, **form.cleaned_data)):
            done(request, _("Requests are given out so from now on."))
            return redirect("request_desk")
    context = {"form": form, "seats": seats}
    return render(request, "intake/desk.html", context, status=422 if form.is_bound else 200)
