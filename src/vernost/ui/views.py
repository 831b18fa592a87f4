"""The start page, the palette, and the switches of the shell."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from vernost.access import menu
from vernost.access.pages import actor_of_request, anybody, signed_in
from vernost.core.columns import choose
from vernost.staff.services.employees import employee_edit
from vernost.ui.shell import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600
LONGEST_SEARCH = 100


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/home.html")


@signed_in
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("text", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    found = list(menu.found(actor_of_request(request), text))
    return render(request, "ui/palette.html", {"found": found, "text": text})


@signed_in
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/news.html", {"found": list(menu.whats_new(actor_of_request(request)))})


@anybody("the sign-in page has its theme too")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    response = _back(request)
    wanted = _wanted(request)
    if wanted in THEMES:
        _remember(response, THEME_COOKIE, wanted)
    return response


@anybody("the sign-in page has its language too")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """An employee's is kept with them and used in letters too; a stranger's in a cookie."""
    actor, wanted, response = actor_of_request(request), _wanted(request), _back(request)
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        if actor.employee_id is not None:
            employee_edit(actor, employee_id=actor.employee_id, language=wanted)
        _remember(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@signed_in
@require_POST
def columns(request: HttpRequest, list_name: str) -> HttpResponse:
    choose(request, list_name, request.POST.getlist("column"))
    return _back(request)


def _wanted(request: HttpRequest) -> str:
    return request.POST.get("to") or request.GET.get("to", "")


def _back(request: HttpRequest) -> HttpResponse:
    """To the page the person came from, if it is ours."""
    came_from = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return redirect(came_from if ours else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
