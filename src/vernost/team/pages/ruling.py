"""The rules of commission: their order, their editor, and what they would have paid for the last month."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core import clock
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.core.practice import COMMISSION
from vernost.team import services
from vernost.team.models import Rule
from vernost.team.pages.forms import EndForm, RuleForm
from vernost.team.selectors import commission as read
from vernost.team.services.ruling import drafted, last_used


@allowed("commission.rules")
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    every, today = read.all_rules(actor_of_request(request)), clock.today()
    over = [one for one in every if one.until is not None and one.until < today]
    context: dict[str, Any] = {"rules": [one for one in every if one not in over], "over": over}
    context["general"] = COMMISSION.value()
    return render(request, "team/rules.html", context)


@allowed("commission.rules")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    initial = {"since": clock.today().replace(day=1), "percent": "5", "role": "manager"}
    form = RuleForm(request.POST or None, initial=initial)
    if form.is_bound and "try" in request.POST:
        return _tried(request, form, None)
    if form.is_bound and saves(form, lambda: services.rule_add(actor, **form.values())):
        done(request, _("The rule is in force."))
        return redirect("commission_rules")
    return _editor(request, form, None)


@allowed("commission.rules")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    rule = read.rule(actor, pk)
    form = RuleForm(request.POST or None, rule=rule)
    if form.is_bound and "try" in request.POST:
        return _tried(request, form, rule)
    if form.is_bound and saves(form, lambda: services.rule_change(actor, rule_id=pk, **form.values())):
        done(request, _("The rule is changed; what has been paid stays."))
        return redirect("commission_rules")
    return _editor(request, form, rule)


def _tried(request: HttpRequest, form: RuleForm, rule: Rule | None) -> HttpResponse:
    """The form as it was filled in, with what it would have paid: nothing is saved."""
    found: list[Any] = []

    def try_out() -> None:
        draft = drafted(form.values())
        draft.line = rule.line if rule else 0
        found.append(read.tried(actor_of_request(request), draft, instead_of=rule.pk if rule else None))

    if saves(form, try_out):
        return _editor(request, form, rule, tried=found[0], status=200)
    return _editor(request, form, rule)


def _editor(
    request: HttpRequest, form: RuleForm, rule: Rule | None, status: int = 0, **more: Any
) -> HttpResponse:
    context = {"form": form, "rule": rule, "used": last_used(rule) if rule else None, **more}
    return render(request, "team/rule.html", context, status=status or (422 if form.is_bound else 200))


@allowed("commission.rules")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), EndForm(request.POST)
    finish = lambda: services.rule_end(actor, rule_id=pk, until=form.cleaned_data["until"])  # noqa: E731
    if saves(form, finish):
        done(request, _("The rule has its last day."))
    else:
        failed(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("commission_rules")


@allowed("commission.rules")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    services.rule_move(actor_of_request(request), rule_id=pk, up=request.POST.get("way") == "up")
    return redirect("commission_rules")
