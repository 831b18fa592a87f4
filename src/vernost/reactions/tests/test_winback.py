"""What happens to a plan when its client buys, is closed, or its step is settled in «Today»."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda import services as agenda
from vernost.agenda.models import Step
from vernost.clients import services as clients
from vernost.core import clock
from vernost.reactions.tests.reacting import react, settle_in
from vernost.retention import services as retention
from vernost.retention.tests.factories import bought
from vernost.winback import jobs, services
from vernost.winback.models import Plan, PlanStep, Standing, StepState
from vernost.winback.tests.factories import lost_for_real


@pytest.fixture
def plan(cast: Cast) -> Plan:
    settle_in()
    client = lost_for_real(cast)[0]
    made = services.plan_start(cast.actor("owner"), client_id=client.pk)
    settle_in()
    return made


def state(plan: Plan) -> str:
    return str(Plan.objects.visible_to(SYSTEM).get(pk=plan.pk).state)


def test_a_purchase_ends_the_plan(plan: Plan) -> None:
    bought(plan.client, clock.today())
    retention.facts_refresh_some([plan.client_id])
    react()
    assert state(plan) == Standing.RETURNED


def test_a_closed_client_is_won_back_no_more(cast: Cast, plan: Plan) -> None:
    clients.client_close(cast.actor("owner"), client_id=plan.client_id, reason="moved_away")
    react()
    assert state(plan) == Standing.CLOSED


@pytest.mark.parametrize(("done", "state"), [(True, StepState.DONE), (False, StepState.SKIPPED)])
def test_a_step_settled_in_today_is_settled_in_its_plan(
    cast: Cast, plan: Plan, done: bool, state: StepState
) -> None:
    jobs.give_steps_of_today()
    task = Step.objects.visible_to(SYSTEM).get(client=plan.client, moment="winback")
    agenda.step_settle(cast.actor("owner"), step_id=task.pk, done=done)
    react()
    steps = PlanStep.objects.visible_to(SYSTEM).filter(plan=plan).order_by("place")
    assert [one.state for one in steps][:2] == [state, StepState.WAITING]
