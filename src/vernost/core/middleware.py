"""Turns our errors, and those of an unreachable database, into a page that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from vernost.core import errors
from vernost.core.error_pages import error_page, nothing_here

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class ErrorPages:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, errors.NotSignedIn):
            return _to_sign_in(request)
        if isinstance(exception, errors.NotVisible):
            return nothing_here(request, exception)
        if isinstance(exception, errors.VernostError):
            return error_page(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            log.exception("The database does not answer")
            return error_page(request, errors.Unavailable())
        if isinstance(exception, DataError | OverflowError) or _is_nul(exception):
            # A number or a character that no column can hold was asked for: there is nothing there.
            return error_page(request, errors.NotVisible())
        return None


def _is_nul(exception: Exception) -> bool:
    return isinstance(exception, ValueError) and "NUL" in str(exception)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """htmx would draw the sign-in page inside a table: it is told to go there with the whole window."""
    if not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    response = HttpResponse(status=401)
    response["HX-Redirect"] = redirect_to_login("/").headers["Location"]
    return response
