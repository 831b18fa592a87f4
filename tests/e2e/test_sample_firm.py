"""The sample firm in a browser: a director's morning, and what a manager does not see."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import window
from tests.e2e.looking import assert_well_made
from vernost.demo import builder, staff
from vernost.retention.models import ClientFacts

FIRM = 90
ALL = "the test looks at everybody"


@pytest.fixture
def firm(transactional_db: None) -> builder.Firm:
    return builder.build(clients=FIRM, years=2)


def _sign_in(page: Page, login: str) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", f"{login}@{staff.DOMAIN}")
    page.fill("[name=password]", staff.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")


@pytest.mark.slow
@pytest.mark.browser
def test_the_directors_morning(firm: builder.Firm, browser: Browser, live_server: Any) -> None:
    with window(browser, live_server.url) as opened:
        page = opened.page
        _sign_in(page, "director")
        assert page.locator(".stat--loss .value").count() == 1
        assert_well_made(page)
        page.goto("/figures/loss/")
        assert page.locator(".equation").count() == 1
        assert_well_made(page)
        page.goto("/clients/?preset=lost&order=-worth")
        lost = ClientFacts.objects.unscoped(reason=ALL).filter(lifecycle="lost").count()
        assert page.locator("tr[data-row]").count() == min(lost, 50)
        page.locator("tr[data-row] a.open").first.click()
        page.locator(".standing .rhythm:visible").first.wait_for()
        assert "черты" in page.locator(".standing-reason").first.inner_text()
        opened.assert_quiet()


@pytest.mark.slow
@pytest.mark.browser
def test_for_a_manager_the_clients_of_others_do_not_exist(
    firm: builder.Firm, browser: Browser, live_server: Any
) -> None:
    olga = firm.people["olga"]
    theirs = next(one for one in firm.clients if one.owner_id != olga.pk)
    own = next(one for one in firm.clients if one.owner_id == olga.pk)
    with window(browser, live_server.url) as opened:
        page = opened.page
        _sign_in(page, "olga")
        said = page.goto(f"/clients/{theirs.pk}/")
        assert said is not None and said.status == 404
        assert theirs.name not in page.content()
        said = page.goto(f"/clients/{own.pk}/")
        assert said is not None and said.status == 200
        assert_well_made(page)
        page.goto("/figures/loss/")
        assert firm.people["dmitry"].name not in page.content()
