"""A letter with the scale in it, as a client opens it: nine, one tap, words, another number. A scanner that
follows every link, and one that runs every script, answer nothing. The widget on a page of another origin."""

from __future__ import annotations

import re
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.another_site import site
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.post.composing import message
from vernost.post.models import Letter
from vernost.voice.cards import script_of
from vernost.voice.models import Response
from vernost.voice.tests.factories import asked, reachable, survey_of

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"


@pytest.fixture(autouse=True)
def ours(settings: Any, live_server: Any) -> None:
    """Links in letters and widgets lead to the server of the test."""
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, url=live_server.url)


def answers() -> Any:
    return Response.objects.unscoped(reason=TEST)


def links() -> list[str]:
    letter = Letter.objects.unscoped(reason=TEST).get()
    return sorted(set(re.findall(r"https?://[^\s\"<>]+/r/[^\s\"<>]+", letter.text + " " + letter.html)))


def test_a_letter_is_answered_by_one_tap_and_corrected(house: Cast, opens: Open) -> None:
    asked(house, reachable(house, "Ёлкин Пётр", language="en", address_as="Pyotr"))
    letter = Letter.objects.unscoped(reason=TEST).select_related("client__owner").get()
    html = next(one.content for one in message(letter).alternatives)
    for size, dark in (("desktop", False), ("phone", True)):
        with opens(size=size, dark=dark) as window:
            page = window.page
            page.set_content(str(html))
            nine = page.get_by_role("link", name="9", exact=True)
            box = nine.bounding_box()
            assert box and box["width"] >= 40 and box["height"] >= 40, "a thumb hits it"
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    with opens(size="phone") as window:
        page = window.page
        page.set_content(str(html))
        page.get_by_role("link", name="9", exact=True).click()
        expect(page.get_by_role("button", name="My answer is 9")).to_be_visible()
        expect(page.locator("[aria-pressed=true]")).to_have_text("9")
        assert_well_made(page)
        assert not answers().exists(), "opened, not answered"
        page.get_by_role("button", name="My answer is 9").click()
        expect(page.locator("main")).to_contain_text("Your answer: 9 of 10.")
        page.get_by_role("textbox").fill("Always on time")
        page.get_by_role("button", name="Add").click()
        expect(page.locator("main")).to_contain_text("Your words are with us too.")
        page.get_by_text("Choose another number").click()
        page.get_by_role("button", name="10", exact=True).click()
        expect(page.locator("main")).to_contain_text("Your answer: 10 of 10.")
        assert_well_made(page)
        assert not page.context.cookies()
    made = answers().get()
    assert (made.score, made.comment, made.channel) == (10, "Always on time", "letter")
    with opens("owner") as window:
        window.page.goto(f"/clients/{made.client_id}/")
        expect(window.page.locator("main")).to_contain_text("10 / 10")
        window.page.wait_for_load_state("networkidle")  # panels that come later ask the same base


def test_scanners_answer_nothing(house: Cast, opens: Open) -> None:
    """One asks for the head and the body of every link; another loads each in a browser, runs its scripts,
    waits, and scrolls to the end."""
    asked(house)
    found = links()
    assert len(found) == 11
    for address in found:
        for how in ("HEAD", "GET"):
            with urllib.request.urlopen(urllib.request.Request(address, method=how)) as answer:
                assert answer.status == 200
    with opens() as window:
        for address in found[:3]:
            window.page.goto(address)
            window.page.mouse.wheel(0, 4000)
            window.page.mouse.move(40, 400)
            window.page.wait_for_timeout(300)
    assert not answers().exists()


def test_without_javascript_an_open_link_is_answered(house: Cast, browser: Any, live_server: Any) -> None:
    survey = survey_of(house)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="en")
    page = context.new_page()
    page.goto(f"/s/{survey.address}/")
    page.get_by_role("button", name="7", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your answer: 7 of 10.")
    context.close()
    assert answers().get().score == 7


def test_the_widget_on_a_page_of_another_origin(house: Cast, opens: Open, live_server: Any) -> None:
    """The page around has a policy without inline styles, scripts and anything of others' but ours."""
    survey = survey_of(house)
    snippet = f'<script src="{script_of(survey)}" async></script>'
    with opens() as window, site(live_server.url, snippet) as address:
        survey.sites = address.rstrip("/")
        survey.save()
        page = window.page
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.get_by_role("button", name="8", exact=True).click()
        expect(frame.locator("main")).to_contain_text("Your answer: 8 of 10.")
        frame.get_by_role("textbox").fill("Dearer than others")
        frame.get_by_role("button", name="Add").click()
        expect(frame.locator("main")).to_contain_text("Your words are with us too.")
        height = page.locator("iframe").get_attribute("height")
        assert height and height != "280", "it takes the height it needs"
        assert not page.context.cookies()
        window.assert_quiet()
    made = answers().get()
    assert (made.score, made.comment, made.channel, made.client) == (8, "Dearer than others", "site", None)


def test_the_widget_stays_out_of_sites_that_are_not_named(house: Cast, opens: Open, live_server: Any) -> None:
    survey = survey_of(house, sites="https://firm.example")
    snippet = f'<script src="{script_of(survey)}" async></script>'
    with opens() as window, site(live_server.url, snippet) as address:
        window.page.goto(address)
        window.page.wait_for_timeout(800)
        frame = window.page.frames[-1]
        assert "recommend" not in frame.content(), "the browser refuses to frame it"
