"""A page and the part of it that htmx asked for; and words to people about what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vernost.core.errors import Text

UNDO = "undo="


def asks_part(request: HttpRequest, part: str) -> bool:
    """Whether htmx wants the element with this id alone. Moving between pages (hx-boost) wants the whole."""
    headers = request.headers
    return headers.get("HX-Target") == part and not headers.get("HX-Boosted")


def page_or_part(
    request: HttpRequest,
    page: str,
    parts: Mapping[str, str],
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """``parts``: id of the element → its template, as {"results": "clients/list_results.html"}.

    In a drawer the id is "drawer". The answer differs by header, and caches are told so.
    """
    template = next((one for part, one in parts.items() if asks_part(request, part)), page)
    response = render(request, template, dict(context or {}), status=status)
    response.headers["Vary"] = "HX-Request, HX-Target, HX-Boosted, Cookie"
    return response


def done(request: HttpRequest, text: Text, *, undo: str = "") -> None:
    """«Клиент передан Анне» in a toast; ``undo`` is an address that takes it back by POST."""
    messages.success(request, str(text), extra_tags=f"{UNDO}{undo}" if undo else "")


def failed(request: HttpRequest, text: Text) -> None:
    messages.error(request, str(text))
