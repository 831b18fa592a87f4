"""How an error looks in a browser: what happened, what was kept, what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from vernost.core import errors

Successor = Callable[[HttpRequest], str | None]
_SUCCESSORS: list[Successor] = []


def asked_for_successors(ask: Successor) -> None:
    """A context that knows what took the place of a thing that is gone gives its address."""
    if ask not in _SUCCESSORS:
        _SUCCESSORS.append(ask)


def nothing_here(request: HttpRequest, error: errors.NotVisible) -> HttpResponse:
    """What is asked for is gone, or was never this person's to see: lead to what took its place, or say what
    became of the step.
    """
    successor = next((found for ask in _SUCCESSORS if (found := ask(request))), None)
    if successor and request.method in ("GET", "HEAD"):
        return redirect(successor)
    if successor:
        return error_page(request, errors.Gone(_MERGED, successor=successor))
    if request.method == "POST":
        error = errors.NotVisible(_NOTHING_SAVED)
    return error_page(request, error)


_MERGED = _(
    "This was merged with another. Nothing was saved: your text is still in the page before this one."
)
_NOTHING_SAVED = _(
    "It is not here any more, or not yours to see: deleted, merged or handed over. Nothing was saved: your "
    "text is still in the page before this one."
)


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
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, errors.TooBig())
    error = errors.VernostError(_("The browser sent something we cannot read."))
    error.status = 400  # type: ignore[misc]  # one page, whose status is not that of its class
    return error_page(request, error)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, errors.NotAllowed())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, errors.NotVisible())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = _("This page was open for too long, or in two windows. Nothing was saved: go back and repeat.")
    error = errors.NotAllowed(message)
    error.todo = _("Go back: what you typed is still there. Reload that page and send it once more.")
    return error_page(request, error)


def broken(request: HttpRequest) -> HttpResponse:
    """A database that goes away while the request is being let in never reaches our middleware, only this."""
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    return error_page(request, errors.Unavailable() if away else errors.VernostError())
