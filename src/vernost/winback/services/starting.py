"""Plans begin: one by hand, or a whole round with its control group (rules 6.4, 6.5)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock, jobs
from vernost.core.errors import Invalid
from vernost.core.practice import CONTROL_GROUP, PLANS_A_DAY, WINBACK_HORIZON
from vernost.journal.write import draft, record, record_many
from vernost.retention.models import Lifecycle
from vernost.winback import kinds, rules
from vernost.winback.errors import HasPlan, LeftAlone, NotLost, WasLetGo
from vernost.winback.models import AT_ONCE, Arm, Candidate, LetGo, Plan, PlanStep, Round, Where
from vernost.winback.services.drafting import Templates, plan_of, steps_of
from vernost.winback.services.ranking import CLASSES, ranked_again

SWEEP = "winback_steps"


@transaction.atomic
def round_start(
    actor: Actor,
    *,
    token: str,
    client_ids: Sequence[int] | None = None,
    winback_class: str = "",
    number: int = 0,
    template_id: int | None = None,
    share: Decimal | None = None,
    seed: int | None = None,
    name: str = "",
) -> Round:
    """Plans for a selection, or for the best ``number`` of a class; a share of them, drawn before the
    start, is left alone. The same ``token`` again gives the round that is there.

    Whoever has a plan, was let go or is not lost any more is passed over: the round says how many it took.
    """
    require(actor, "winback.plan")
    there: Round | None = Round.objects.visible_to(actor).filter(token=token).first()
    if there is not None:
        return there
    candidates = _chosen(actor, client_ids, winback_class, number)
    share = CONTROL_GROUP.value() if share is None else share
    if not 0 <= share <= 50:
        raise Invalid(share=_("From 0 to 50 per cent are left alone."))
    seed = secrets.randbelow(2**53) if seed is None else seed
    strata = {one.pk: one.winback_class for one in candidates}
    alone = rules.left_alone(strata, seed=seed, share=share)
    round_: Round = Round.objects.create(
        name=tidy(name)[:120] or _("Round of {day}").format(day=f"{clock.today():%d.%m.%Y}"),
        seed=seed,
        share=share,
        horizon=WINBACK_HORIZON.value(),
        token=token,
        by_id=actor.employee_id,
    )
    plans = _written(actor, candidates, round_, alone, template_id)
    data = {"round": round_.name, "clients": len(plans), "alone": len(alone), "seed": seed}
    record(actor, kinds.ROUND_STARTED, subject=round_, data=data)
    ranked_again([one.client_id for one in plans])
    transaction.on_commit(lambda: jobs.wake(SWEEP))
    return round_


def _chosen(
    actor: Actor, client_ids: Sequence[int] | None, winback_class: str, number: int
) -> list[Candidate]:
    rows = Candidate.objects.visible_to(actor).filter(
        where=Where.FREE,
        client__is_live=True,
        client__closed_on=None,
        client__facts__lifecycle=Lifecycle.LOST,
    )
    if client_ids is not None:
        wanted = list(dict.fromkeys(client_ids))
        if len(wanted) > AT_ONCE:
            raise Invalid(number=_("At most {number} clients at once.").format(number=AT_ONCE))
        rows = rows.filter(pk__in=wanted)
    else:
        if not 1 <= number <= AT_ONCE or winback_class not in CLASSES:
            raise Invalid(number=_("From 1 to {number} clients at once.").format(number=AT_ONCE))
        rows = rows.filter(winback_class=winback_class)
    found = list(rows.select_related("client__owner").order_by("-value", "pk")[: number or AT_ONCE])
    if not found:
        raise Invalid(number=_("Nobody of them can be won back now: choose others."))
    return found


def _written(
    actor: Actor, candidates: list[Candidate], round_: Round, alone: set[int], template_id: int | None
) -> list[Plan]:
    templates = Templates.read(actor)
    plans = [
        plan_of(
            actor,
            one,
            templates.best(one.winback_class, one.reason, template_id),
            round_=round_,
            arm=Arm.ALONE if one.pk in alone else Arm.ASKED,
        )
        for one in candidates
    ]
    try:
        with transaction.atomic():
            Plan.objects.bulk_create(plans)
    except IntegrityError:
        raise HasPlan from None  # somebody was faster with one of them
    asked = [one for one in plans if one.arm == Arm.ASKED]
    firsts = rules.starts([one.responsible_id for one in asked], clock.today(), PLANS_A_DAY.value())
    PlanStep.objects.bulk_create(
        step
        for plan, first in zip(asked, firsts, strict=True)
        for step in steps_of(plan, templates.steps[plan.template_id or 0], first)
    )
    record_many(_told(actor, plan) for plan in asked)
    return plans


def _told(actor: Actor, plan: Plan) -> Any:
    data = {"offer": plan.offer}
    return draft(actor, kinds.PLANNED, subject=plan, client_id=plan.client_id, data=data)


@transaction.atomic
def plan_start(
    actor: Actor,
    *,
    client_id: int,
    template_id: int | None = None,
    answer: str = "",
    offer: str = "",
    offer_cost: Decimal | None = None,
) -> Plan:
    """One plan by hand; what is written takes the place of the template's words."""
    client: Client = fetch(actor, Client, client_id, verb="winback.plan", lock=True)
    candidate = _free(actor, client)
    templates = Templates.read(actor)
    template = templates.best(candidate.winback_class, candidate.reason, template_id)
    plan = plan_of(actor, candidate, template)
    plan.answer = tidy(answer, lines=True)[:1000] or plan.answer
    plan.offer = tidy(offer)[:300] or plan.offer
    if offer_cost is not None:
        if offer_cost < 0:
            raise Invalid(offer_cost=_("A sum is zero or more."))
        plan.offer_cost = offer_cost
    plan.save(force_insert=True)
    PlanStep.objects.bulk_create(steps_of(plan, templates.steps[template.pk], clock.today()))
    record(actor, kinds.PLANNED, subject=plan, client_id=client.pk, data={"offer": plan.offer})
    ranked_again([client.pk])
    transaction.on_commit(lambda: jobs.wake(SWEEP))
    return plan


def _free(actor: Actor, client: Client) -> Candidate:
    """The lost client, whom nobody is winning back; or why not."""
    there = Plan.objects.visible_to(actor).filter(client=client, ended_on=None).first()
    if there is not None:
        raise LeftAlone if there.arm == Arm.ALONE else HasPlan
    if LetGo.objects.visible_to(actor).filter(client=client, taken_back_on=None).exists():
        raise WasLetGo
    rows = Candidate.objects.visible_to(actor).filter(client=client, client__facts__lifecycle=Lifecycle.LOST)
    found: Candidate | None = rows.select_related("client__owner").first()
    if found is None or client.closed_on is not None:
        raise NotLost
    return found
