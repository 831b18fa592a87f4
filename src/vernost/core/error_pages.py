"""How an error looks in a browser: what happened, what was kept, what to do."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from vernost.core import errors


def error_page(request: HttpRequest, error: errors.VernostError) -> HttpResponse:
    """The page of an error; for htmx only its inside, so that the page in hand is kept."""
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    template = "errors/error.html#message" if part else "errors/error.html"
    response = render(request, template, {"error": error, "status": error.status}, status=error.status)
    if error.status == 503:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    error = errors.VernostError(_("The browser sent something we cannot read."))
    error.status = 400  # type: ignore[misc]  # one page, whose status is not that of its class
    return error_page(request, error)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, errors.NotAllowed())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, errors.NotVisible())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = _("This page was open for too long, or in two windows. Nothing was saved: go back and repeat.")
    return error_page(request, errors.NotAllowed(message))


def broken(request: HttpRequest) -> HttpResponse:
    """A database that goes away while the request is being let in never reaches our middleware, only this."""
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    return error_page(request, errors.Unavailable() if away else errors.VernostError())
