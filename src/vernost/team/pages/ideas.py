"""Ideas: the list, one of them, and the acts on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Invalid, Text
from vernost.core.forms import saves
from vernost.core.parts import done, failed, page_or_part
from vernost.team import services
from vernost.team.pages.forms import AnswerForm, EffectForm, IdeaForm, RewardForm
from vernost.team.selectors import ideas as read


@allowed("idea.see")
@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    actor, state = actor_of_request(request), request.GET.get("state", "")
    page = read.ideas(actor, state=state, after=request.GET.get("after", ""))
    context = {"page": page, "state": state, "mine": read.supported(actor, page.rows)}
    context |= {"counts": read.counts(actor), "form": IdeaForm(initial={"key": secrets.token_hex(8)})}
    return page_or_part(request, "team/ideas.html", {"results": "team/idea_rows.html"}, context)


@allowed("idea.add")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor, made = actor_of_request(request), []
    form = IdeaForm(request.POST or None, initial={"key": secrets.token_hex(8)})
    if form.is_bound and saves(form, lambda: made.append(services.idea_add(actor, **form.cleaned_data))):
        done(request, _("The idea is written down: everybody sees it and may support it."))
        return redirect("idea", made[0].pk)
    context = {"form": form, "heading": _("Propose an idea"), "idea": None}
    return render(request, "team/idea_form.html", context, status=422 if form.is_bound else 200)


@allowed("idea.see")
@require_GET
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = read.idea(actor, pk)
    context: dict[str, Any] = {"idea": found, "supporters": read.supporters(found)}
    context["own"] = actor.is_self(found.author_id)
    context["mine"] = read.supported(actor, [found])
    return render(request, "team/idea.html", context)


@allowed("idea.support")
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.idea_support(
            actor_of_request(request), idea_id=pk, support=request.POST.get("support", "1") == "1"
        )
    except Invalid as error:
        failed(request, str(error))
    return redirect(f"/ideas/#idea-{pk}" if request.POST.get("from") == "list" else f"/ideas/{pk}/")


@allowed("idea.answer")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = read.idea(actor_of_request(request), pk)
    now = {"decision": found.decision, "answer": found.answer, "until": found.until}
    form = AnswerForm(request.POST or None, initial=now)
    return _act(request, pk, form, services.idea_answer, _("Answer the idea"))


@allowed("idea.reward")
@require_http_methods(["GET", "POST"])
def reward(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, RewardForm(request.POST or None), services.idea_reward, _("Reward the author"))


@allowed("idea.effect")
@require_http_methods(["GET", "POST"])
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    found = read.idea(actor_of_request(request), pk)
    form = EffectForm(request.POST or None, initial={"effect": found.effect, "link": found.effect_link})
    return _act(request, pk, form, services.idea_effect, _("What came of it"))


def _act(
    request: HttpRequest, pk: int, form: forms.Form, service: Callable[..., Any], heading: Text
) -> HttpResponse:
    """One small form of one idea: done and back to it, or shown with what is wrong."""
    actor = actor_of_request(request)
    found = read.idea(actor, pk)
    if form.is_bound and saves(form, lambda: service(actor, idea_id=pk, **form.cleaned_data)):
        return redirect("idea", pk)
    context = {"form": form, "heading": heading, "idea": found}
    return render(request, "team/idea_form.html", context, status=422 if form.is_bound else 200)
