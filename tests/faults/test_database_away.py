"""The database locked, full or away: a page that says so, whatever was asked; never a traceback."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.urls import reverse

from tests.cast import Cast
from vernost.staff import selectors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("database is locked"),
        OperationalError("disk full"),
        InterfaceError("connection closed"),
    ],
)
def test_in_a_view(cast: Cast, fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise fault

    browser = cast.browser("owner")
    monkeypatch.setattr(selectors, "staff", away)
    page = browser.get(reverse("staff"))
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert "repeat in a minute" in page.content.decode()
    assert str(fault) not in page.content.decode()


def test_before_any_view(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: object) -> None:
        raise OperationalError("the server closed the connection")

    browser = cast.browser("owner")
    browser.raise_request_exception = False
    monkeypatch.setattr(SessionStore, "load", away)
    page = browser.get(reverse("home"))
    assert page.status_code == 503
    assert "repeat in a minute" in page.content.decode()


def test_a_part_of_a_page_gets_only_the_message(cast: Cast) -> None:
    page = cast.browser("owner").get(reverse("employee", args=[10**15]), headers={"HX-Request": "true"})
    assert page.status_code == 404
    assert "<html" not in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_whoever_was_signed_out_is_led_to_sign_in_by_htmx_too(cast: Cast) -> None:
    answer = cast.browser("revoked").get(reverse("staff"), headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/account/login/")
