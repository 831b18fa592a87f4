"""A talk written down on the card with a promise; the promise in Today; kept, by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.agenda.models import Contact, Done, Kept, Promise, Step
from vernost.clients.tests.factories import make

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"


def test_promised_on_the_card_and_kept_in_today(house: Cast, opens: Open) -> None:
    client = make(house, "Ёлкин Пётр", phones=["+79161234567"])
    with opens("owner") as window:
        page = window.page
        page.goto(f"/clients/{client.pk}/")
        page.get_by_label("Meeting").check()
        page.get_by_label("They began").check()
        page.fill("#talk_text", "Asked for prices")
        page.fill("[name=promise]", "Price list")
        page.fill("[name=promise_on]", "сегодня")
        page.fill("[name=step_on]", "today")
        page.get_by_role("button", name="Write down the talk").click()
        expect(page.locator("#panel-talks")).to_contain_text("Price list")
        assert_well_made(page)
        page.goto("/today/")
        expect(page.locator(".agenda-line")).to_have_count(2)
        expect(page.locator(".agenda-line").first).to_contain_text("Price list")
        assert_well_made(page)
        page.keyboard.press("j")
        page.keyboard.press("d")
        expect(page.locator(".agenda-line")).to_have_count(1)
        page.keyboard.press("j")
        page.keyboard.press("l")
        page.keyboard.type("in two days")
        page.keyboard.press("Enter")
        expect(page.locator(".agenda-line")).to_have_count(0)
        assert_well_made(page)
        window.assert_quiet()
    contact = Contact.objects.unscoped(reason=TEST).get()
    assert (contact.channel, contact.began, contact.text) == ("meeting", "they", "Asked for prices")
    assert Promise.objects.unscoped(reason=TEST).get().state == Kept.KEPT
    step = Step.objects.unscoped(reason=TEST).get()
    assert (step.state, (step.due_on - step.set_at.date()).days in (2, 3)) == (Done.OPEN, True)
