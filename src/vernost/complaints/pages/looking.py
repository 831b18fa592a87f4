"""What clients complain of; the list of causes; who settles how much alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.complaints import selectors, services, terms
from vernost.complaints.pages.forms import AuthorityForm, CauseForm
from vernost.core.forms import saves
from vernost.core.parts import done


@allowed("complaint.see")
@require_GET
def analysis(request: HttpRequest) -> HttpResponse:
    return render(
        request, "complaints/analysis.html", {"found": selectors.analysed(actor_of_request(request))}
    )


@allowed("complaint.causes")
@require_http_methods(["GET", "POST"])
def causes(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), CauseForm(request.POST or None)
    if form.is_bound and saves(form, lambda: services.cause_add(actor, name=form.cleaned_data["name"])):
        done(request, _("The cause is in the list."))
        return redirect("complaint_causes")
    people = [
        (one, AuthorityForm(initial={"amount": amount})) for one, amount in selectors.authorities(actor)
    ]
    context = {"form": form, "causes": selectors.causes(actor, retired_too=True), "people": people}
    context["alone"] = terms.settles_alone()
    return render(request, "complaints/causes.html", context, status=422 if form.is_bound else 200)


@allowed("complaint.causes")
@require_POST
def cause_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    if "retired" in request.POST:
        services.cause_retire(actor, cause_id=pk, retired=request.POST["retired"] == "1")
    else:
        services.cause_rename(actor, cause_id=pk, name=request.POST.get("name", ""))
    done(request, _("Saved."))
    return redirect("complaint_causes")


@allowed("complaint.authority")
@require_POST
def authority(request: HttpRequest, pk: int) -> HttpResponse:
    actor, form = actor_of_request(request), AuthorityForm(request.POST)
    set_ = lambda: services.authority_set(actor, employee_id=pk, amount=form.cleaned_data["amount"])  # noqa: E731
    if saves(form, set_):
        done(request, _("Saved."))
    return redirect("complaint_causes")
