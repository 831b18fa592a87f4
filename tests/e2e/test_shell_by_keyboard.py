"""The shell without a mouse: palette, drawer with its address, lists, dialogs, themes, toasts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open


def test_the_palette_opens_a_page(opens: Open) -> None:
    with opens("director") as window:
        page = window.page
        page.goto("/")
        page.keyboard.press("Control+k")
        expect(page.locator("#palette-text")).to_be_focused()
        page.keyboard.type("audit")
        expect(page.locator("[role=option]")).to_have_count(1)
        page.keyboard.press("Enter")
        page.wait_for_url("**/audit/")
        window.assert_quiet()


def test_the_palette_walks_by_arrows_and_closes(opens: Open) -> None:
    with opens("director") as window:
        page = window.page
        page.goto("/")
        page.keyboard.press("Control+k")
        expect(page.locator("[role=option]").first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=option]").nth(1)).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(page.locator("[role=option]").last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).not_to_be_visible()


def test_the_palette_changes_the_theme(opens: Open) -> None:
    with opens("owner") as window:
        page = window.page
        page.goto("/me/")
        page.keyboard.press("Control+k")
        page.keyboard.type("dark")
        expect(page.locator("[role=option]")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        assert page.url.endswith("/me/")
        window.assert_quiet()


def test_a_row_opens_a_drawer_with_its_own_address(opens: Open) -> None:
    with opens("director") as window:
        page = window.page
        page.goto("/gallery/")
        page.evaluate("scrollTo(0, 400)")
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(page.locator("[data-row]").nth(1)).to_be_focused()
        page.keyboard.press("x")
        expect(page.locator("[data-picked]")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#drawer")).to_be_visible()
        assert page.url.endswith("/gallery/card/")
        page.keyboard.press("Escape")
        expect(page.locator("#drawer")).not_to_be_visible()
        page.wait_for_url("**/gallery/")
        page.go_forward()
        expect(page.locator("#drawer")).to_be_visible()
        page.reload()
        expect(page.locator("h1")).to_contain_text("Северный ветер")
        expect(page.locator(".side")).to_be_visible()
        window.assert_quiet()


def test_slash_goes_to_the_search_of_the_list(opens: Open) -> None:
    with opens("director") as window:
        window.page.goto("/gallery/")
        window.page.keyboard.press("/")
        expect(window.page.locator("[data-search]").first).to_be_focused()


def test_what_cannot_be_taken_lightly_is_asked_once(opens: Open) -> None:
    with opens("director") as window:
        page = window.page
        page.goto("/staff/")
        page.get_by_role("link", name="Stranger").click()
        page.get_by_role("button", name="Close access").click()
        expect(page.locator("#confirm")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#confirm")).not_to_be_visible()
        page.get_by_role("button", name="Close access").click()
        page.locator("#confirm [data-yes]").click()
        expect(page.get_by_role("button", name="Open access")).to_be_visible()
        window.assert_quiet()


def test_the_sidebar_moves_without_a_reload_and_focus_follows(opens: Open) -> None:
    with opens("director") as window:
        page = window.page
        page.goto("/")
        page.evaluate("window.same = true")
        page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Settings").click()
        page.wait_for_url("**/staff/")
        expect(page.locator("#content")).to_be_focused()
        assert page.evaluate("window.same") is True
        expect(page.locator(".nav [aria-current=page]")).to_have_text("Settings")
        page.go_back()
        page.wait_for_url(lambda url: url.endswith("/"))
        expect(page.locator("h1")).to_contain_text("Good day")
        window.assert_quiet()


def test_the_skip_link_is_first(opens: Open) -> None:
    with opens("director") as window:
        window.page.goto("/staff/")
        window.page.keyboard.press("Tab")
        expect(window.page.locator(".skip")).to_be_focused()
        window.page.keyboard.press("Enter")
        expect(window.page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("address", ["/account/login/", "/me/"])
def test_the_language_changes_at_once(opens: Open, address: str) -> None:
    with opens("anonymous" if "login" in address else "owner") as window:
        page = window.page
        page.goto(address)
        before = page.locator("html").get_attribute("lang")
        if address == "/me/":
            page.locator("details:has(.me) summary").click()
        other = "ru" if before == "en" else "en"
        page.locator(f"button[value={other}]:visible").click()
        expect(page.locator("html")).to_have_attribute("lang", other)
        window.assert_quiet()


def test_signing_in_and_out(opens: Open) -> None:
    with opens("anonymous") as window:
        page = window.page
        page.goto("/staff/")
        page.locator("#id_login").fill("owner@firm.test")
        page.locator("#id_password").fill("wrong-and-long")
        page.keyboard.press("Enter")
        expect(page.locator(".notice--loss")).to_be_visible()
        page.locator("#id_password").fill("sesame-open-please")
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff/")
        page.locator("details:has(.me) summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/account/login/")
        window.assert_quiet()
