"""What was done is told, with undo, on a page and after a part that htmx swapped; told once."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from vernost.core.parts import done, failed
from vernost.ui.middleware import Toasts


def told(
    headers: dict[str, str], body: str = "<p>part</p>", *, undo: str = "/undo/1/", status: int = 200
) -> str:
    request: Any = RequestFactory().get("/", headers=headers)
    request.session = {}
    request._messages = SessionStorage(request)

    def view(request: HttpRequest) -> HttpResponse:
        done(request, "Handed over to <Anna>.", undo=undo)
        return HttpResponse(body, status=status)

    return Toasts(view)(request).content.decode()


def test_after_a_part() -> None:
    text = told({"HX-Request": "true", "HX-Target": "results"})
    assert 'hx-swap-oob="beforeend"' in text
    assert "Handed over to &lt;Anna&gt;." in text
    assert 'action="/undo/1/"' in text


def test_undo_leads_nowhere_but_home() -> None:
    assert "evil" not in told({"HX-Request": "true"}, undo="https://evil.test/")


def test_a_whole_page_tells_it_itself() -> None:
    assert told({}) == told({"HX-Request": "true", "HX-Boosted": "true"}) == "<p>part</p>"
    assert told({"HX-Request": "true"}, status=302) == "<p>part</p>"


def test_a_failure_is_an_error() -> None:
    request: Any = RequestFactory().get("/")
    request.session = {}
    request._messages = SessionStorage(request)
    failed(request, "No.")
    assert [message.level_tag for message in get_messages(request)] == ["error"]
