"""Every page, wide and narrow, light and dark: nothing scrolls sideways, axe finds nothing."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from tests.e2e.conftest import Open

# address → who looks
PAGES = [
    ("/gallery/", "director"),
    ("/gallery/card/", "director"),
    ("/", "owner"),
    ("/staff/", "director"),
    ("/staff/add/", "director"),
    ("/teams/", "director"),
    ("/settings/", "director"),
    ("/audit/", "director"),
    ("/me/", "director"),
    ("/account/2fa/", "director"),
    ("/account/password/change/", "director"),
    ("/account/login/", "anonymous"),
    ("/account/password/reset/", "anonymous"),
    ("/nothing/", "anonymous"),
    ("/nothing/", "owner"),
    ("/staff/add/", "owner"),
    ("/gallery/error/500/", "director"),
    ("/gallery/error/503/", "anonymous"),
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.mark.parametrize(("address", "who"), PAGES)
def test_it_is_readable_by_everybody(opens: Open, address: str, who: str) -> None:
    with opens(who) as window:
        window.page.goto(address)
        for theme in ("light", "dark"):
            window.page.emulate_media(color_scheme=theme)
            found = Axe().run(window.page, options=RULES).response["violations"]
            assert not found, theme + "\n" + "\n".join(_told(one) for one in found)
        window.page.set_viewport_size({"width": 360, "height": 740})
        wide = window.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, window.page.evaluate(WIDEST)
        window.assert_quiet()


WIDEST = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120)).join("\\n")"""


def _told(violation: dict[str, Any]) -> str:
    nodes = [node["html"][:160] + " :: " + node["failureSummary"][:200] for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(nodes)
