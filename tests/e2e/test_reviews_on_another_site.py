"""The firm's own site, on another origin, under a strict policy: only the script of reviews may run."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from vernost.reviews import services
from vernost.reviews.tests.factories import all_reviews, asked, client_of, published

pytestmark = pytest.mark.slow
EVIL = "</script><img src=x onerror=alert(1)>"


@contextmanager
def site(ours: str) -> Iterator[str]:
    policy = f"default-src 'none'; script-src {ours}"
    body = (
        f'<div data-vernost-reviews><a href="{ours}/reviews/of/firm/">Reviews</a></div>'
        f'<script src="{ours}/reviews/widget/firm.js" defer></script>'
    )
    text = f"<!doctype html><html lang=en><title>Firm</title><main><h1>Firm</h1>{body}</main>".encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: Any) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_under_a_strict_policy_without_cookies(house: Cast, opens: Open, live_server: Any) -> None:
    services.widget_change(house.actor("director"), address="firm", language="en")
    first = published(house, client_of(house, 1), text="The Kenya is bright", name="Anna")
    published(house, client_of(house, 2), text=EVIL, stars=4)
    services.review_answer(house.actor("director"), review_id=first.pk, text="Thank you, Anna")
    with opens("anonymous") as window, site(live_server.url) as address:
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
