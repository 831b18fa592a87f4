"""Everybody whom the filter means: first how many, who and what; then, once agreed, all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from vernost.access.pages import actor_of_request, allowed
from vernost.clients import selectors, services
from vernost.clients.errors import OthersMeanwhile
from vernost.clients.pages.asking import asked_of, pairs_of, query_of
from vernost.clients.pages.forms import SuccessorOfAllForm, TagAllForm
from vernost.core.forms import saves
from vernost.core.parts import done


@allowed("client.hand_over")
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    def change(form: forms.Form, asked: selectors.Asked) -> int:
        clean = form.cleaned_data
        return services.everybody_hand_over(
            actor_of_request(request), asked, successor_id=clean["successor"].pk, expected=clean["expected"]
        )

    return _asked_and_done(request, SuccessorOfAllForm, _("Hand over"), change)


@allowed("client.bulk_change")
@require_http_methods(["GET", "POST"])
def tag(request: HttpRequest) -> HttpResponse:
    def change(form: forms.Form, asked: selectors.Asked) -> int:
        return services.everybody_tag(actor_of_request(request), asked, **form.cleaned_data)

    return _asked_and_done(request, TagAllForm, _("Tag"), change)


def _asked_and_done(
    request: HttpRequest, kind: type[forms.Form], verb: str, change: Callable[[forms.Form, Any], int]
) -> HttpResponse:
    actor, asked = actor_of_request(request), asked_of(request)
    number = services.everybody_count(actor, asked)
    form, changed, meanwhile = kind(request.POST or None, initial={"expected": number}), [], None
    try:
        if form.is_bound and saves(form, lambda: changed.append(change(form, asked))):
            text = ngettext("{n} client is changed.", "{n} clients are changed.", changed[0])
            done(request, text.format(n=changed[0]))
            return redirect(f"{reverse('clients')}?{query_of(asked)}")
    except OthersMeanwhile as error:
        meanwhile, number = error, error.number
        form = kind({**request.POST.dict(), "expected": str(number)})
    filtered = {name for name, _value in pairs_of(asked)} - {"text"}
    context = {
        "form": form, "verb": verb, "number": number, "pairs": pairs_of(asked), "meanwhile": meanwhile,
        "text": asked.text, "sentence": selectors.asked_said(actor, asked) if filtered else "",
        "back": f"{reverse('clients')}?{query_of(asked)}",
    }  # fmt: skip
    status = 409 if meanwhile else 422 if form.is_bound else 200
    return render(request, "clients/everybody.html", context, status=status)
