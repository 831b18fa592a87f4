"""What a view says of itself before anything else: who may knock."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from django.http import HttpRequest, HttpResponse

from vernost.access.actor import Actor
from vernost.core.errors import NotSignedIn

P = ParamSpec("P")


def actor_of_request(request: HttpRequest) -> Actor:
    return cast(Actor, cast(Any, request).actor)


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for employees who are signed in; anybody else is sent to the sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor_of_request(request).is_employee:
            raise NotSignedIn
        return view(request, *args, **kwargs)

    guarded.for_whom = "signed in"  # type: ignore[attr-defined]  # read by the isolation sweep
    return guarded
