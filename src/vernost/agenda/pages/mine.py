"""One's calendar and morning letter; the calendar itself, which needs no sign-in."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from vernost.access.pages import actor_of_request, allowed, anybody
from vernost.agenda import selectors, services
from vernost.core.parts import done


@allowed("agenda.see")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "agenda/mine.html", {"mine": selectors.mine(actor_of_request(request))})


@allowed("agenda.see")
@never_cache
@require_POST
def calendar_open(request: HttpRequest) -> HttpResponse:
    """The address stands on this page alone: nobody can be shown it again."""
    actor = actor_of_request(request)
    secret = services.calendar_open(actor)
    address = settings.ENVIRONMENT.url.rstrip("/") + reverse("calendar", args=[secret])
    return render(request, "agenda/mine.html", {"mine": selectors.mine(actor), "address": address})


@allowed("agenda.see")
@require_POST
def calendar_close(request: HttpRequest) -> HttpResponse:
    services.calendar_close(actor_of_request(request))
    done(request, _("The address of the calendar is ended."))
    return redirect("today_mine")


@allowed("agenda.see")
@require_POST
def wishes(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("morning_letter") == "on"
    services.wishes_set(actor_of_request(request), morning_letter=wanted)
    done(request, _("The morning letter will come.") if wanted else _("No more morning letters."))
    return redirect("today_mine")


@anybody("calendar programs cannot sign in: the secret address is the key, its owner may end it")
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    body = services.calendar_read(secret)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="vernost.ics"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
