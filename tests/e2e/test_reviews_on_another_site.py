"""The firm's own site, on another origin, under a strict policy: only the script of reviews may run."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import Cast
from tests.e2e.another_site import site
from tests.e2e.conftest import Open
from vernost.reviews import services
from vernost.reviews.tests.factories import all_reviews, asked, client_of, published

pytestmark = pytest.mark.slow
EVIL = "</script><img src=x onerror=alert(1)>"


def with_the_widget(ours: str) -> AbstractContextManager[str]:
    body = (
        f'<div data-vernost-reviews><a href="{ours}/reviews/of/firm/">Reviews</a></div>'
        f'<script src="{ours}/reviews/widget/firm.js" defer></script>'
    )
    return site(ours, body, frames=False)


def test_under_a_strict_policy_without_cookies(house: Cast, opens: Open, live_server: Any) -> None:
    services.widget_change(house.actor("director"), address="firm", language="en")
    first = published(house, client_of(house, 1), text="The Kenya is bright", name="Anna")
    published(house, client_of(house, 2), text=EVIL, stars=4)
    services.review_answer(house.actor("director"), review_id=first.pk, text="Thank you, Anna")
    with opens("anonymous") as window, with_the_widget(live_server.url) as address:
        page, complaints = window.page, []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(address)
        shown = page.locator("[data-vernost-reviews] section")
        expect(shown.get_by_text("The Kenya is bright")).to_be_visible()
        expect(shown.get_by_text("Thank you, Anna")).to_be_visible()
        expect(shown.get_by_text(EVIL)).to_be_visible()
        expect(shown.get_by_role("heading")).to_have_text("Reviews of our clients")
        told = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
        assert told["aggregateRating"]["reviewCount"] == 2
        colour = shown.locator(".stars").first.evaluate("one => getComputedStyle(one).color")
        assert colour in ("rgb(133, 86, 0)", "rgb(222, 177, 92)"), "its own look holds under the policy"
        assert not page.context.cookies()
        assert [one for one in complaints if "favicon" not in one] == []
        services.agreement_withdraw(house.actor("director"), review_id=first.pk, verb="review.take")
        page.reload()
        expect(shown.get_by_text(EVIL)).to_be_visible()
        expect(shown.get_by_text("The Kenya is bright")).to_have_count(0)


def test_a_client_writes_without_javascript(house: Cast, browser: Browser, live_server: Any) -> None:
    ask = asked(house)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{live_server.url}/review/{ask.secret}/")
    page.locator("label", has_text="Good").click()
    page.locator("textarea").fill("All well")
    page.locator("[name=agreed]").check()
    page.locator("main button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Thank you for the review.")
    page.get_by_role("button", name="Do not publish it any more").click()
    expect(page.get_by_text("you took your agreement back")).to_be_visible()
    context.close()
    (review,) = all_reviews()
    assert (review.stars, review.text, review.is_agreed) == (4, "All well", False)
