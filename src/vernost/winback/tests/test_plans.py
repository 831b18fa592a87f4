"""A plan from its start to its end: steps come into Today, answers move it, a purchase ends it (rule 6.4)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.agenda.models import Contact, Done, Step
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry
from vernost.retention.tests.factories import bought
from vernost.winback import jobs, services
from vernost.winback.errors import HasPlan, NotLost, PlanMoved, PlanOver
from vernost.winback.models import Candidate, Channel, Plan, PlanStep, Recency, Standing, StepState, Where
from vernost.winback.tests.factories import buys, lost, seen_buying


def planned(cast: Cast, client: Client | None = None, **words: Any) -> Plan:
    client = client or lost(cast)[0]
    return services.plan_start(cast.actor("owner"), client_id=client.pk, **words)


def steps(plan: Plan) -> list[PlanStep]:
    return list(PlanStep.objects.visible_to(SYSTEM).filter(plan=plan).order_by("place"))


def tasks(client: Client) -> list[Step]:
    return list(Step.objects.visible_to(SYSTEM).filter(client=client).order_by("pk"))


def fresh(plan: Plan) -> Plan:
    found: Plan = Plan.objects.visible_to(SYSTEM).get(pk=plan.pk)
    return found


def test_it_copies_the_template_and_never_comes_with_empty_hands(cast: Cast) -> None:
    plan = planned(cast)
    assert plan.offer and plan.answer and steps(plan)
    assert plan.responsible == cast.owner and plan.state == Standing.OPEN
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.visible_to(SYSTEM).filter(pk=plan.pk).update(offer="")


def test_the_words_of_whoever_plans_take_the_place_of_the_templates(cast: Cast) -> None:
    plan = planned(cast, offer="A cake", answer="We are sorry")
    assert (plan.offer, plan.answer) == ("A cake", "We are sorry")


def test_one_open_plan_a_client(cast: Cast) -> None:
    plan = planned(cast)
    with pytest.raises(HasPlan):
        planned(cast, plan.client)
    twin = fresh(plan)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_it_refuses_strangers_and_who_is_not_lost(cast: Cast) -> None:
    client = lost(cast)[0]
    with pytest.raises(NotVisible):
        services.plan_start(cast.actor("stranger"), client_id=client.pk)
    with pytest.raises(NotAllowed):
        services.plan_start(cast.actor("support"), client_id=client.pk)
    buys(client)
    with pytest.raises(NotLost):
        planned(cast, client)


def test_call_lately_visit_long_ago(cast: Cast) -> None:
    lately, long_ago = lost(cast)[0], lost(cast, silent=200)[0]
    assert Candidate.objects.visible_to(SYSTEM).get(pk=long_ago.pk).recency == Recency.LONG
    Candidate.objects.visible_to(SYSTEM).update(winback_class="must")
    assert steps(planned(cast, lately))[0].channel == Channel.CALL
    assert steps(planned(cast, long_ago))[0].channel == Channel.VISIT


def test_a_step_becomes_a_task_on_its_day_once(cast: Cast) -> None:
    plan = planned(cast)
    assert jobs.give_steps_of_today() == 1 and jobs.give_steps_of_today() == 0
    (task,) = tasks(plan.client)
    assert task.moment == "winback" and plan.offer in task.text
    assert [one.state for one in steps(plan)][:2] == [StepState.GIVEN, StepState.WAITING]


def test_an_answer_moves_the_plan_and_writes_the_talk_down(cast: Cast) -> None:
    plan = planned(cast)
    jobs.give_steps_of_today()
    services.plan_answer(
        cast.actor("owner"), plan_id=plan.pk, answer="talked", text="Thinks it over", minutes=12
    )
    first, second = steps(plan)[:2]
    assert (first.state, first.answer, first.minutes) == (StepState.DONE, "talked", 12)
    assert tasks(plan.client)[0].state == Done.DONE
    talk = Contact.objects.visible_to(SYSTEM).get(client=plan.client)
    assert (talk.text, talk.minutes) == ("Thinks it over", 12)
    with clock.stopped(clock.now() + timedelta(days=second.day)):
        assert jobs.give_steps_of_today() == 1
    assert len(tasks(plan.client)) == 2


def test_no_answer_is_tried_again_up_to_a_set_number(cast: Cast) -> None:
    plan, actor = planned(cast), cast.actor("owner")
    number = len(steps(plan))
    for _step in range(number):
        for _try in range(plan.tries):
            assert fresh(plan).is_open
            services.plan_answer(actor, plan_id=plan.pk, answer="no_answer")
    assert fresh(plan).state == Standing.THROUGH
    assert {one.tried for one in steps(plan)} == {plan.tries}


def test_later_is_a_day_after_today(cast: Cast) -> None:
    plan, actor = planned(cast), cast.actor("owner")
    with pytest.raises(Invalid):
        services.plan_answer(actor, plan_id=plan.pk, answer="later", on=clock.today())
    day = clock.today() + timedelta(days=9)
    services.plan_answer(actor, plan_id=plan.pk, answer="later", on=day)
    assert (steps(plan)[0].due_on, steps(plan)[0].state) == (day, StepState.WAITING)


def test_a_refusal_ends_it_and_its_tasks(cast: Cast) -> None:
    plan = planned(cast)
    jobs.give_steps_of_today()
    services.plan_answer(cast.actor("owner"), plan_id=plan.pk, answer="refused", text="Never again")
    ended = fresh(plan)
    assert (ended.state, ended.note) == (Standing.REFUSED, "Never again")
    assert all(one.state != Done.OPEN for one in tasks(plan.client))
    assert Candidate.objects.visible_to(SYSTEM).get().where == Where.FREE
    with pytest.raises(PlanOver):
        services.plan_answer(cast.actor("owner"), plan_id=plan.pk, answer="agreed")


def test_who_agreed_is_back_only_with_a_purchase(cast: Cast) -> None:
    plan, actor = planned(cast), cast.actor("owner")
    for _step in steps(plan):
        services.plan_answer(actor, plan_id=plan.pk, answer="agreed")
    assert fresh(plan).state == Standing.AGREED
    buys(plan.client, amount=700)
    ended = fresh(plan)
    assert (ended.state, ended.bought_on, ended.money_back) == (
        Standing.RETURNED,
        clock.today(),
        Decimal(700),
    )


def test_who_agreed_and_never_bought_is_through_when_time_is_over(cast: Cast) -> None:
    plan, actor = planned(cast), cast.actor("owner")
    for _step in steps(plan):
        services.plan_answer(actor, plan_id=plan.pk, answer="agreed")
    with clock.stopped(clock.now() + timedelta(days=100)):
        services.plans_watch()
    assert fresh(plan).state == Standing.THROUGH


def test_a_purchase_before_the_first_step_ends_it_too(cast: Cast) -> None:
    plan = planned(cast)
    buys(plan.client)
    assert fresh(plan).state == Standing.RETURNED
    assert jobs.give_steps_of_today() == 0 and tasks(plan.client) == []
    assert Entry.objects.filter(kind="winback.returned", client_id=plan.client_id).count() == 1


def test_a_purchase_that_nobody_told_of_is_found_by_the_watch(cast: Cast) -> None:
    plan = planned(cast)
    bought(plan.client, clock.today())
    seen_buying(plan.client)
    services.plans_watch()
    assert fresh(plan).state == Standing.RETURNED


def test_a_return_after_the_chain_was_through_counts(cast: Cast) -> None:
    plan, actor = planned(cast), cast.actor("owner")
    while fresh(plan).is_open:
        services.plan_answer(actor, plan_id=plan.pk, answer="talked")
    buys(plan.client)
    assert fresh(plan).state == Standing.RETURNED


def test_closed_in_mid_plan(cast: Cast) -> None:
    plan = planned(cast)
    jobs.give_steps_of_today()
    clients.client_close(cast.actor("owner"), client_id=plan.client_id, reason="moved_away")
    services.plans_watch()
    assert fresh(plan).state == Standing.CLOSED
    with clock.stopped(clock.now() + timedelta(days=40)):
        assert jobs.give_steps_of_today() == 0


def test_of_two_who_answer_for_one_step_the_second_is_told(cast: Cast) -> None:
    plan = planned(cast)
    seen = steps(plan)[0].pk
    services.plan_answer(cast.actor("owner"), plan_id=plan.pk, answer="talked", step_id=seen)
    with pytest.raises(PlanMoved):
        services.plan_answer(cast.actor("head"), plan_id=plan.pk, answer="talked", step_id=seen)


def test_a_changed_template_does_not_touch_plans_that_run(cast: Cast) -> None:
    plan = planned(cast)
    before = [(one.text, one.channel, one.due_on) for one in steps(plan)]
    services.template_edit(
        cast.actor("director"), template_id=plan.template_id or 0, name="Other", offer="Nothing but words",
        steps=[{"channel": "chat", "day": 1, "text": "Write"}],
    )  # fmt: skip
    assert [(one.text, one.channel, one.due_on) for one in steps(plan)] == before
    assert fresh(plan).offer == plan.offer and fresh(plan).template_version == 1
    assert planned(cast, lost(cast)[0]).template_version == 2


def test_called_off(cast: Cast) -> None:
    plan = planned(cast)
    jobs.give_steps_of_today()
    services.plan_call_off(cast.actor("owner"), plan_id=plan.pk, why="By mistake")
    assert fresh(plan).state == Standing.CALLED_OFF
    assert [one.state for one in tasks(plan.client)] == [Done.DROPPED]


def test_pages_of_a_plan(cast: Cast) -> None:
    plan = planned(cast)
    browser = cast.browser("owner")
    assert plan.offer in browser.get(f"/winback/plans/{plan.pk}/").content.decode()
    asked = {"answer": "agreed", "step": steps(plan)[0].pk, "text": "In a week"}
    assert browser.post(f"/winback/plans/{plan.pk}/answer/", asked).status_code == 302
    assert fresh(plan).state == Standing.AGREED
    assert browser.post(f"/winback/plans/{plan.pk}/answer/", {"answer": "later"}).status_code == 422
    assert plan.client.name in browser.get("/winback/plans/").content.decode()
    panel = browser.get(f"/clients/{plan.client_id}/panel/winback/")
    assert panel.status_code == 200 and f"/winback/plans/{plan.pk}/" in panel.content.decode()
