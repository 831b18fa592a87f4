"""A day from the first word to the thanks: a request by the form, answered in time, a deal, won, its order
late, the client told, the promise kept, a courtesy call. A head sees it; for a stranger it does not exist.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.agenda.models import Kept, Promise
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.courtesy import jobs
from vernost.intake.models import Request, SiteForm
from vernost.orders.models import Order
from vernost.sales.models import Deal

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"
PHONE = "+79161234567"


def test_a_request_becomes_an_order_and_nobody_is_forgotten(house: Cast, opens: Open) -> None:
    client = make(house, "Ёлкин Пётр", phones=[PHONE])
    SiteForm.objects.create(slug="ask", title="Ask us", language="en")

    with opens() as window:
        page = window.page
        page.goto("/form/ask/")
        page.get_by_label("Name").fill("Пётр")
        page.get_by_label("Phone").fill("8 916 123-45-67")
        page.locator("textarea").fill("A machine for the office, please")
        page.wait_for_timeout(2200)  # whoever is quicker is taken for a robot
        page.get_by_role("button", name="Send").click()
        expect(page.locator("main")).to_contain_text("we have got it")
        window.assert_quiet()
    asked = Request.objects.unscoped(reason=TEST).get()
    assert (asked.client_id, asked.assigned_to_id) == (client.pk, house.owner.pk)

    with opens("owner") as window:
        page = window.page
        page.goto("/today/")
        expect(page.locator(".agenda-line").first).to_contain_text("Ёлкин Пётр")
        page.goto(f"/requests/{asked.pk}/")
        page.locator("#answer textarea").first.fill("Called back, will send an offer")
        page.locator("[name=promise]").fill("Send the offer")
        page.locator("[name=promise_on]").fill("today")
        page.get_by_role("button", name="Answered").click()
        expect(page.locator("main")).to_contain_text("in time")
        assert_well_made(page)

        page.goto(f"/deals/add/?client={client.pk}&request={asked.pk}")
        page.locator("[name=title]").fill("Machine for the office")
        page.locator("[name=amount]").fill("150000")
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator("main")).to_contain_text("Machine for the office")
        deal = Deal.objects.unscoped(reason=TEST).get()
        page.goto(f"/deals/{deal.pk}/win/")
        page.get_by_role("button", name="Won: make the order").click()
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Won")
        order = Order.objects.unscoped(reason=TEST).get()
        assert (order.client_id, order.amount) == (client.pk, Decimal(150_000))

        late = clock.today() - timedelta(days=1)
        Order.objects.unscoped(reason=TEST).update(promised_on=late, day=late, placed_at=clock.now())
        page.goto("/today/")
        line = page.locator(".agenda-line", has_text=str(order))
        expect(line).to_have_count(1)
        page.goto(f"/orders/{order.pk}/told/")
        page.locator("[name=note]").fill("It comes tomorrow, we are sorry")
        page.get_by_role("button", name="Save").click()
        page.goto("/today/")
        expect(page.locator(".agenda-line", has_text=str(order))).to_have_count(0)
        page.locator(".agenda-line", has_text="Send the offer").get_by_role("button", name="Kept").click()
        expect(page.locator(".agenda-line", has_text="Send the offer")).to_have_count(0)
        assert Promise.objects.unscoped(reason=TEST).get().state == Kept.KEPT

        page.goto(f"/orders/{order.pk}/")
        page.get_by_role("button", name="Delivered").first.click()
        page.locator("#confirm [data-yes]").click()
        expect(page.locator("h1")).to_contain_text("Delivered")
        past = clock.today() - timedelta(days=7)
        Order.objects.unscoped(reason=TEST).update(
            delivered_on=past, placed_at=_noon(past - timedelta(days=3))
        )
        assert jobs.ask_after_large_orders() == 1
        page.goto("/today/")
        expect(page.locator(".agenda-line", has_text="Ёлкин Пётр").first).to_be_visible()
        expect(page.locator("main")).to_contain_text(str(order))
        assert_well_made(page)
        window.assert_quiet()

    places = (
        f"/requests/{asked.pk}/",
        f"/deals/{deal.pk}/",
        f"/orders/{order.pk}/",
        f"/clients/{client.pk}/",
    )
    for name, status in (("head", 200), ("stranger", 404)):
        browser = house.browser(name)
        assert {browser.get(place).status_code for place in places} == {status}


def _noon(day: object) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=clock.firm_zone())
