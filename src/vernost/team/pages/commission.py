"""What I earn; a statement; what everybody earns; closing a month."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.actor import Actor
from vernost.access.pages import actor_of_request, allowed
from vernost.core import clock
from vernost.core.errors import Conflict
from vernost.core.forms import saves
from vernost.core.paging import BIGGEST_LIMIT
from vernost.core.parts import done, failed, page_or_part
from vernost.staff.models import Employee
from vernost.team import services
from vernost.team.pages.forms import CorrectionForm
from vernost.team.rules import month_of
from vernost.team.selectors import commission as read

OFFERED = 25


@allowed("commission.see")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    return _month(request, actor, read.whose(actor))


@allowed("commission.see")
@require_GET
def of(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    return _month(request, actor, read.whose(actor, pk))


def _month(request: HttpRequest, actor: Actor, employee: Employee) -> HttpResponse:
    asked = month_asked(request)
    page = read.rows(actor, employee=employee, month=asked, after=request.GET.get("after", ""))
    context: dict[str, Any] = {"page": page, "employee": employee, "month": asked}
    context["clients"] = read.names_of_clients(actor, page.rows)
    if request.headers.get("HX-Target") != "results":
        context["found"] = read.month(actor, employee=employee, month=asked)
        context["months"] = read.months(actor, employee=employee)
        context["rules"] = read.rules_for(actor, employee)
        context["own"] = actor.is_self(employee.pk)
        context["others"] = read.sees_others(actor)
    return page_or_part(request, "team/commission.html", {"results": "team/commission_rows.html"}, context)


def month_asked(request: HttpRequest, name: str = "month") -> date:
    """«2026-11» in the address; whatever is no month is this one."""
    said = request.GET.get(name, "") or request.POST.get(name, "")
    try:
        return month_of(date.fromisoformat(f"{said[:7]}-01"))
    except ValueError:
        return month_of(clock.today())


def months_offered(asked: date) -> list[date]:
    """This month and the two years before it, and whichever was asked for; the latest first."""
    found = [month_of(clock.today())]
    while len(found) < OFFERED:
        found.append(month_of(found[-1] - timedelta(days=1)))
    return sorted({*found, asked}, reverse=True)


@allowed("commission.see")
@require_GET
def export(request: HttpRequest) -> Any:
    actor, month = actor_of_request(request), month_asked(request)
    whose = request.GET.get("of", "")
    employee = None if whose == "all" else read.whose(actor, whose or None).pk
    rows = services.commission_to_csv(actor, month=month, employee_id=employee)
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="commission-{month:%Y-%m}.csv"'
    return answer


@allowed("commission.see")
@require_GET
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    found = read.statement(actor, pk)
    asked: dict[str, Any] = {
        "employee": found.employee,
        "month": found.month,
        "after": request.GET.get("after", ""),
    }
    page = read.rows(actor, **asked, limit=BIGGEST_LIMIT)  # it is printed
    month = read.month(actor, employee=found.employee, month=found.month)
    context = {"statement": found, "page": page, "found": month, "month": found.month}
    context["clients"] = read.names_of_clients(actor, page.rows)
    return page_or_part(request, "team/statement.html", {"results": "team/commission_rows.html"}, context)


@allowed("commission.see")
@require_GET
def everybody(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    if not read.sees_others(actor):
        return redirect("commission")
    month = month_asked(request)
    lines = read.everybody(actor, month)
    context: dict[str, Any] = {"lines": lines, "month": month, "total": sum(one.total for one in lines)}
    context["months"] = months_offered(month)
    context["largest"] = max((one.total for one in lines), default=0)
    context |= read.closing(actor, month)
    return render(request, "team/commission_all.html", context)


@allowed("commission.close")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    month = month_asked(request)
    try:
        made = services.month_close(actor_of_request(request), month=month)
    except Conflict as error:
        failed(request, error.message)
    else:
        done(request, _("The month is closed. Statements: {n}.").format(n=len(made)))
    address = redirect("commission_all")
    address["Location"] += f"?month={month:%Y-%m}"
    return address


@allowed("commission.correct")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    employee = read.whose(actor, pk)
    form = CorrectionForm(request.POST or None, initial={"key": secrets.token_hex(8)})
    add = lambda: services.correction_add(actor, employee_id=pk, **form.cleaned_data)  # noqa: E731
    if form.is_bound and saves(form, add):
        done(request, _("The correction is in the commission of {name}.").format(name=employee.name))
        return redirect("commission_of", pk)
    context = {"form": form, "employee": employee}
    return render(request, "team/correction.html", context, status=422 if form.is_bound else 200)
