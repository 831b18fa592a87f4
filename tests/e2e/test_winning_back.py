"""The director finds the loss and makes 50 plans with a control; a manager works three steps; a purchase
ends one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.e2e.conftest import Open
from tests.e2e.looking import assert_well_made
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Step
from vernost.winback import jobs
from vernost.winback.models import Arm, Plan, PlanStep, Standing
from vernost.winback.tests.factories import buys, lost

pytestmark = pytest.mark.slow
ANSWERS = ("Talked, not decided", "No answer", "Agrees")


def test_from_the_loss_to_the_result(house: Cast, opens: Open) -> None:
    lost(house, 50)
    with opens("director") as window:
        page = window.page
        page.goto("/winback/")
        expect(page.locator("h1")).to_contain_text("50 clients are lost")
        assert_well_made(page)
        page.fill("[name=number]", "50")
        page.get_by_role("button", name="Make plans").first.click()
        expect(page.locator("h1")).to_contain_text("Round of")
        expect(page.locator(".toast")).to_contain_text("45 plans are made, 5 left alone")
        assert_well_made(page)
        window.assert_quiet()
    plan = (
        Plan.objects.visible_to(SYSTEM).filter(arm=Arm.ASKED).select_related("client").order_by("pk").first()
    )
    assert plan is not None
    _works_three_steps(opens, plan)
    buys(plan.client, amount=7000)
    with opens("director") as window:
        page = window.page
        page.goto(f"/winback/plans/{plan.pk}/")
        expect(page.locator("h1")).to_contain_text("Bought again")
        page.goto("/winback/results/")
        expect(page.locator("h1")).to_contain_text(re.compile("1 of 45 came back, 0 would have anyway"))
        expect(page.locator("main")).to_contain_text("of 5")
        assert_well_made(page)
        window.assert_quiet()
    assert Plan.objects.visible_to(SYSTEM).get(pk=plan.pk).state == Standing.RETURNED


def _works_three_steps(opens: Open, plan: Plan) -> None:
    with opens("owner") as window:
        page = window.page
        for answer in ANSWERS:
            # The day of the next step has come.
            PlanStep.objects.visible_to(SYSTEM).filter(plan=plan, state="waiting").update(
                due_on=plan.started_on
            )
            jobs.give_steps_of_today()
            page.goto("/today/")
            expect(page.locator(".agenda-line").filter(has_text=plan.client.name).first).to_be_visible()
            page.goto(f"/winback/plans/{plan.pk}/")
            page.get_by_role("link", name="What the client answered").click()
            page.get_by_label(answer).check()
            page.fill("[name=text]", "As it was")
            page.get_by_role("button", name="Save").click()
            expect(page.locator(".toast")).to_contain_text("the plan has moved")
        assert_well_made(page)
        window.assert_quiet()
    assert Step.objects.visible_to(SYSTEM).filter(client=plan.client).count() == 3
