"""A Chromium for all browser tests, a house with the cast, and the gallery open as in the sample firm."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.cast import Cast, assemble
from tests.e2e.browsing import Window, launched, window
from tests.texts import ROOT

Open = Callable[..., AbstractContextManager[Window]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def styles() -> None:
    """In a tree where nothing was installed the build hook has not run."""
    if not (ROOT / "src" / "vernost" / "ui" / "static" / "ui" / "app.css").exists():
        subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)


@pytest.fixture(scope="module")
def browser(
    chromium: str,
) -> Iterator[Browser]:  # closed with its file: two drivers cannot live in one process
    with launched(chromium) as opened:
        yield opened


@pytest.fixture
def house(transactional_db: None, settings: Any) -> Cast:
    settings.DEMO = True
    return assemble()


@pytest.fixture
def opens(browser: Browser, live_server: Any, house: Cast) -> Open:
    """``with opens("director", size="phone", dark=True) as window:``"""
    return partial(_window, browser, live_server.url, house)


def _window(browser: Browser, url: str, cast: Cast, name: str = "anonymous", **more: Any) -> Any:
    return window(browser, url, cast, name, **more)
