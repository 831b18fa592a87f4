"""request.actor, the employee's language and time zone, and when their session was last seen."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from vernost.access.actor import ANONYMOUS, Actor
from vernost.core import clock, terms
from vernost.core.addresses import client_address
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee

SEEN_EVERY = timedelta(minutes=5)


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        terms.refresh()
        employee = request.user if request.user.is_authenticated else None
        language = employee.language if employee else translation.get_language_from_request(request)
        cast(Any, request).actor = _actor(request, employee)
        cast(Any, request).LANGUAGE_CODE = language
        zone = zoneinfo.ZoneInfo((employee.time_zone if employee else "") or settings.TIME_ZONE)
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if employee:
            # What an employee sees is theirs: no proxy keeps it, and «back» after signing out shows nothing.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _actor(request: HttpRequest, employee: Employee | None) -> Actor:
    if employee is None:
        return ANONYMOUS
    address = client_address(request)
    _mark_seen(request, address)
    return actor_of(employee, address=address)


def _mark_seen(request: HttpRequest, address: str) -> None:
    """Once in five minutes is enough for a list of sessions, and spares a write on every page."""
    seen = request.session.get("_seen", {})
    now = clock.now()
    last = seen.get("seen_at")
    if last and now - datetime.fromisoformat(last) < SEEN_EVERY and seen.get("address") == address:
        return
    request.session["_seen"] = {
        "address": address,
        "browser": request.headers.get("User-Agent", "")[:300],
        "created_at": seen.get("created_at") or now.isoformat(),
        "seen_at": now.isoformat(),
    }
