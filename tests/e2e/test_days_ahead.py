"""The week and the month by keys, a call that nobody answered, the calendar's address, the head's look."""

from __future__ import annotations

import urllib.request

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.agenda import services
from vernost.agenda.models import Contact
from vernost.clients.tests.factories import make
from vernost.core import clock

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"


def test_the_days_of_a_manager_and_the_heads_look(house: Cast, opens: Open) -> None:
    client, owner = make(house, "Ёлкин Пётр", phones=["+79161234567"]), house.actor("owner")
    services.promise_make(owner, client_id=client.pk, text="Price list", due_on=clock.today())
    services.step_set(owner, client_id=client.pk, text="Ask about samples", due_on=clock.today())
    with opens("owner") as window:
        page = window.page
        page.goto("/today/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("c")
        expect(page.locator(".agenda-line")).to_have_count(1)
        expect(page.locator(".agenda-line")).to_contain_text("Price list")
        page.get_by_role("link", name="Week").click()
        expect(page.locator(".plan-day--today")).to_contain_text("Price list")
        assert_well_made(page)
        heading = page.locator("h1").inner_text()
        page.keyboard.press("]")
        expect(page.locator("h1")).not_to_have_text(heading)
        page.keyboard.press("[")
        expect(page.locator("h1")).to_have_text(heading)
        for name in ("Month", "Promises", "Trust"):
            page.get_by_label("Views of the work").get_by_role("link", name=name).click()
            expect(page.get_by_label("Views of the work").locator("[aria-current]")).to_have_text(name)
            assert_well_made(page)
        page.goto("/today/mine/")
        page.get_by_role("button", name="Make an address").click()
        address = page.get_by_label("Address of your calendar").input_value()
        assert_well_made(page)
        path = address.split("/calendar/")[1]
        with urllib.request.urlopen(page.url.split("/today/")[0] + "/calendar/" + path) as answer:
            events = Calendar.from_ical(answer.read()).walk("VEVENT")
        assert sorted(str(one["summary"]) for one in events) == [
            "Promise: Ёлкин Пётр: Price list", "Ёлкин Пётр: Ask about samples",
        ]  # fmt: skip
        window.assert_quiet()
    with opens("head") as window:
        window.page.goto("/today/team/")
        expect(window.page.locator("tbody tr")).to_have_count(1)
        expect(window.page.locator("tbody tr")).to_contain_text("Owner")
        assert_well_made(window.page)
        window.assert_quiet()
    assert Contact.objects.unscoped(reason=TEST).get().outcome == "no_answer"
