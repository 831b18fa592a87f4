"""Every page, wide and narrow, light and dark: nothing scrolls sideways, axe finds nothing."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made

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


@pytest.mark.parametrize(("address", "who"), PAGES)
def test_it_is_readable_by_everybody(opens: Open, address: str, who: str) -> None:
    with opens(who) as window:
        window.page.goto(address)
        assert_well_made(window.page)
        window.assert_quiet()
