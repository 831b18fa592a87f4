"""The list of orders, an order's card, adding and changing one."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import Conflict
from vernost.core.forms import saves
from vernost.core.parts import done, page_or_part
from vernost.orders import selectors, services
from vernost.orders.models import State
from vernost.orders.pages.forms import LineForms, OrderForm, asked_of, lines_of, lines_said
from vernost.orders.selectors.orders import COUNTED_TO


@allowed("order.see")
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    actor, asked, after = actor_of_request(request), asked_of(request.GET), request.GET.get("after", "")
    page = selectors.order_list(actor, asked, after=after)
    context: dict[str, Any] = {"page": page, "asked": asked, "states": [("", _("Any state")), *State.choices]}
    context["total"] = None if after else selectors.order_count(actor, asked)
    context |= {"most": COUNTED_TO, "today": clock.today(), "query": request.GET.urlencode()}
    return page_or_part(request, "orders/list.html", {"results": "orders/list_results.html"}, context)


@allowed("order.see")
@require_GET
def order_card(request: HttpRequest, pk: int) -> HttpResponse:
    card = selectors.order_card(actor_of_request(request), pk)
    context = {"card": card, "order": card.order, "late": selectors.days_late(card.order)}
    return page_or_part(request, "orders/card.html", {"drawer": "orders/card.html#drawer"}, context)


@allowed("order.add")
@require_http_methods(["GET", "POST"])
def order_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, made = actor_of_request(request), []
    client = fetch(actor, Client, pk, verb="order.add")
    form, lines = OrderForm(request.POST or None), LineForms(request.POST or None, prefix="line")
    if request.method == "POST" and lines.is_valid():
        kept = lines_said(lines)
        if saves(
            form, lambda: made.append(services.order_add(actor, client_id=pk, lines=kept, **form.values()))
        ):
            done(request, _("The order is added."))
            return redirect("order", made[0].pk)
    context = {"form": form, "lines": lines, "client": client, "heading": _("New order")}
    context |= {"back": reverse("client", args=[pk]), "verb": _("Add the order")}
    return render(request, "orders/form.html", context, status=422 if form.is_bound else 200)


@allowed("order.edit")
@require_http_methods(["GET", "POST"])
def order_edit(request: HttpRequest, pk: int) -> HttpResponse:
    card, conflict = selectors.order_card(actor_of_request(request), pk), None
    form = OrderForm(request.POST or None, instance=card.order)
    lines = LineForms(request.POST or None, prefix="line", initial=lines_of(card.lines))
    try:
        if (
            request.method == "POST"
            and lines.is_valid()
            and saves(form, lambda: _save(request, pk, form, lines))
        ):
            return redirect("order", pk)
    except Conflict as error:
        form, conflict = _again(
            request, form, selectors.order_card(actor_of_request(request), pk).order, error
        )
    context = {"form": form, "lines": lines, "client": card.order.client, "heading": str(card.order)}
    context |= {"back": reverse("order", args=[pk]), "verb": _("Save the order"), "conflict": conflict}
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "orders/form.html", context, status=status)


def _save(request: HttpRequest, pk: int, form: OrderForm, lines: Any) -> None:
    version = form.cleaned_data["version"] or 0
    values = form.values()
    kept = lines_said(lines)
    if values["amount"] is None:
        del values["amount"]
    actor = actor_of_request(request)
    services.order_change(actor, order_id=pk, version=version, lines=kept, **values)
    done(request, _("Saved."))


def _again(request: HttpRequest, form: OrderForm, fresh: Any, error: Conflict) -> tuple[OrderForm, list[Any]]:
    """The same text over the fresh version, and what others made of it meanwhile."""
    data = request.POST.copy()
    data["version"] = str(fresh.version)
    told = [
        {"label": form.fields[name].label, "seen": mine, "now": now}
        for name, (mine, now) in error.changes.items()
        if mine != now and name in form.fields
    ]
    return OrderForm(data, instance=fresh), told or [{"label": _("Order"), "seen": "", "now": str(error)}]


@allowed("order.edit")
@require_POST
def order_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:300]
    services.order_cancel(actor_of_request(request), order_id=pk, reason=reason)
    done(request, _("The order is cancelled."), undo=reverse("order_restore", args=[pk]))
    return redirect("order", pk)


@allowed("order.edit")
@require_POST
def order_restore(request: HttpRequest, pk: int) -> HttpResponse:
    services.order_restore(actor_of_request(request), order_id=pk)
    done(request, _("The order stands again."))
    return redirect("order", pk)


@allowed("order.edit")
@require_POST
def order_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    services.order_deliver(actor_of_request(request), order_id=pk)
    done(request, _("Delivered today."))
    return redirect("order", pk)


@allowed("order.export")
@require_GET
def orders_export(request: HttpRequest, form: str) -> Any:
    actor, asked = actor_of_request(request), asked_of(request.GET)
    name = f"orders-{clock.today():%Y-%m-%d}.{form}"
    if form == "xlsx":
        return FileResponse(services.orders_to_xlsx(actor, asked), as_attachment=True, filename=name)
    answer = StreamingHttpResponse(
        services.orders_to_csv(actor, asked), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
