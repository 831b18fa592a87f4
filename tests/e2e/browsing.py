"""Debian's Chromium, driven; what every browser test and the command of screenshots share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.cast import Cast

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# htmx tells of a request that a newer one has overtaken: whoever types quickly makes them.
OVERTAKEN = ("htmx:sendAbort", "htmx:afterRequest")
SIZES = {"desktop": (1440, 900), "phone": (360, 740)}

# Playwright's loop runs in this thread, and Django asks about it before every query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@dataclass
class Window:
    """One signed-in (or not) window, and what it complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        assert not self.complaints, "\n".join(self.complaints)


@contextmanager
def launched(program: str) -> Iterator[Browser]:
    """A Chromium of our own, started from ``program``."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(
    browser: Browser,
    url: str,
    cast: Cast | None = None,
    name: str = "anonymous",
    *,
    size: str = "desktop",
    dark: bool = False,
) -> Iterator[Window]:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        base_url=url,
        reduced_motion="reduce",
    )
    try:
        if cast is not None and name != "anonymous":
            _sign_in(context, url, cast, name)
        yield _listened(context)
    finally:
        context.close()


def _sign_in(context: BrowserContext, url: str, cast: Cast, name: str) -> None:
    for key, morsel in cast.browser(name).cookies.items():
        context.add_cookies([{"name": key, "value": morsel.value, "url": url}])


def _listened(context: BrowserContext) -> Window:
    page = context.new_page()
    opened = Window(page)
    page.on("console", lambda said: _note(opened, said))
    page.on("pageerror", lambda error: opened.complaints.append(f"{page.url}: {error}"))
    return opened


def _note(opened: Window, said: Any) -> None:
    """Errors and breaches of the content policy; the status of an error page is no fault of it."""
    is_fault = "the server responded with a status of" not in said.text
    if said.type == "error" and is_fault and not said.text.startswith(OVERTAKEN):
        opened.complaints.append(f"{opened.page.url}: {said.text}")
