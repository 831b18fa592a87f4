"""The board of improvements, beginning one, its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.voice import selectors, services
from vernost.voice.pages.loop_forms import BeginForm, ImprovementForm, MeasureForm


@allowed("improvement.see")
@require_GET
def improvements(request: HttpRequest) -> HttpResponse:
    board = selectors.improvement_board(actor_of_request(request))
    return render(request, "voice/improvements.html", {"board": board})


@allowed("improvement.edit")
@require_http_methods(["GET", "POST"])
def improvement_add(request: HttpRequest) -> HttpResponse:
    actor, made = actor_of_request(request), []
    given = {"cause": request.GET.get("cause", ""), "name": request.GET.get("name", "")[:160]}
    form = BeginForm(request.POST if request.method == "POST" else None, actor=actor, initial=given)
    begin = lambda: made.append(services.improvement_begin(actor, **form.values()))  # noqa: E731
    if form.is_bound and saves(form, begin):
        done(request, _("The improvement is begun; the measure before is kept."))
        return redirect("improvement", made[0].pk)
    return render(request, "voice/improvement_add.html", {"form": form}, status=422 if form.is_bound else 200)


@allowed("improvement.see")
@require_GET
def improvement(request: HttpRequest, pk: int) -> HttpResponse:
    card = selectors.improvement_card(actor_of_request(request), pk)
    return render(request, "voice/improvement.html", {"card": card, "one": card.improvement})


@allowed("improvement.edit")
@require_http_methods(["GET", "POST"])
def improvement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    one = selectors.improvement_card(actor, pk).improvement
    form = ImprovementForm(request.POST if request.method == "POST" else None, improvement=one)
    change = lambda: services.improvement_change(actor, improvement_id=pk, **form.values())  # noqa: E731
    if form.is_bound and saves(form, change):
        done(request, _("Saved."))
        return redirect("improvement", pk)
    context = {"form": form, "one": one}
    return render(request, "voice/improvement_edit.html", context, status=422 if form.is_bound else 200)


@allowed("improvement.edit")
@require_POST
def improvement_measure(request: HttpRequest, pk: int) -> HttpResponse:
    form = MeasureForm(request.POST)
    if not form.is_valid():
        failed(request, _("Write the number."))
        return redirect("improvement", pk)
    return _act(request, pk, services.improvement_measure, **form.cleaned_data)


@allowed("improvement.edit")
@require_POST
def improvement_move(request: HttpRequest, pk: int) -> HttpResponse:
    form = MeasureForm(request.POST)
    version = form.cleaned_data.get("version", 0) if form.is_valid() else 0
    return _act(request, pk, services.improvement_move, version=version, back="back" in request.POST)


def _act(request: HttpRequest, pk: int, service: Callable[..., Any], **values: Any) -> HttpResponse:
    """Done, or what is still missing is said; either way back to its page."""
    try:
        service(actor_of_request(request), improvement_id=pk, **values)
    except Invalid as error:
        failed(request, " ".join(str(text) for texts in error.fields.values() for text in texts))
    else:
        done(request, _("Saved."))
    return redirect("improvement", pk)
