"""The list of employees, an employee's page, and what a director does there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed, signed_in
from vernost.access.policies import may
from vernost.core.forms import saves
from vernost.staff import selectors
from vernost.staff.pages.forms import AddEmployeeForm, EmployeeForm, RoleForm
from vernost.staff.services import employees as services
from vernost.staff.services.sign_in import password_link, sessions_end


@signed_in
@require_GET
def employee_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    left_too = request.GET.get("left") == "1"
    context = {"employees": selectors.staff(actor, left_too=left_too), "left_too": left_too}
    return render(request, "staff/employee_list.html", context | {"may_add": may(actor, "staff.add")})


@signed_in
@require_GET
def employee(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = selectors.employee(actor, employee_id=pk)
    context: dict[str, Any] = {"employee": found, "deputies": selectors.deputies_of(actor, employee_id=pk)}
    context |= {f"may_{verb}": may(actor, f"staff.{verb}") for verb in ("edit", "change_role", "deactivate")}
    context["may_set_deputy"] = may(actor, "deputy.set")
    if may(actor, "session.see_all"):
        context["sessions"] = selectors.sessions_of(actor, employee_id=pk)
    return render(request, "staff/employee.html", context)


@allowed("staff.add")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), AddEmployeeForm(request.POST or None)
    made: list[Any] = []
    if request.method == "POST" and saves(
        form, lambda: made.append(services.employee_add(actor, **form.cleaned_data))
    ):
        return redirect("employee", made[0].pk)
    return _form(request, form, _("New employee"))


@allowed("staff.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = selectors.employee(actor, employee_id=pk)
    form = EmployeeForm(request.POST or None, instance=found)
    if request.method == "POST" and saves(
        form, lambda: services.employee_edit(actor, employee_id=pk, **form.cleaned_data)
    ):
        return redirect("employee", pk)
    return _form(request, form, found.name)


@allowed("staff.change_role")
@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = selectors.employee(actor, employee_id=pk)
    form = RoleForm(request.POST or None, initial={"role": found.role, "sees_all": found.sees_all})
    if request.method == "POST" and saves(
        form, lambda: services.employee_change_role(actor, employee_id=pk, **form.cleaned_data)
    ):
        return redirect("employee", pk)
    return _form(request, form, _("{name}: role").format(name=found.name))


@allowed("staff.deactivate")
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    services.employee_deactivate(actor_of_request(request), employee_id=pk)
    return redirect("employee", pk)


@allowed("staff.deactivate")
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    services.employee_reactivate(actor_of_request(request), employee_id=pk)
    return redirect("employee", pk)


@allowed("staff.set_password")
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Shown once, on the answer itself: it is as good as a password, so it is not kept in a message."""
    address = password_link(actor_of_request(request), employee_id=pk)
    return render(request, "staff/password_link.html", {"link": address, "pk": pk})


@allowed("session.see_all")
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    ended = sessions_end(actor_of_request(request), employee_id=pk, keep=request.session.session_key)
    messages.success(request, _("Sessions ended: {count}").format(count=ended))
    return redirect("employee", pk)


def _form(request: HttpRequest, form: Any, heading: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "staff/form.html", {"form": form, "heading": heading}, status=status)
