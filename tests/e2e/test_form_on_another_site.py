"""The firm's own site, on another origin, with a strict content policy: the form in a frame, and its own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.another_site import site
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.intake import services
from vernost.intake.models import Request

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"


def test_in_a_frame_by_a_line_of_script(house: Cast, opens: Open, live_server: Any) -> None:
    services.form_save(house.actor("director"), slug="site", title="Ask us", language="en")
    ours = live_server.url
    snippet = (
        f'<div data-vernost-form="{ours}/form/site/"><a href="{ours}/form/site/">Ask us</a></div>'
        f'<script src="{ours}/static/intake/form.js" defer></script>'
    )
    with opens("anonymous") as window, site(ours, snippet) as address:
        page = window.page
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.get_by_label("Your name").fill("Пётр")
        frame.get_by_label("Phone").fill("8 916 123-45-67")
        page.wait_for_timeout(2200)  # as a person writes
        frame.get_by_role("button", name="Send").click()
        expect(frame.get_by_role("heading")).to_have_text("Thank you, we have got it.")
        height = page.locator("iframe").get_attribute("height")
        assert height and 50 < int(height) < 560, "it takes the height it needs"
        assert not page.context.cookies()
    request = Request.objects.unscoped(reason=TEST).get()
    assert (request.phone, request.source_detail) == ("+79161234567", "127.0.0.1")


def test_drawn_by_the_site_itself_without_javascript(house: Cast, opens: Open, live_server: Any) -> None:
    services.form_save(house.actor("director"), slug="site", title="Ask us", language="en")
    action = f"{live_server.url}/form/site/"
    form = f'<form method=post action="{action}"><input name=email><button>Go</button></form>'
    with opens("anonymous") as window, site(live_server.url, form) as address:
        page = window.page
        page.goto(address)
        page.fill("[name=email]", "petr@firm.ru")
        page.click("button")
        expect(page.get_by_text("Please look it over and send it once more.")).to_be_visible()
        assert page.get_by_label("E-mail").input_value() == "petr@firm.ru"
        assert_well_made(page)
        page.wait_for_timeout(2200)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading")).to_have_text("Thank you, we have got it.")
        assert_well_made(page)
    assert Request.objects.unscoped(reason=TEST).get().email == "petr@firm.ru"
