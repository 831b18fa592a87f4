"""Who asks: ``Authorization: Bearer …``. A session of the browser opens nothing here."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from vernost.access.actor import Actor
from vernost.core.addresses import client_address
from vernost.core.errors import TooMany
from vernost.core.limits import neighbourhood, passes
from vernost.staff.actors import actor_of_token, hashed

A_MINUTE = 60
TIMES = 600  # of one token
WRONG = 60  # from one address


class Bearer(HttpBearer):
    def __call__(self, request: HttpRequest) -> Any:
        """Refused requests are counted by address, the others by token."""
        cast(Any, request).actor = None
        found = super().__call__(request)
        if found is None and not passes(
            "api-wrong", neighbourhood(client_address(request)), limit=WRONG, seconds=A_MINUTE
        ):
            raise TooMany
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_of_token(token, address=client_address(request))
        if actor is None:
            return None
        if not passes("api", hashed(token)[:32], limit=TIMES, seconds=A_MINUTE):
            raise TooMany
        cast(Any, request).actor = actor
        return actor
