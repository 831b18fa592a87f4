"""The list of reasons with their remedies (rule 7.4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may, require
from vernost.core.errors import Conflict
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.sales import selectors, services
from vernost.sales.pages.forms import ReasonForm, ReasonRemoveForm


@allowed("deal.see")
@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest) -> HttpResponse:
    """For everybody to read; the director adds."""
    actor = actor_of_request(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        require(actor, "reasons.edit")
        if saves(form, lambda: services.reason_add(actor, **_values(form))):
            done(request, _("The reason is added."))
            return redirect("reasons")
    groups = selectors.reason_groups(actor, retired=may(actor, "reasons.edit"))
    context = {"groups": groups, "form": form}
    return render(request, "sales/reasons.html", context, status=422 if form.is_bound else 200)


@allowed("reasons.edit")
@require_http_methods(["GET", "POST"])
def reason_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    reason = selectors.reason_one(actor, pk)
    initial = {"name": str(reason), "group": reason.group, "remedy": reason.cure, "version": reason.version}
    form, status = ReasonForm(request.POST or None, initial=initial), 422
    try:
        if request.method == "POST" and saves(form, lambda: _change(request, pk, form)):
            done(request, _("Saved."))
            return redirect("reasons")
    except Conflict as error:
        data = request.POST.copy()
        data["version"] = str(reason.version)
        form, status = ReasonForm(data), 409
        form.add_error(None, str(error))
    return _small(request, form, str(reason), status=status)


def _change(request: HttpRequest, pk: int, form: ReasonForm) -> None:
    version = form.cleaned_data["version"] or 0
    services.reason_change(actor_of_request(request), reason_id=pk, version=version, **_values(form))


@allowed("reasons.edit")
@require_http_methods(["GET", "POST"])
def reason_remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    reason = selectors.reason_one(actor, pk)
    form = ReasonRemoveForm(request.POST or None, actor=actor, reason=reason)
    if request.method == "POST" and saves(
        form, lambda: services.reason_remove(actor, reason_id=pk, merge_into=form.cleaned_data["merge_into"])
    ):
        undo = reverse("reason_restore", args=[pk])
        done(request, _("Nobody will be offered this reason any more."), undo=undo)
        return redirect("reasons")
    return _small(request, form, str(reason), verb=_("Take it out of the list"))


@allowed("reasons.edit")
@require_POST
def reason_restore(request: HttpRequest, pk: int) -> HttpResponse:
    services.reason_restore(actor_of_request(request), reason_id=pk)
    done(request, _("The reason is in the list again."))
    return redirect("reasons")


def _values(form: ReasonForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _small(
    request: HttpRequest, form: Any, heading: str, *, verb: str = "", status: int = 422
) -> HttpResponse:
    context = {"form": form, "heading": heading, "verb": verb or _("Save")}
    context |= {"back": reverse("reasons"), "within": _("Reasons of losses")}
    return render(request, "sales/small_form.html", context, status=status if form.is_bound else 200)
