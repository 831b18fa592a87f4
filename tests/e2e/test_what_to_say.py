"""What to say, opened beside a line of Today; the step that helped in a click, taken back from its toast."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.playbooks.models import Usage

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_opened_used_and_taken_back(house: Cast, opens: Open, size: str) -> None:
    make(house, "Ёлкин Пётр", address_as="Пётр", birthday=clock.today().replace(year=1980))
    with opens("owner", size=size) as window:
        page = window.page
        page.goto("/today/")
        page.get_by_text("What to say").click()
        script = page.locator(".script-body form")
        expect(script).to_contain_text("Hello, Пётр! Happy birthday!")
        assert_well_made(page)
        script.get_by_role("button", name="This helped").nth(1).click()
        expect(page.locator("#toasts")).to_contain_text("this step helped")
        assert Usage.objects.unscoped(reason=TEST).get().step == "say"
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(page.locator("#toasts")).to_contain_text("Taken back")
        window.assert_quiet()
    assert not Usage.objects.unscoped(reason=TEST).exists()
