"""The firm's terms and its audit log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.core.forms import saves
from vernost.core.parts import done
from vernost.journal.kinds import every_kind
from vernost.journal.read import AuditFilter
from vernost.journal.read import audit as audit_entries
from vernost.journal.watch import unusual
from vernost.staff import selectors
from vernost.staff.pages.forms import AuditForm, TermsForm
from vernost.staff.services.terms import terms_change


@allowed("terms.see")
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), TermsForm(request.POST or None)
    if request.method == "POST" and saves(form, lambda: terms_change(actor, values=form.cleaned_data)):
        done(request, _("Saved. What is computed from these numbers follows in a few minutes."))
        return redirect("terms")
    context = {"form": form, "may_edit": may(actor, "terms.edit")}
    return render(request, "staff/terms.html", context, status=422 if form.is_bound else 200)


@allowed("audit.see")
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), AuditForm(request.GET).asked()
    page = audit_entries(actor, AuditFilter(**asked), after=request.GET.get("after", ""))
    employees = selectors.staff(actor, left_too=True)
    names = {one.pk: one.name for one in employees}
    alerts = [(names.get(one.employee_id, ""), one) for one in unusual(actor)]
    context = {"page": page, "asked": asked, "kinds": every_kind(), "employees": employees, "alerts": alerts}
    template = "staff/audit_results.html" if request.headers.get("HX-Request") else "staff/audit.html"
    return render(request, template, context)
