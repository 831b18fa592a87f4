"""Payments, refunds: small forms over one order or one client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core.errors import Text
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.orders import selectors, services
from vernost.orders.models import Order
from vernost.orders.pages.forms import PaymentForm, RefundForm


@allowed("order.edit")
@require_http_methods(["GET", "POST"])
def order_pay(request: HttpRequest, pk: int) -> HttpResponse:
    order = fetch(actor_of_request(request), Order, pk, verb="order.edit")
    form = PaymentForm(request.POST or None, initial={"amount": max(order.amount - order.paid, 0)})
    return over_order(
        request, order, form, services.payment_add, _("Payment"), _("The payment is written down.")
    )


@allowed("order.refund")
@require_http_methods(["GET", "POST"])
def order_refund(request: HttpRequest, pk: int) -> HttpResponse:
    order = fetch(actor_of_request(request), Order, pk, verb="order.refund")
    form = RefundForm(request.POST or None, initial={"amount": order.net})
    return over_order(
        request, order, form, services.order_refund, _("Refund"), _("The refund is written down.")
    )


def over_order(
    request: HttpRequest,
    order: Order,
    form: forms.Form,
    service: Callable[..., Any],
    heading: Text,
    text: Text,
) -> HttpResponse:
    actor = actor_of_request(request)
    if request.method == "POST" and saves(
        form, lambda: service(actor, order_id=order.pk, **form.cleaned_data)
    ):
        done(request, text)
        return redirect("order", order.pk)
    context = {"form": form, "heading": heading, "back": reverse("order", args=[order.pk]), "about": order}
    return render(request, "orders/small_form.html", context, status=422 if form.is_bound else 200)


@allowed("order.refund")
@require_http_methods(["GET", "POST"])
def client_refund(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="order.refund")
    form = RefundForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: services.refund_add(actor, client_id=pk, **form.cleaned_data)
    ):
        done(request, _("The refund is written down."))
        return redirect("client", pk)
    context = {"form": form, "heading": _("Refund"), "back": reverse("client", args=[pk]), "about": client}
    return render(request, "orders/small_form.html", context, status=422 if form.is_bound else 200)


@allowed("order.see")
@require_GET
def refunds(request: HttpRequest) -> HttpResponse:
    page = selectors.refund_list(actor_of_request(request), after=request.GET.get("after", ""))
    return page_or_part(
        request, "orders/refunds.html", {"results": "orders/refunds_results.html"}, {"page": page}
    )
