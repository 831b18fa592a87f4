"""All promises, one more promise, and the trust that comes of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vernost.access.fetch import fetch
from vernost.access.pages import actor_of_request, allowed
from vernost.agenda import about, selectors, services
from vernost.agenda.pages.forms import PromiseForm
from vernost.agenda.pages.views import back_to
from vernost.agenda.selectors.promise_page import LABELS, Asked, Standing
from vernost.clients.models import Client
from vernost.core.forms import saves
from vernost.core.parts import done


@allowed("agenda.see")
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), _asked(request)
    page = selectors.promises_page(actor, asked, after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": [(one, about.label(one), about.address(one)) for one in page.rows],
        "asked": asked,
        "standings": LABELS.items(),
        "words": selectors.promises_kept(actor),
    }
    part = "promises_results.html" if request.headers.get("HX-Request") else "promises.html"
    return render(request, f"agenda/{part}", context)


def _asked(request: HttpRequest) -> Asked:
    said, by = request.GET.get("standing", ""), request.GET.get("by", "")
    standing = Standing(said) if said in set(Standing) else Standing.OPEN
    return Asked(standing=standing, by=int(by) if by.isascii() and by.isdigit() and len(by) < 19 else None)


@allowed("promise.make")
@require_http_methods(["GET", "POST"])
def promise_add(request: HttpRequest, pk: int) -> HttpResponse:
    """``?about=orders.order:12``: what it is said about."""
    actor = actor_of_request(request)
    client = fetch(actor, Client, pk, verb="promise.make")
    thing = about.thing(actor, request.GET.get("about", ""))
    form, back = PromiseForm(request.POST or None), back_to(request, reverse("client", args=[pk]))
    if request.method == "POST" and saves(
        form, lambda: services.promise_make(actor, client_id=pk, about=thing, **form.cleaned_data)
    ):
        done(request, _("The promise is written down."))
        return redirect(back)
    context = {"form": form, "client": client, "thing": thing, "back": back}
    return render(request, "agenda/promise_form.html", context, status=422 if form.is_bound else 200)


@allowed("agenda.see")
@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    return render(request, "agenda/trust.html", {"trust": selectors.trust(actor_of_request(request))})
