"""What the firm's site shows: published reviews alone, kept by browsers, marked up for search engines."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.cast import Cast
from vernost.core.errors import Invalid, NotAllowed
from vernost.reviews import selectors, services
from vernost.reviews.tests.factories import client_of, now, published, taken


@pytest.fixture
def widget(cast: Cast) -> Any:
    return services.widget_change(
        cast.actor("director"), address="firm", language="ru", sites="https://firm.ru/x"
    )


def page() -> Any:
    return Browser().get(reverse("reviews_shown", args=["firm"]))


def script() -> Any:
    return Browser().get(reverse("review_script", args=["firm"]))


def linked(text: str) -> list[Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return [json.loads(one) for one in found]


def test_only_what_is_published(cast: Cast, widget: Any) -> None:
    published(cast, client_of(cast, 1), text="Видно всем", stars=5)
    published(cast, client_of(cast, 2), text="И это видно", stars=4)
    taken(cast, client_of(cast, 3), text="Ещё не смотрели", stars=1)
    for answer in (page(), script()):
        said = answer.content.decode()
        assert "Видно всем" in said and "И это видно" in said and "Ещё не смотрели" not in said
        assert not answer.cookies
    (data,) = linked(page().content.decode())
    assert data["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 4.5, "reviewCount": 2, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    assert {one["reviewBody"] for one in data["review"]} == {"Видно всем", "И это видно"}


def test_of_nothing_nothing_is_claimed(cast: Cast, widget: Any) -> None:
    taken(cast)
    assert linked(page().content.decode()) == []
    assert '"linked":""' in script().content.decode()
    assert selectors.shown().mean is None


def test_the_markup_survives_any_words(cast: Cast, widget: Any) -> None:
    evil = "</script><!-- \u2028 & \" ' ]]>"
    shown = published(cast, text=evil)
    (data,) = linked(page().content.decode())
    assert data["review"][0]["reviewBody"] == now(shown).text
    assert "</script>" not in script().content.decode() and "\u2028" not in script().content.decode()


def test_kept_and_asked_after_by_its_mark(cast: Cast, widget: Any) -> None:
    published(cast)
    first = script()
    assert first["Content-Type"].startswith("text/javascript") and "no-cache" in first["Cache-Control"]
    again = Browser().get(reverse("review_script", args=["firm"]), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    published(cast, client_of(cast, 2))
    assert script()["ETag"] != first["ETag"]


def test_frames_of_the_sites_that_were_named(cast: Cast, widget: Any) -> None:
    answer = page()
    assert "frame-ancestors https://firm.ru" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    services.widget_change(cast.actor("director"), sites="")
    assert "frame-ancestors *" in page()["Content-Security-Policy"]


def test_closed_it_is_not_there(cast: Cast, widget: Any) -> None:
    services.widget_change(cast.actor("director"), is_open=False)
    assert page().status_code == script().status_code == 404
    assert Browser().get(reverse("review_script", args=["other"])).status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        {"sites": "firm.ru"}, {"sites": "https://*.firm.ru"}, {"sites": "https://[x"}, {"shown": 0},
        {"look": "x"}, {"address": "не адрес"},
    ],
)  # fmt: skip
def test_what_cannot_be(cast: Cast, bad: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        services.widget_change(cast.actor("director"), **bad)
    with pytest.raises(NotAllowed):
        services.widget_change(cast.actor("owner"), title="x")


def test_the_settings_show_what_to_paste(cast: Cast) -> None:
    browser, address = cast.browser("marketer"), reverse("review_widget")
    assert "snippet" not in browser.get(address).content.decode()
    said = {"address": "ours", "title": "", "look": "line", "theme": "auto", "shown": "3", "language": "en"}
    assert browser.post(address, {**said, "is_open": "on"}).status_code == 302
    text = browser.get(address).content.decode()
    assert "/reviews/widget/ours.js" in text and "/reviews/of/ours/" in text
    assert browser.post(address, {**said, "address": "!"}).status_code == 422
