"""A card is dragged, moved by keys, moved without a script; lost with a reason, won into an order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.clients.tests.factories import make
from vernost.sales.tests.factories import deal, fresh, stages

pytestmark = pytest.mark.slow


def column(page: Page, place: int) -> str:
    return f'[data-stage="{stages()[place].pk}"]'


def test_dragged_and_moved_by_keys(house: Cast, opens: Open) -> None:
    client = make(house, "Ёлкин Пётр")
    one, two = deal(house, client), deal(house, client, title="Кофемашина", amount=Decimal(90_000))
    card = f"#deal-{one.pk}"
    with opens("owner") as window:
        page = window.page
        page.goto("/deals/")
        expect(page.locator(f"{column(page, 0)} .deal-card")).to_have_count(2)
        assert_well_made(page)
        page.drag_and_drop(f"{card} .who", f"{column(page, 2)} header")
        expect(page.locator(f"{column(page, 2)} {card}")).to_be_visible()
        expect(page.locator(f"{column(page, 2)} header")).to_contain_text("1,000")
        expect(page.locator(card)).to_be_focused()  # where the hand left it, for the keys
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator(f"{column(page, 3)} {card}")).to_be_visible()
        expect(page.locator(card)).to_be_focused()
        page.keyboard.press("Shift+ArrowRight")  # nothing lies beyond
        page.keyboard.press("ArrowLeft")
        expect(page.locator(f"#deal-{two.pk}")).to_be_focused()
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator(f"{column(page, 1)} #deal-{two.pk}")).to_be_visible()
        page.locator(f"{card} [data-moves]").first.click()
        expect(page.locator(f"{column(page, 2)} {card}")).to_be_visible()
        page.locator("[data-search]").fill("кофемаш")
        expect(page.locator(".deal-card")).to_have_count(1)
        expect(page.locator("h1")).to_contain_text("1 open deal for")
        window.assert_quiet()
    assert (fresh(one).stage, fresh(two).stage) == (stages()[2], stages()[1])


def test_lost_by_dragging_with_its_remedy_read(house: Cast, opens: Open) -> None:
    one = deal(house)
    with opens("owner") as window:
        page = window.page
        page.goto("/deals/")
        page.locator(f"#deal-{one.pk}").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#drawer")).to_contain_text("Set the step")
        page.goto("/deals/")
        box = page.locator(f"#deal-{one.pk} .who").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 10, box["y"] + 5)
        page.mouse.down()
        page.mouse.move(box["x"] + 60, box["y"] + 60, steps=4)
        page.locator('[data-end="lose"]').hover()
        page.mouse.up()
        page.wait_for_url("**/lose/")
        expect(page.locator(".cure:visible")).to_have_count(0)
        page.get_by_label("The price came too early").check()
        expect(page.locator(".cure:visible")).to_contain_text("Come back to the worth")
        assert_well_made(page)
        page.get_by_role("button", name="The deal is lost").click()
        expect(page.locator(".notice--loss")).to_contain_text("The price came too early")
        page.get_by_role("button", name="Open again").click()
        page.get_by_role("link", name="Won", exact=True).click()
        page.get_by_role("button", name="Won: make the order").click()
        expect(page.locator(".notice--gain")).to_contain_text("It became the order")
        assert_well_made(page)
        window.assert_quiet()
    won = fresh(one)
    assert won.state == "won" and won.order is not None


def test_without_a_script(house: Cast, opens: Open) -> None:
    one = deal(house)
    with opens("owner") as window:
        page = window.page
        page.route("**/*.js", lambda route: route.abort())
        page.goto("/deals/")
        page.locator(f"#deal-{one.pk} [data-moves]").click()
        expect(page.locator(f"{column(page, 1)} #deal-{one.pk}")).to_be_visible()
    assert fresh(one).stage == stages()[1]
