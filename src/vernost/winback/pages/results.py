"""Did it work: the firm's rounds against their control groups."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vernost.access.pages import actor_of_request, allowed
from vernost.core.parts import done
from vernost.winback import selectors, services

NAMES = {
    "winback_class": gettext_lazy("class"),
    "reason": gettext_lazy("reason"),
    "channel": gettext_lazy("channel"),
    "offer": gettext_lazy("offer"),
    "responsible": gettext_lazy("employee"),
    "template": gettext_lazy("template"),
}


@allowed("winback.results")
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    found = selectors.results(actor, request.GET.get("by", ""))
    tabs = [(one, NAMES[one]) for one in selectors.dimensions(actor)]
    return render(request, "winback/results.html", {"found": found, "tabs": tabs})


@allowed("winback.see")
@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    return render(
        request, "winback/round.html", {"card": selectors.round_card(actor_of_request(request), pk)}
    )


@allowed("winback.call_off")
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    services.round_call_off(actor_of_request(request), round_id=pk)
    done(request, _("The round is called off."))
    return redirect("winback_round", pk)
