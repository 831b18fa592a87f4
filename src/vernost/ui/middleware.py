"""Messages reach the person also when htmx swapped only a part of the page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


class Toasts:
    """Appends them to the answer; htmx puts them into their place by id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._is_part(request, response):
            said = get_messages(request)
            if len(said):
                response.write(render_to_string("ui/toasts_after.html", {"messages": said}, request))
        return response

    @staticmethod
    def _is_part(request: HttpRequest, response: HttpResponse) -> bool:
        headers = request.headers
        return (
            headers.get("HX-Request") == "true"
            and not headers.get("HX-Boosted")
            and headers.get("HX-History-Restore-Request") != "true"
            and not response.streaming
            and response.status_code < 500
            and response.status_code not in (204, 301, 302, 303)
            and "HX-Redirect" not in response.headers
            and response.headers.get("Content-Type", "").startswith("text/html")
            and b"<html" not in response.content[:200]
        )
