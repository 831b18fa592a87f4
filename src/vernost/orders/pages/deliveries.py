"""What is late: the board for the wall, weeks and causes, the firm's list of causes, telling the client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch, fetch_plain
from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may
from vernost.core import clock
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.orders import drawing, selectors, services
from vernost.orders.models import DelayCause, Order
from vernost.orders.pages.forms import DelayCauseForm, DelayForm, ToldForm
from vernost.orders.pages.money import over_order

CAUSES_OF = timedelta(days=90)


@allowed("order.see")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """For a screen on the wall: it asks for its middle anew every minute."""
    context = {"board": selectors.board(actor_of_request(request)), "now": clock.now()}
    return page_or_part(request, "orders/board.html", {"board": "orders/board_inside.html"}, context)


@allowed("order.see")
@require_GET
def delays(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    weeks, since = selectors.weeks(actor), clock.today() - CAUSES_OF
    context: dict[str, Any] = {"weeks": weeks[::-1], "since": since, "edits": may(actor, "delay_cause.edit")}
    context |= {"causes": selectors.causes_ranked(actor, since), "any": any(one.due for one in weeks)}
    context |= {"picture": drawing.on_time(weeks), "due": sum(one.due for one in weeks)}
    context["in_time"] = sum(one.in_time for one in weeks)
    context["share"] = context["in_time"] / context["due"] if context["due"] else None
    return render(request, "orders/delays.html", context)


@allowed("order.edit")
@require_http_methods(["GET", "POST"])
def order_delay(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    order = fetch(actor, Order, pk, verb="order.edit")
    form = DelayForm(request.POST or None, actor=actor)
    return over_order(request, order, form, services.delay_tell, _("Delay"), _("The delay is written down."))


@allowed("order.edit")
@require_http_methods(["GET", "POST"])
def order_told(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    order = fetch(actor, Order, pk, verb="order.edit")
    form = ToldForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: services.delay_told(actor, order_id=pk, **form.cleaned_data)
    ):
        undo = reverse("order_told_undo", args=[pk])
        done(request, _("Written down: the client knows."), undo=undo)
        return redirect("order", pk)
    context = {"form": form, "heading": _("The client has been told"), "about": order}
    context["back"] = reverse("order", args=[pk])
    return render(request, "orders/small_form.html", context, status=422 if form.is_bound else 200)


@allowed("order.edit")
@require_POST
def order_told_undo(request: HttpRequest, pk: int) -> HttpResponse:
    services.delay_told_undo(actor_of_request(request), order_id=pk)
    done(request, _("Taken back."))
    return redirect("order", pk)


@allowed("delay_cause.edit")
@require_http_methods(["GET", "POST"])
def causes(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of_request(request), DelayCauseForm(request.POST or None)
    if request.method == "POST" and saves(
        form, lambda: services.delay_cause_save(actor, **form.cleaned_data)
    ):
        return redirect("delay_causes")
    context = {"form": form, "causes": selectors.delay_causes(actor, every=True)}
    return render(request, "orders/causes.html", context, status=422 if form.is_bound else 200)


@allowed("delay_cause.edit")
@require_http_methods(["GET", "POST"])
def cause_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    cause = fetch_plain(actor, DelayCause.objects.visible_to(actor), pk, verb="delay_cause.edit")
    form = DelayCauseForm(request.POST or None, initial={"name": str(cause)})
    if request.method == "POST" and saves(
        form, lambda: services.delay_cause_save(actor, cause_id=pk, **form.cleaned_data)
    ):
        return redirect("delay_causes")
    context = {
        "form": form,
        "heading": str(cause),
        "back": reverse("delay_causes"),
        "about": _("Causes of delays"),
    }
    return render(request, "orders/small_form.html", context, status=422 if form.is_bound else 200)


@allowed("delay_cause.edit")
@require_POST
def cause_use(request: HttpRequest, pk: int) -> HttpResponse:
    used = request.POST.get("used") == "1"
    services.delay_cause_use(actor_of_request(request), cause_id=pk, used=used)
    return redirect("delay_causes")
