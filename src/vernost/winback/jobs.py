"""Background work: the ranking after each night's facts, steps whose day has come, plans that end unseen."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.jobs import sweep
from vernost.winback import services
from vernost.winback.models import PlanStep, StepState
from vernost.winback.services.starting import SWEEP

AT_ONCE = 1000


@sweep("winback_ranking", every=timedelta(minutes=5))
def rank_after_the_facts() -> int:
    return services.ranking_refresh(SYSTEM) if services.is_behind() else 0


@sweep(SWEEP, every=timedelta(minutes=10))
def give_steps_of_today() -> int:
    """Of each open plan the first step that is not settled, once its day has come."""
    rows = PlanStep.objects.unscoped(reason="a sweep over everybody's plans")
    due = rows.filter(
        state=StepState.WAITING,
        due_on__lte=clock.today(),
        plan__ended_on=None,
        plan__client__is_live=True,
        plan__client__closed_on=None,
    )
    ahead = rows.filter(Q(state=StepState.WAITING) | Q(state=StepState.GIVEN)).order_by("place")
    firsts: dict[int, int] = {}
    for pk, plan in due.order_by("due_on", "plan", "place").values_list("pk", "plan")[:AT_ONCE]:
        firsts.setdefault(plan, pk)
    given = 0
    for plan, pk in firsts.items():
        first = ahead.filter(plan=plan).values_list("pk", flat=True).first()
        given += first == pk and services.step_give(SYSTEM, step_id=pk)
    return given


@sweep("winback_watch", every=timedelta(minutes=15))
def watch_the_plans() -> int:
    return services.plans_watch()
