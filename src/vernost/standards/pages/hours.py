"""When somebody is there: for everybody, to be linked from the firm's site (rule 5.8)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vernost.access.pages import anybody
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.standards import selectors


@anybody("clients read when somebody is there")
@require_safe
def opening_hours(request: HttpRequest) -> HttpResponse:
    context = {"firm": FIRM_NAME.value() or "Vernost", "phone": FIRM_PHONE.value(), "open": selectors.hours()}
    return render(request, "standards/hours.html", context)
