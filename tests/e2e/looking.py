"""What every page must be: readable in both themes, and no wider than a telephone."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
WIDEST = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120)).join("\\n")"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page, *, themes: tuple[str, ...] = ("light", "dark")) -> list[str]:
    """What axe finds in each theme, and what sticks out at 360 px."""
    found = []
    for theme in themes:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        # In the second theme only colours are other than in the first.
        options = RULES if theme == themes[0] else {"runOnly": ["color-contrast"]}
        violations = Axe().run(page, options=options).response["violations"]
        found += [f"{page.url} {theme}: {_told(one)}" for one in violations]
    before = page.viewport_size or {"width": 1440, "height": 900}
    page.set_viewport_size({"width": 360, "height": 740})
    if page.evaluate(TOO_WIDE) > 0:
        found.append(f"{page.url} at 360 px: {page.evaluate(WIDEST)}")
    page.set_viewport_size(before)
    return found


def assert_well_made(page: Page) -> None:
    found = faults(page)
    assert not found, "\n".join(found)


def _told(violation: dict[str, Any]) -> str:
    nodes = [node["html"][:160] + " :: " + node["failureSummary"][:200] for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(nodes)
