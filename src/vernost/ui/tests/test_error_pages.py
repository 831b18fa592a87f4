"""Errors say what happened, what was kept, what to do; and are drawn when there is no database to ask."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from tests.cast import Cast

AWAY = OperationalError("the database is locked")


def test_a_database_that_went_away_is_told_so_without_it(client: Client) -> None:
    """No fixture gives a database here: any query would fail this test."""
    client.raise_request_exception = False
    client.cookies["vernost_session"] = "x" * 32
    client.cookies["django_language"] = "en"
    with patch("vernost.staff.sessions.SessionStore.load", side_effect=AWAY):
        response = client.get("/")
    assert response.status_code == 503
    assert "The database does not answer" in response.content.decode()
    assert response.headers["Retry-After"] == "30"


def test_our_own_mistake_is_told_without_the_database(cast: Cast) -> None:
    browser = cast.browser("owner")
    browser.raise_request_exception = False
    with patch("vernost.ui.views.render", side_effect=ZeroDivisionError):
        response = browser.get("/news/")
    assert response.status_code == 500
    assert "ui/plain.html" in [template.name for template in response.templates]
    assert "tell whoever keeps this server" in response.content.decode()


def test_inside_the_house_the_menu_stays(cast: Cast) -> None:
    text = cast.browser("owner").get("/staff/add/").content.decode()
    assert "Your role does not allow this." in text
    assert 'class="side"' in text


@pytest.mark.parametrize(
    ("headers", "whole"), [({}, True), ({"HX-Boosted": "true"}, True), ({"HX-Target": "results"}, False)]
)
def test_htmx_gets_only_the_inside(cast: Cast, headers: dict[str, str], whole: bool) -> None:
    more: Any = {"HX-Request": "true", **headers} if headers else {}
    text = cast.browser("owner").get("/nothing/", headers=more).content.decode()
    assert ("<html" in text) is whole
    assert "There is no such page" in text


def test_too_much_text_is_told_with_the_limit(cast: Cast) -> None:
    text = "name=" + "x" * 6_000_000
    form = "application/x-www-form-urlencoded"
    answer = cast.browser("owner").post("/clients/add/", text, content_type=form)
    assert answer.status_code == 413
    assert "5 MB at most" in answer.content.decode()


def test_a_page_left_open_is_told_what_to_do(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = cast.browser("owner").cookies
    answer = browser.post("/clients/add/", {"name": "x"})
    assert answer.status_code == 403
    assert "what you typed is still there" in answer.content.decode()
    assert "change your role" not in answer.content.decode()
