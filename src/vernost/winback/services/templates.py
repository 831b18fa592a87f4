"""The firm's templates. Each change is a new version; plans that run keep what they were made of (rule
6.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.winback import kinds
from vernost.winback.models import Reason, Template, TemplateStep

MOST_STEPS = 12
LATEST = 365


@transaction.atomic
def template_add(actor: Actor, *, steps: Sequence[Mapping[str, Any]], **values: Any) -> Template:
    require(actor, "winback.templates")
    template = Template(place=1 + Template.objects.visible_to(actor).count())
    _fill(actor, template, values, steps)
    template.save(force_insert=True)
    _put_steps(template, steps)
    record(actor, kinds.TEMPLATE_CHANGED, subject=template, data={"template": template.name})
    return template


@transaction.atomic
def template_edit(
    actor: Actor, *, template_id: int, steps: Sequence[Mapping[str, Any]], **values: Any
) -> Template:
    template: Template = fetch(actor, Template, template_id, verb="winback.templates", lock=True)
    _fill(actor, template, values, steps)
    template.version += 1
    template.save()
    TemplateStep.objects.visible_to(actor).filter(template=template).delete()
    _put_steps(template, steps)
    changes = {"version": (template.version - 1, template.version)}
    record(actor, kinds.TEMPLATE_CHANGED, subject=template, changes=changes, data={"template": template.name})
    return template


@transaction.atomic
def template_put_away(actor: Actor, *, template_id: int, away: bool) -> Template:
    """No new plans by it; those that were made by it go on."""
    template: Template = fetch(actor, Template, template_id, verb="winback.templates", lock=True)
    if template.is_retired != away:
        template.is_retired = away
        template.save(update_fields=["is_retired"])
        changes = {"is_retired": (not away, away)}
        record(
            actor, kinds.TEMPLATE_CHANGED, subject=template, changes=changes,
            data={"template": str(template)},
        )  # fmt: skip
    return template


def _fill(
    actor: Actor, template: Template, values: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]
) -> None:
    template.name = tidy(values["name"])[:120]
    template.winback_class = values.get("winback_class", "")
    template.reason = _reason(actor, values.get("reason_id"))
    template.answer = tidy(values.get("answer", ""), lines=True)[:1000]
    template.offer = tidy(values["offer"])[:300]
    template.offer_cost = values.get("offer_cost") or Decimal(0)
    template.tries = values.get("tries") or 3
    if not template.name:
        raise Invalid(name=_("Give the template a name."))
    if not template.offer:
        raise Invalid(offer=_("Never with empty hands: say what you come with."))
    if not steps or len(steps) > MOST_STEPS:
        raise Invalid(steps=_("From 1 to {number} steps.").format(number=MOST_STEPS))
    days = [step["day"] for step in steps]
    if days != sorted(days) or days[-1] > LATEST:
        raise Invalid(steps=_("Steps go by their days, within a year."))
    if not all(tidy(step["text"]) for step in steps):
        raise Invalid(steps=_("Say of each step what is to be done."))
    checked(template, exclude=("reason",))


def _reason(actor: Actor, reason_id: int | None) -> Reason | None:
    if reason_id is None:
        return None
    reason: Reason | None = Reason.objects.visible_to(actor).filter(pk=reason_id).first()
    if reason is None:
        raise Invalid(reason=_("There is no such reason."))
    return reason


def _put_steps(template: Template, steps: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        TemplateStep(
            template=template,
            place=place,
            channel=step["channel"],
            day=step["day"],
            minutes=step.get("minutes") or 15,
            text=tidy(step["text"])[:300],
            moment=step.get("moment") or "winback",
            by_head=bool(step.get("by_head")),
        )
        for place, step in enumerate(steps)
    ]
    for row in rows:
        checked(row, exclude=("template",))
    TemplateStep.objects.bulk_create(rows)
