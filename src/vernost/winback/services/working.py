"""Steps become tasks of Today on their day; what the client answers moves the plan (rule 6.4)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.agenda import services as agenda
from vernost.agenda.models import Channel as Talk
from vernost.agenda.models import Done, Outcome
from vernost.clients.rules import tidy
from vernost.core import clock, jobs
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.winback import kinds, rules
from vernost.winback.errors import LeftAlone, PlanMoved, PlanOver
from vernost.winback.models import AGAIN, AHEAD, Answer, Arm, Channel, Plan, PlanStep, Standing, StepState
from vernost.winback.services.ending import plan_end
from vernost.winback.services.starting import SWEEP

TALKS = {
    Channel.CALL: Talk.CALL,
    Channel.VISIT: Talk.MEETING,
    Channel.INVITATION: Talk.MEETING,
    Channel.LETTER: Talk.LETTER,
    Channel.CHAT: Talk.CHAT,
}
OUTCOMES = {
    Answer.AGREED: Outcome.AGREED,
    Answer.LATER: Outcome.TALKED,
    Answer.TALKED: Outcome.TALKED,
    Answer.NO_ANSWER: Outcome.NO_ANSWER,
    Answer.REFUSED: Outcome.REFUSED,
}


def current(plan: Plan) -> PlanStep | None:
    """The first step that is not settled."""
    rows = PlanStep.objects.unscoped(reason="steps of a plan in hand").filter(plan=plan, state__in=AHEAD)
    step: PlanStep | None = rows.order_by("place").first()
    return step


@transaction.atomic
def step_give(actor: Actor, *, step_id: int) -> bool:
    """The day of a step has come: a line of Today, once; whether there is one now."""
    rows = PlanStep.objects.visible_to(actor).select_related("plan__client__owner__team__head")
    step: PlanStep = rows.get(pk=step_id)
    plan: Plan = Plan.objects.visible_to(actor).select_for_update().get(pk=step.plan_id)
    first = current(plan)
    if not plan.is_open or first is None or first.pk != step.pk or first.state != StepState.WAITING:
        return False
    client = step.plan.client
    if client.closed_on is not None or not client.is_live:
        return False  # the sweep that watches plans ends it
    owner = client.owner
    head = owner.team.head if step.by_head and owner and owner.team else None
    whose = head or (None if plan.responsible_id == client.owner_id else plan.responsible)
    reader = whose or owner
    with translation.override(reader.language if reader else None):
        text = _("Win back ({how}): {what} We bring: {offer}").format(
            how=step.get_channel_display(), what=step.text, offer=plan.offer
        )
    task = agenda.task_set(
        actor,
        client_id=client.pk,
        text=text[:500],
        due_on=step.due_on,
        key=f"winback:{step.pk}:{step.due_on.isoformat()}:{step.tried}",
        moment=step.moment,
        for_employee_id=whose.pk if whose and whose.is_active else None,
    )
    step.task, step.state = task, StepState.GIVEN
    step.save(update_fields=["task", "state"])
    return True


@transaction.atomic
def plan_answer(
    actor: Actor,
    *,
    plan_id: int,
    answer: str,
    text: str = "",
    on: date | None = None,
    minutes: int | None = None,
    step_id: int | None = None,
) -> Plan:
    """What the client said to the step that is due: agreed, later, no answer, refused.

    ``step_id``: which step was seen; of two who answer for one step the second is told.
    """
    plan: Plan = fetch(actor, Plan, plan_id, verb="winback.work", lock=True)
    if plan.arm == Arm.ALONE:
        raise LeftAlone
    if not plan.is_open:
        raise PlanOver
    if answer not in Answer.values:
        raise Invalid(answer=_("Say what the client answered."))
    step = current(plan)
    if step_id is not None and (step is None or step.pk != step_id):
        raise PlanMoved
    if answer == Answer.LATER and (on is None or on <= clock.today()):
        raise Invalid(on=_("Say from which day on: a day after today."))
    said = tidy(text, lines=True)[:500]
    _talked(actor, plan, step, answer, said, minutes)
    if step is not None:
        _task_done(actor, step)
        if minutes is not None:
            step.minutes = minutes
        step.answer = answer
    data = {"step": step.text if step else "", "answer": str(Answer(answer).label), "note": said}
    record(actor, kinds.STEPPED, subject=plan, client_id=plan.client_id, data=data)
    _move(actor, plan, step, answer, said, on)
    transaction.on_commit(lambda: jobs.wake(SWEEP))
    return plan


def _talked(
    actor: Actor, plan: Plan, step: PlanStep | None, answer: str, said: str, minutes: int | None
) -> None:
    channel = TALKS[Channel(step.channel)] if step else Talk.CALL
    outcome = OUTCOMES[Answer(answer)]
    agenda.contact_log(
        actor, client_id=plan.client_id, channel=channel, outcome=outcome, text=said, minutes=minutes
    )


def _task_done(actor: Actor, step: PlanStep) -> None:
    task, step.task = step.task, None
    if task is not None and task.state == Done.OPEN:
        agenda.step_settle(actor, step_id=task.pk, done=True)


def _move(actor: Actor, plan: Plan, step: PlanStep | None, answer: str, said: str, on: date | None) -> None:
    if answer == Answer.REFUSED:
        _settle(actor, step, StepState.DONE)
        plan_end(actor, plan, Standing.REFUSED, said)
        return
    if answer == Answer.AGREED and plan.state != Standing.AGREED:
        plan.state = Standing.AGREED
        plan.save(update_fields=["state"])
    if step is None:
        return
    if answer == Answer.LATER and on is not None:
        _again(step, on)
    elif answer == Answer.NO_ANSWER:
        step.tried += 1
        if step.tried < plan.tries:
            _again(step, rules.workday(clock.today(), AGAIN))
        else:
            advance(actor, plan, step, StepState.SKIPPED)
    else:
        advance(actor, plan, step, StepState.DONE)


def _again(step: PlanStep, on: date) -> None:
    """The same step on another day. It will be another line of Today."""
    step.due_on, step.state = on, StepState.WAITING
    step.save(update_fields=["due_on", "state", "tried", "answer", "minutes", "task"])


def _settle(actor: Actor, step: PlanStep | None, state: StepState) -> None:
    if step is not None:
        step.state, step.done_on, step.done_by_id = state, clock.today(), actor.employee_id
        step.save(update_fields=["state", "done_on", "done_by", "tried", "answer", "minutes", "task"])


def advance(actor: Actor, plan: Plan, step: PlanStep, state: StepState) -> None:
    """The next step keeps its distance to this one; after the last the plan is through, unless the client has
    agreed and the purchase is awaited."""
    _settle(actor, step, state)
    following = current(plan)
    if following is not None:
        due = clock.today() + timedelta(days=max(following.day - step.day, 1))
        if due > following.due_on:
            following.due_on = due
            following.save(update_fields=["due_on"])
    elif plan.state != Standing.AGREED:
        plan_end(actor, plan, Standing.THROUGH)


@transaction.atomic
def task_settled(*, task_id: int, done: bool) -> bool:
    """The line of Today was settled there: the step is, too; what was answered is not known."""
    rows = PlanStep.objects.visible_to(SYSTEM).filter(task=task_id, state=StepState.GIVEN)
    step: PlanStep | None = rows.select_related("plan").first()
    if step is None:
        return False
    plan: Plan = Plan.objects.visible_to(SYSTEM).select_for_update().get(pk=step.plan_id)
    if plan.is_open:
        step.answer = Answer.TALKED if done else ""
        step.done_by_id = step.task.settled_by_id if step.task else None
        advance(SYSTEM, plan, step, StepState.DONE if done else StepState.SKIPPED)
    return True


@transaction.atomic
def plan_call_off(actor: Actor, *, plan_id: int, why: str = "") -> Plan:
    plan: Plan = fetch(actor, Plan, plan_id, verb="winback.plan", lock=True)
    if plan.arm == Arm.ALONE:
        raise LeftAlone
    if plan.is_open:
        plan_end(actor, plan, Standing.CALLED_OFF, tidy(why)[:500])
    return plan
