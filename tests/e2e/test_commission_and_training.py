"""A purchase is paid and stands in the statement; a newcomer gets no client until the course is passed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.practice import TRAINING_FIRST
from vernost.orders import services as orders
from vernost.staff.services.terms import terms_change
from vernost.team import services
from vernost.team.models import Course, Statement
from vernost.team.tests.factories import sold

pytestmark = pytest.mark.slow
TEST = "the test looks at what was written"


def test_a_purchase_is_paid_by_the_statement(house: Cast, opens: Open) -> None:
    last = clock.today().replace(day=1) - timedelta(days=1)
    one = sold(house, make(house, "Ёлкин Пётр"), "40000", placed_at=clock.start_of(last))
    with opens("director") as window:
        page = window.page
        page.goto("/commission/rules/add/")
        page.fill("[name=percent]", "5")
        page.select_option("[name=role]", "manager")
        page.fill("[name=since]", f"{last.replace(day=1):%Y-%m-%d}")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("Managers: 5 % of what own clients paid")
        assert_well_made(page)
        orders.payment_add(house.actor("director"), order_id=one.pk, amount=Decimal(40000), day=last)
        services.read_books()
        page.goto(f"/commission/everybody/?month={last:%Y-%m}")
        expect(page.locator("main")).to_contain_text("Owner")
        assert_well_made(page)
        page.get_by_role("button", name="Close the month").click()
        page.locator("dialog[open]").get_by_role("button", name="Close the month").click()
        expect(page.locator("main")).to_contain_text("its statements do not change any more")
        window.assert_quiet()
    assert Statement.objects.unscoped(reason=TEST).get().total == Decimal(2000)
    with opens("owner") as window:
        page = window.page
        page.goto(f"/commission/?month={last:%Y-%m}")
        page.get_by_role("link", name="Statement", exact=True).first.click()
        expect(page.locator("main")).to_contain_text(f"{last:%Y-%m}/1")
        expect(page.locator("main")).to_contain_text("Ёлкин Пётр")
        assert_well_made(page)
        window.assert_quiet()


def test_a_newcomer_is_refused_until_the_course_is_passed(house: Cast, opens: Open) -> None:
    client = make(house, "Ёлкин Пётр", whose="director")
    with clock.stopped(clock.now() - timedelta(days=1)):  # whoever came since is a newcomer
        terms_change(house.actor("director"), values={TRAINING_FIRST.name: True})
    Course.objects.unscoped(reason=TEST).update(required_since=clock.now() - timedelta(days=1))
    course = Course.objects.unscoped(reason=TEST).select_related("current").get(code="keeping")
    assert course.current is not None
    with opens("director") as window:
        page = window.page
        page.goto("/training/results/")
        expect(page.locator("h1")).to_contain_text("cannot be given clients yet")
        assert_well_made(page)
        window.assert_quiet()
    with opens("owner") as window:
        page = window.page
        page.goto("/clients/add/")
        page.fill("[name=name]", "Мой первый")
        page.locator("form.form button[type=submit]").click()
        expect(page.locator("main")).to_contain_text(
            "Owner has not passed the course “How we keep clients” yet"
        )
        page.goto("/training/")
        page.get_by_role("link", name="Begin “How we keep clients”").click()
        assert_well_made(page)
        for place, question in enumerate(course.current.questions):
            for right in question.right:
                page.check(f"[name=q{place}][value='{right}']")
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("h1")).to_contain_text("Passed: 5 of 5")
        assert_well_made(page)
        window.assert_quiet()
    from vernost.clients import services as clients

    clients.clients_hand_over(house.actor("director"), client_ids=[client.pk], successor_id=house.owner.pk)
    assert Client.objects.unscoped(reason=TEST).get(pk=client.pk).owner == house.owner
