"""Signing in as people do: a password, an app with codes, a passkey, a recovery code, a letter."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made

pytestmark = pytest.mark.slow
EMAIL = "owner@firm.test"
INSIDE = re.compile(r"//[^/]+/$")  # the start page


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def confirm_it_is_me(page: Page) -> None:
    expect(page.get_by_role("heading", name="Confirm")).to_be_visible()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def code(secret: str, *, later: int = 0) -> str:
    """``later``: of the next half-minute. A code is good for one signing in."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter + later):06d}"


def set_up_the_app(page: Page) -> tuple[str, list[str]]:
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Set up").click()
    confirm_it_is_me(page)
    page.locator(".qr img").wait_for()
    secret = page.locator("form code").text_content() or ""
    assert_well_made(page)
    page.fill("[name=code]", code(secret))
    page.get_by_role("button", name="Switch the app on").click()
    page.locator(".codes li").first.wait_for()
    assert_well_made(page)
    return secret, page.locator(".codes li").all_inner_texts()


def test_an_app_with_codes(opens: Open) -> None:
    with opens("anonymous") as window:
        page = window.page
        sign_in(page)
        page.wait_for_url(INSIDE)
        secret, recovery = set_up_the_app(page)
        assert len(recovery) == 10
    with opens("anonymous") as window:
        page = window.page
        sign_in(page)
        page.wait_for_url("**/2fa/authenticate/**")
        assert_well_made(page)
        page.fill("form.form [name=code]", "000000")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".wrong, .errors, [role=alert]").first).to_be_visible()
        page.goto("/clients/")
        assert "/account/" in page.url, "a password alone opens nothing"
        page.goto("/account/2fa/authenticate/")
        page.fill("form.form [name=code]", code(secret, later=1))
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(INSIDE)
    with opens("anonymous") as window:
        page = window.page
        for expected in ("/", "authenticate"):  # a recovery code opens once
            page.context.clear_cookies()
            sign_in(page)
            page.wait_for_url("**/2fa/authenticate/**")
            page.fill("form.form [name=code]", recovery[0])
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_load_state()
            assert INSIDE.search(page.url) if expected == "/" else expected in page.url
        expect(page.locator(".wrong, .errors, [role=alert]").first).to_be_visible()


def virtual_authenticator(page: Page) -> None:
    """Chromium's own: a phone's finger that always says yes."""
    session: Any = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_without_the_password(opens: Open) -> None:
    with opens("anonymous") as window:
        page = window.page
        sign_in(page)
        page.wait_for_url(INSIDE)
        virtual_authenticator(page)
        page.goto("/account/2fa/")
        page.get_by_role("link", name="Add a key").click()
        confirm_it_is_me(page)
        page.fill("[name=name]", "Work laptop")
        page.check("[name=passwordless]")
        assert_well_made(page)
        page.get_by_role("button", name="Add a key").click()
        page.wait_for_url(lambda url: "add" not in url)
        page.goto("/account/2fa/webauthn/")
        expect(page.get_by_role("row").filter(has_text="Work laptop")).to_be_visible()
        assert_well_made(page)
        page.goto("/account/logout/")
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/account/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(INSIDE)
        page.goto("/me/")
        expect(page.locator("h1")).to_contain_text("Owner")
        window.assert_quiet()


def test_a_forgotten_password(opens: Open) -> None:
    new = "a-quite-new-phrase-7"
    with opens("anonymous") as window:
        page = window.page
        page.goto("/account/login/")
        page.get_by_role("link", name="Forgot").click()
        page.fill("[name=email]", EMAIL)
        page.get_by_role("button", name="Send the link").click()
        page.wait_for_url("**/password/reset/done/")
        assert_well_made(page)
        assert [letter.to for letter in mail.outbox] == [[EMAIL]]
        link = re.search(r"https?://\S+/account/password/reset/key/\S+", str(mail.outbox[0].body))
        assert link is not None, mail.outbox[0].body
        page.goto("/account/password/reset/key/" + link[0].split("/key/")[1])
        page.locator("[name=password1]").wait_for()
        assert_well_made(page)
        page.fill("[name=password1]", new)
        page.fill("[name=password2]", new)
        page.get_by_role("button", name="Set the password").click()
        page.wait_for_url("**/done/")
        sign_in(page, new)
        page.wait_for_url(INSIDE)
        window.assert_quiet()


def test_another_browser_is_signed_out_from_here(opens: Open) -> None:
    with opens("anonymous") as here, opens("anonymous") as there:
        for window in (here, there):
            sign_in(window.page)
            window.page.wait_for_url(INSIDE)
        here.page.goto("/me/")
        here.page.get_by_role("button", name="End all others").click()
        if here.page.locator("#confirm").is_visible():
            here.page.locator("#confirm [data-yes]").click()
        here.page.wait_for_load_state()
        there.page.goto("/clients/")
        assert "/account/login/" in there.page.url
        here.page.goto("/clients/")
        assert here.page.url.endswith("/clients/")
