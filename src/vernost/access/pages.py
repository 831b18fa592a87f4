"""What a view says of itself before anything else: who may knock."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.errors import NotSignedIn


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


def allowed(verb: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Only for employees who may do ``verb`` at all; the service asks again about the thing itself."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(actor_of_request(request), verb)
            return view(request, *args, **kwargs)

        guarded.for_whom = verb  # type: ignore[attr-defined]
        return guarded

    return decorate


def anybody(why: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For a page that needs no sign-in; ``why`` is read by whoever audits us."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.for_whom = f"anybody: {why}"  # type: ignore[attr-defined]
        return view

    return decorate
