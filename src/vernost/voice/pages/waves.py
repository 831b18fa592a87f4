"""A wave: planned, prepared, seen, begun, stopped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import page_or_part
from vernost.voice import services
from vernost.voice.models import Survey
from vernost.voice.pages.forms import WaveForm
from vernost.voice.selectors import planning


@allowed("survey.wave")
@require_http_methods(["GET", "POST"])
def wave_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, made = actor_of_request(request), []
    survey: Survey = fetch(actor, Survey, pk, verb="survey.wave")
    form = WaveForm(request.POST or None, actor=actor)
    make = lambda: made.append(services.wave_make(actor, survey_id=pk, **form.values()))  # noqa: E731
    if form.is_bound and saves(form, make):
        return redirect("wave", made[0].pk)
    context = {"form": form, "survey": survey, "plan": planning.plan(actor, survey)}
    return render(request, "voice/wave_add.html", context, status=422 if form.is_bound else 200)


@allowed("survey.wave")
@require_GET
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    card = planning.wave_card(actor_of_request(request), pk)
    busy = card.wave.state in ("preparing", "running")
    context = {"card": card, "wave": card.wave, "busy": busy}
    return page_or_part(request, "voice/wave.html", {"standing": "voice/wave_standing.html"}, context)


@allowed("survey.wave")
@require_POST
def wave_begin(request: HttpRequest, pk: int) -> HttpResponse:
    services.wave_begin(actor_of_request(request), wave_id=pk)
    return redirect("wave", pk)


@allowed("survey.wave")
@require_POST
def wave_stop(request: HttpRequest, pk: int) -> HttpResponse:
    services.wave_stop(actor_of_request(request), wave_id=pk)
    return redirect("wave", pk)
