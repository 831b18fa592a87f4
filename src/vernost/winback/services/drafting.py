"""A plan out of a template: everything it says is copied, in the language of whoever will work by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.practice import WINBACK_HORIZON
from vernost.winback import rules
from vernost.winback.models import Arm, Candidate, Plan, PlanStep, Round, Template, TemplateStep


@dataclass(frozen=True, slots=True)
class Templates:
    """The firm's templates with their steps, read once."""

    every: list[Template]
    steps: dict[int, list[TemplateStep]]

    @classmethod
    def read(cls, actor: Actor) -> Templates:
        every = list(Template.objects.visible_to(actor).filter(is_retired=False))
        steps: dict[int, list[TemplateStep]] = {}
        for one in TemplateStep.objects.visible_to(actor).select_related("template").order_by("place"):
            steps.setdefault(one.template_id, []).append(one)
        return cls([one for one in every if steps.get(one.pk)], steps)

    def best(self, winback_class: str, reason: int | None, wanted: int | None = None) -> Template:
        if wanted is not None:
            found = next((one for one in self.every if one.pk == wanted), None)
        else:
            found = rules.template_for(self.every, winback_class, reason)
        if found is None:
            raise Invalid(template=_("There is no template for these clients: write one first."))
        return found


def plan_of(
    actor: Actor,
    candidate: Candidate,
    template: Template,
    *,
    round_: Round | None = None,
    arm: str = Arm.ASKED,
) -> Plan:
    """Not saved yet. ``candidate``: with the client and their manager."""
    client: Client = candidate.client
    today = clock.today()
    with translation.override(client.owner.language if client.owner else settings.LANGUAGE_CODE):
        texts = {"answer": template.answers, "offer": template.offers} if arm == Arm.ASKED else {}
    return Plan(
        **texts,
        client=client,
        round=round_,
        arm=arm,
        template=template,
        template_version=template.version,
        winback_class=candidate.winback_class,
        recency=candidate.recency,
        reason_id=candidate.reason or None,
        offer_cost=template.offer_cost,
        tries=template.tries,
        responsible=client.owner,
        worth=candidate.worth,
        started_on=today,
        until=today + timedelta(days=round_.horizon if round_ else WINBACK_HORIZON.value()),
        by_id=actor.employee_id,
    )


def steps_of(plan: Plan, steps: Sequence[TemplateStep], first: date) -> list[PlanStep]:
    """``first``: the day on which day 0 of the template falls."""
    language: Any = plan.responsible.language if plan.responsible else settings.LANGUAGE_CODE
    with translation.override(language):
        return [
            PlanStep(
                plan=plan,
                place=place,
                channel=rules.channel_of(step.channel, plan.recency),
                day=step.day,
                due_on=first + timedelta(days=step.day),
                text=str(step),
                minutes=step.minutes,
                moment=step.moment,
                by_head=step.by_head,
            )
            for place, step in enumerate(steps)
        ]
