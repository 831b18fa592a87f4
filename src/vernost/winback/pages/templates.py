"""Templates of plans: written, changed as new versions, put away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.winback import selectors, services
from vernost.winback.models import Template
from vernost.winback.pages.forms import StepForms, TemplateForm


@allowed("winback.templates")
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    rows = selectors.template_list(actor_of_request(request), away_too=True)
    return render(request, "winback/templates.html", {"templates": rows})


@allowed("winback.templates")
@require_http_methods(["GET", "POST"])
def template_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@allowed("winback.templates")
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, fetch(actor_of_request(request), Template, pk, verb="winback.templates"))


@allowed("winback.templates")
@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    away = request.POST.get("away") == "1"
    services.template_put_away(actor_of_request(request), template_id=pk, away=away)
    return redirect("winback_templates")


def _edit(request: HttpRequest, row: Template | None) -> HttpResponse:
    actor = actor_of_request(request)
    now, steps = _now(actor, row)
    form = TemplateForm(request.POST or None, actor=actor, initial=now)
    lines = StepForms(request.POST or None, initial=steps, prefix="steps")

    def save() -> None:
        told = [one.cleaned_data for one in lines if one.cleaned_data.get("text")]
        if row is None:
            services.template_add(actor, steps=told, **form.values())
        else:
            services.template_edit(actor, template_id=row.pk, steps=told, **form.values())

    if request.method == "POST" and lines.is_valid() and saves(form, save):
        done(request, _("Saved. Plans that run keep what they were made of."))
        return redirect("winback_templates")
    context = {"form": form, "lines": lines, "template": row}
    return render(request, "winback/template.html", context, status=422 if form.is_bound else 200)


def _now(actor: Any, row: Template | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What stands there: of a shipped one its words in the reader's language."""
    if row is None:
        return {}, []
    now = {
        "name": str(row), "winback_class": row.winback_class, "reason": str(row.reason_id or ""),
        "answer": row.answers, "offer": row.offers, "offer_cost": row.offer_cost, "tries": row.tries,
    }  # fmt: skip
    steps = [
        {
            "channel": one.channel,
            "day": one.day,
            "minutes": one.minutes,
            "text": str(one),
            "by_head": one.by_head,
        }
        for one in selectors.template_steps(actor, row)
    ]
    return now, steps
