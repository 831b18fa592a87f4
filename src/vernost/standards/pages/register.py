"""The register, one standard, its wording, what competitors do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.intake.selectors import times
from vernost.standards import drawing, selectors, services, terms
from vernost.standards.models import Measure, Standard
from vernost.standards.pages.forms import RivalForm, StandardForm

BY_CHANNEL = (Measure.LETTER, Measure.REQUEST)


@allowed("standard.see")
@require_GET
def standards(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    lines = selectors.register(actor, retired_too="all" in request.GET and may(actor, "standard.edit"))
    context: dict[str, Any] = {"lines": lines, "known": [one for one in lines if one.meets is not None]}
    context["kept"] = sum(one.meets is True for one in lines)
    context["standing"] = selectors.breaches_standing(actor)
    return render(request, "standards/register.html", context)


@allowed("standard.see")
@require_GET
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    page = selectors.standard_page(actor, pk)
    by_hand = page.line.standard.measure == Measure.HAND
    context = {"page": page, "line": page.line, "standard": page.line.standard, "form": RivalForm()}
    context |= {"by_hand": by_hand, "days": (terms.SHOWN_BY_HAND if by_hand else terms.SHOWN).days}
    context |= {"picture": drawing.by_week(page.line.weeks), "weeks": page.line.weeks[::-1]}
    context["channels"] = times(actor).channels if page.line.standard.measure in BY_CHANNEL else []
    return render(request, "standards/standard.html", context)


@allowed("standard.edit")
@require_http_methods(["GET", "POST"])
def standard_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    actor = actor_of_request(request)
    known = fetch(actor, Standard, pk, verb="standard.edit") if pk is not None else None
    form = StandardForm(request.POST or None, standard=known)
    save = lambda: services.standard_save(actor, standard_id=pk, **form.cleaned_data)  # noqa: E731
    if form.is_bound and saves(form, save):
        done(request, _("The standard is saved."))
        return redirect("standards") if pk is None else redirect("standard", pk)
    context = {"form": form, "standard": known}
    return render(request, "standards/form.html", context, status=422 if form.is_bound else 200)


@allowed("standard.edit")
@require_POST
def standard_retire(request: HttpRequest, pk: int) -> HttpResponse:
    retired = request.POST.get("retired") == "1"
    services.standard_retire(actor_of_request(request), standard_id=pk, retired=retired)
    done(request, _("Saved."))
    return redirect("standard", pk)


@allowed("standard.rival")
@require_http_methods(["GET", "POST"])
def rival_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), RivalForm(request.POST or None)
    known = fetch(actor, Standard, pk, verb="standard.rival")
    add = lambda: services.rival_add(actor, standard_id=pk, **form.cleaned_data)  # noqa: E731
    if form.is_bound and saves(form, add):
        done(request, _("Written down."))
        return redirect("standard", pk)
    context = {"form": form, "standard": known, "rival": True}
    return render(request, "standards/form.html", context, status=422 if form.is_bound else 200)


@allowed("standard.rival")
@require_POST
def rival_drop(request: HttpRequest, pk: int) -> HttpResponse:
    standard_id = services.rival_drop(actor_of_request(request), rival_id=pk)
    done(request, _("Taken out."))
    return redirect("standard", standard_id)
