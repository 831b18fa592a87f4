"""How a plan ends: by a purchase after having left (rule 2.5), a refusal, the last step; and what watches
it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.agenda import services as agenda
from vernost.agenda.models import Done
from vernost.core import clock
from vernost.core.practice import WINBACK_HORIZON
from vernost.journal.write import record
from vernost.orders.models import Order, State
from vernost.retention.models import Lifecycle
from vernost.retention.selectors import purchase_days
from vernost.winback import kinds
from vernost.winback.models import AHEAD, OPEN, Arm, LetGo, Plan, PlanStep, Round, Standing, StepState
from vernost.winback.services.ranking import ranked_again

A_RUN = 1000
LATE = timedelta(days=3)  # orders that are written down some days later


def plan_end(actor: Actor, plan: Plan, how: Standing, note: str = "") -> None:
    """``plan``: locked. What was ahead is not needed any more, and its line of Today goes."""
    steps = PlanStep.objects.unscoped(reason="steps of a plan in hand").filter(plan=plan, state__in=AHEAD)
    for step in steps.select_related("task"):
        if step.task is not None and step.task.state == Done.OPEN:
            agenda.step_settle(SYSTEM, step_id=step.task_id or 0, done=False)
    steps.update(state=StepState.SKIPPED, done_on=clock.today())
    plan.state, plan.ended_on, plan.note = how, clock.today(), note
    plan.save(update_fields=["state", "ended_on", "note", "bought_on"])
    if how == Standing.RETURNED:
        record(actor, kinds.RETURNED, subject=plan, client_id=plan.client_id)
    elif plan.arm == Arm.ASKED:
        data = {"how": str(how.label), "note": note}
        record(actor, kinds.ENDED, subject=plan, client_id=plan.client_id, data=data)
    ranked_again([plan.client_id])


@transaction.atomic
def client_bought(client_ids: Sequence[int]) -> int:
    """Plans of these clients, open or lately over, against the days on which they bought; how many returned.

    A purchase before the first step counts too: for those who were asked as for those who were left alone.
    """
    rows = Plan.objects.visible_to(SYSTEM).filter(client__in=client_ids, bought_on=None)
    plans = list(rows.exclude(state=Standing.CALLED_OFF).select_for_update().order_by("pk"))
    days = purchase_days(SYSTEM, sorted({plan.client_id for plan in plans}))
    found = 0
    for plan in plans:
        first = next((day for day in days.get(plan.client_id, []) if day >= plan.started_on), None)
        if first is None or (not plan.is_open and first > plan.until):
            continue
        found += 1
        plan.bought_on = first
        if plan.is_open or plan.state == Standing.THROUGH:
            plan_end(SYSTEM, plan, Standing.RETURNED)
        else:
            plan.save(update_fields=["bought_on"])
        money_back(plan)
    # Who came back was not let go after all.
    LetGo.objects.visible_to(SYSTEM).filter(client__in=client_ids, taken_back_on=None).update(
        taken_back_on=clock.today()
    )
    ranked_again(client_ids)
    return found


def money_back(plan: Plan) -> None:
    """Net revenue from the first purchase on, within the firm's horizon."""
    if plan.bought_on is None:
        return
    last = plan.bought_on + timedelta(days=WINBACK_HORIZON.value())
    orders = Order.objects.visible_to(SYSTEM).filter(
        client=plan.client_id, day__gte=plan.bought_on, day__lte=last
    )
    sums = orders.exclude(state=State.CANCELLED).aggregate(paid=Sum("amount"), back=Sum("refunded"))
    net = (sums["paid"] or 0) - (sums["back"] or 0)
    Plan.objects.visible_to(SYSTEM).filter(pk=plan.pk).update(money_back=net)


@transaction.atomic
def client_closed(client_id: int) -> None:
    for plan in _locked(Q(client=client_id, ended_on=None)):
        plan_end(SYSTEM, plan, Standing.CLOSED)


def plans_watch() -> int:
    """What no entry of the journal tells: purchases found late, clients closed or no longer lost, time
    over."""
    today = clock.today()
    lost = Q(client__facts__lifecycle=Lifecycle.LOST)
    alive = Plan.objects.visible_to(SYSTEM).filter(client__is_live=True).order_by("pk")
    over = Q(ended_on__isnull=False, until__gte=today - LATE) & ~Q(state=Standing.CALLED_OFF)
    bought = alive.filter(Q(ended_on=None) | over, bought_on=None)
    bought = bought.filter(client__facts__last_purchase__gte=F("started_on"))
    found = list(bought.values_list("client", flat=True)[:A_RUN])
    for client_id in found:
        client_bought([client_id])
    closed = alive.filter(ended_on=None, client__closed_on__lte=today)
    for client_id in closed.values_list("client", flat=True)[:A_RUN]:
        client_closed(client_id)
    gone = alive.filter(ended_on=None, client__facts__isnull=False).exclude(lost)
    for pk in gone.filter(client__closed_on=None).values_list("pk", flat=True)[:A_RUN]:
        _end(pk, Standing.CALLED_OFF, _("Not lost any more: their orders were corrected or merged."))
    time_over = alive.filter(ended_on=None, until__lt=today)
    waiting = PlanStep.objects.visible_to(SYSTEM).filter(state__in=AHEAD).values("plan")
    for pk in time_over.exclude(pk__in=waiting).values_list("pk", flat=True)[:A_RUN]:
        _end(pk, Standing.THROUGH)
    recent = today - timedelta(days=WINBACK_HORIZON.value() + LATE.days)
    for plan in alive.filter(bought_on__gte=recent)[: 5 * A_RUN]:
        money_back(plan)
    return len(found)


@transaction.atomic
def _end(pk: int, how: Standing, note: str = "") -> None:
    for plan in _locked(Q(pk=pk, ended_on=None)):
        plan_end(SYSTEM, plan, how, note)


def _locked(which: Q) -> list[Plan]:
    rows: Any = Plan.objects.visible_to(SYSTEM).filter(which)
    return list(rows.select_for_update().order_by("pk"))


@transaction.atomic
def round_call_off(actor: Actor, *, round_id: int) -> Round:
    """A round begun by mistake: its open plans end, and none of it counts for the results."""
    round_: Round = fetch(actor, Round, round_id, verb="winback.call_off", lock=True)
    if round_.called_off_on is not None:
        return round_
    for plan in _locked(Q(round=round_, state__in=OPEN)):
        plan_end(actor, plan, Standing.CALLED_OFF)
    round_.called_off_on = clock.today()
    round_.save(update_fields=["called_off_on"])
    record(actor, kinds.ROUND_CALLED_OFF, subject=round_, data={"round": round_.name})
    return round_
