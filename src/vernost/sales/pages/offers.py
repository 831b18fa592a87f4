"""An offer: written, shown and printed, chosen."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vernost.access.fetch import key
from vernost.access.pages import actor_of_request, allowed
from vernost.core.errors import Conflict, Invalid
from vernost.core.forms import saves
from vernost.core.parts import done, failed
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.sales import selectors, services
from vernost.sales.pages.offer_forms import WholeOffer
from vernost.sales.selectors.offers import offer_card


@allowed("deal.see")
@require_GET
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the client reads: on the screen and on paper."""
    card = offer_card(actor_of_request(request), pk)
    context = {"card": card, "offer": card.offer, "deal": card.offer.deal}
    context |= {"firm": FIRM_NAME.value(), "phone": FIRM_PHONE.value()}
    return render(request, "sales/offer.html", context)


@allowed("deal.edit")
@require_http_methods(["GET", "POST"])
def offer_add(request: HttpRequest, pk: int) -> HttpResponse:
    actor, made = actor_of_request(request), []
    deal = selectors.deal_to_edit(actor, pk)
    form = WholeOffer(request.POST or None, title=deal.title)
    if request.method == "POST" and saves(
        _form(form), lambda: made.append(services.offer_save(actor, deal_id=pk, **form.values()))
    ):
        done(request, _("The offer is made."))
        return redirect("offer", made[0].pk)
    return _shown(request, form, deal, _("New offer"), reverse("deal", args=[pk]))


@allowed("deal.edit")
@require_http_methods(["GET", "POST"])
def offer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of_request(request)
    card, status = offer_card(actor, pk, verb="deal.edit"), 422
    form = WholeOffer(request.POST or None, card=card)
    try:
        if request.method == "POST" and saves(
            _form(form), lambda: _save(request, card.offer.deal_id, pk, form)
        ):
            done(request, _("Saved."))
            return redirect("offer", pk)
    except Conflict as error:
        data = request.POST.copy()
        data["version"] = str(card.offer.version)
        form, status = WholeOffer(data, card=card), 409
        form.is_valid()
        form.add_error(None, str(error))
    return _shown(
        request, form, card.offer.deal, card.offer.title, reverse("offer", args=[pk]), status=status
    )


def _save(request: HttpRequest, deal_id: int, pk: int, form: WholeOffer) -> None:
    version = form.head.cleaned_data["version"] or 0
    services.offer_save(
        actor_of_request(request), deal_id=deal_id, offer_id=pk, version=version, **form.values()
    )


@allowed("deal.edit")
@require_POST
def offer_choose(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        variant = key(request.POST.get("variant", ""))
        chosen = services.offer_choose(actor_of_request(request), offer_id=pk, variant_id=variant)
        done(request, _("The client chose “{variant}”.").format(variant=chosen.chosen))
    except (Invalid, Conflict) as error:
        failed(request, str(error))
    return redirect("offer", pk)


@allowed("deal.edit")
@require_POST
def offer_remove(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        deal = services.offer_remove(actor_of_request(request), offer_id=pk)
    except Conflict as error:
        failed(request, str(error))
        return redirect("offer", pk)
    done(request, _("The offer is removed."))
    return redirect("deal", deal.pk)


def _form(form: WholeOffer) -> forms.BaseForm:
    return cast(forms.BaseForm, form)  # it answers to the same four names


def _shown(
    request: HttpRequest, form: WholeOffer, deal: Any, heading: str, back: str, *, status: int = 422
) -> HttpResponse:
    context = {"form": form, "head": form.head, "deal": deal, "heading": heading, "back": back}
    return render(request, "sales/offer_form.html", context, status=status if form.is_bound else 200)
