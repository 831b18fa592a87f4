"""Why deals are lost: per reason, stage, seller and source."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vernost.access.pages import actor_of_request, allowed
from vernost.sales import drawing
from vernost.sales.pages.forms import asked_of
from vernost.sales.selectors.analysis import Period, analysis, by_group, sellers_of


@allowed("deal.analyse")
@require_GET
def deals_analysis(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of_request(request), asked_of(request.GET)
    found = analysis(actor, Period.of(asked.since, asked.until), seller_id=asked.seller_id)
    told = [one for one in found.reasons if one.reason is not None]
    context = {
        "found": found,
        "asked": asked,
        "dearest": told[0] if told else None,
        "groups": by_group(found.reasons),
        "sellers": sellers_of(actor),
        "reasons_drawn": drawing.reasons(found.reasons) if told else "",
        "stages_drawn": drawing.stages(found.stages) if found.stages else "",
    }
    return render(request, "sales/analysis.html", context)
