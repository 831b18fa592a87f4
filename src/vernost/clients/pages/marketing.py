"""Costs of channels: listed, added, corrected, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.access.policies import may, require
from vernost.clients import selectors, services
from vernost.clients.models import Source
from vernost.core import clock
from vernost.core.forms import saves
from vernost.core.money import MoneyField
from vernost.core.parts import done, page_or_part
from vernost.core.typed import DayField


class CostForm(forms.Form):
    month = DayField(label=gettext_lazy("month"), initial=clock.today)
    source = forms.ChoiceField(
        label=gettext_lazy("came from"), choices=[one for one in Source.choices if one[0]]
    )
    detail = forms.CharField(label=gettext_lazy("which one"), max_length=120, required=False)
    sum: Any = MoneyField(gettext_lazy("sum")).formfield(label=gettext_lazy("sum"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].help_text = _("Any day of it.")
        self.fields["detail"].help_text = _("As it is written on the clients’ cards: then it is found.")


@allowed("cost.see")
@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    form = CostForm(request.POST or None)
    if request.method == "POST":
        require(actor, "cost.edit")
        if saves(form, lambda: services.cost_save(actor, **form.cleaned_data)):
            done(request, _("The cost is written down."))
            return redirect("costs")
    page = selectors.cost_list(actor, after=request.GET.get("after", ""))
    context = {"form": form, "page": page, "edits": may(actor, "cost.edit")}
    status = 422 if form.is_bound else 200
    parts = {"results": "clients/costs_results.html"}
    return page_or_part(request, "clients/costs.html", parts, context, status=status)


@allowed("cost.edit")
@require_POST
def cost_remove(request: HttpRequest, pk: int) -> HttpResponse:
    services.cost_remove(actor_of_request(request), cost_id=pk)
    done(request, _("The cost is removed."))
    return redirect("costs")
