"""How an error looks to a program: one shape, whatever went wrong.

{"code": "invalid", "message": "…", "fields": {"phone": ["…"]}}
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from vernost.core import errors

log = logging.getLogger(__name__)


def told(api: NinjaAPI, request: HttpRequest, error: errors.VernostError) -> HttpResponse:
    data: dict[str, Any] = {"code": error.code, "message": str(error)}
    if isinstance(error, errors.Invalid):
        data["fields"] = {name: [str(text) for text in texts] for name, texts in error.fields.items()}
    answer = api.create_response(request, data, status=error.status)
    if error.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if error.status in (429, 503):
        answer["Retry-After"] = "30"
    return answer


def register(api: NinjaAPI) -> None:
    def ours(request: HttpRequest, error: Any) -> HttpResponse:
        return told(api, request, error)

    def wrong(request: HttpRequest, error: Any) -> HttpResponse:
        return told(api, request, _invalid(error))

    def nobody(request: HttpRequest, error: Any) -> HttpResponse:
        return told(
            api, request, errors.NotSignedIn(_("Send a token that is alive: Authorization: Bearer …"))
        )

    def nothing(request: HttpRequest, error: Any) -> HttpResponse:
        return told(api, request, errors.NotVisible(_("There is nothing here, or it is not yours to see.")))

    def too_big(request: HttpRequest, error: Any) -> HttpResponse:
        return told(api, request, errors.TooBig())

    def away(request: HttpRequest, error: Any) -> HttpResponse:
        log.exception("The database does not answer")
        return told(api, request, errors.Unavailable())

    def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
        text = _("This cannot be read: send JSON in UTF-8.")
        return told(api, request, errors.Invalid(text))

    handlers: dict[type[Exception], Any] = {
        errors.VernostError: ours,
        errors.NotVisible: nothing,
        ValidationError: wrong,
        AuthenticationError: nobody,
        HttpError: unreadable,
        Http404: nothing,
        RequestDataTooBig: too_big,
        OperationalError: away,
        InterfaceError: away,
        DataError: nothing,
        OverflowError: nothing,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _invalid(error: ValidationError) -> errors.Invalid:
    """Where: the name as the document has it, with the place in a list; the schema's own words."""
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        place = [str(part) for part in one["loc"] if part not in ("body", "query", "path", "said")]
        fields.setdefault(".".join(place), []).append(str(one["msg"]))
    invalid = errors.Invalid()
    invalid.fields = {name: list(texts) for name, texts in fields.items()}
    return invalid
