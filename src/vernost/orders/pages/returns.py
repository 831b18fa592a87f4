"""A return, step by step: asked for, agreed, goods back, money back or done anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.core import clock
from vernost.core.errors import Text
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.core.practice import RETURN_DAYS
from vernost.orders import selectors, services
from vernost.orders.models import Order, Return
from vernost.orders.pages.forms import RedoForm, RefuseForm, ReturnForm, ReturnRefundForm
from vernost.orders.pages.money import over_order


@allowed("order.see")
@require_GET
def return_list(request: HttpRequest) -> HttpResponse:
    actor, ended = actor_of_request(request), bool(request.GET.get("ended"))
    page = selectors.return_list(actor, ended=ended, after=request.GET.get("after", ""))
    context = {"page": page, "ended": ended, "today": clock.today()}
    return page_or_part(request, "orders/returns.html", {"results": "orders/returns_results.html"}, context)


@allowed("return.handle")
@require_http_methods(["GET", "POST"])
def return_ask(request: HttpRequest, pk: int) -> HttpResponse:
    order = fetch(actor_of_request(request), Order, pk, verb="return.handle")
    due = clock.today() + timedelta(days=RETURN_DAYS.value())
    form = ReturnForm(request.POST or None, initial={"due_on": due})
    return over_order(request, order, form, services.return_ask, _("Return"), _("The return is open."))


@allowed("return.handle")
@require_POST
def return_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = services.return_step(actor_of_request(request), return_id=pk, stage=request.POST.get("stage", ""))
    done(request, _("Written down."))
    return redirect("order", found.order_id)


@allowed("return.handle")
@require_http_methods(["GET", "POST"])
def return_refund(request: HttpRequest, pk: int) -> HttpResponse:
    found = _return(request, pk)
    form = ReturnRefundForm(request.POST or None, initial={"amount": found.order.net})
    return _over(request, found, form, services.return_refund, _("Give the money back"))


@allowed("return.handle")
@require_http_methods(["GET", "POST"])
def return_redo(request: HttpRequest, pk: int) -> HttpResponse:
    found = _return(request, pk)
    form = RedoForm(request.POST or None, initial={"address": found.order.address})
    return _over(request, found, form, services.return_redo, _("Do it anew at no charge"))


@allowed("return.handle")
@require_http_methods(["GET", "POST"])
def return_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found = _return(request, pk)
    form = RefuseForm(request.POST or None)
    return _over(request, found, form, services.return_refuse, _("Refuse the return"))


def _return(request: HttpRequest, pk: int) -> Return:
    rows: Any = Return.objects.select_related("order")
    found: Return = fetch(actor_of_request(request), rows, pk, verb="return.handle")
    return found


def _over(
    request: HttpRequest, found: Return, form: forms.Form, service: Callable[..., Any], heading: Text
) -> HttpResponse:
    actor = actor_of_request(request)
    if request.method == "POST" and saves(
        form, lambda: service(actor, return_id=found.pk, **form.cleaned_data)
    ):
        done(request, _("The return is closed."))
        return redirect("order", found.order_id)
    back = reverse("order", args=[found.order_id])
    context = {"form": form, "heading": heading, "back": back, "about": found.order}
    return render(request, "orders/small_form.html", context, status=422 if form.is_bound else 200)
