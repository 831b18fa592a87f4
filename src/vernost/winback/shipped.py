"""Reasons and templates that come with the program, put into the base once."""

from __future__ import annotations

from typing import Any

from vernost.core import shipped
from vernost.winback.words import REASONS, TEMPLATES


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.winback.models import Reason, Template, TemplateStep

    reasons = enumerate(REASONS.items(), start=1)
    shipped.ship(Reason, {code: {"place": n, "group": one.group} for n, (code, one) in reasons}, using)
    if not shipped.is_there(TemplateStep, using):
        return
    known = set(Template._base_manager.using(using).values_list("code", flat=True))
    templates = enumerate(TEMPLATES.items(), start=1)
    rows = {code: {"place": n, "winback_class": one.winback_class} for n, (code, one) in templates}
    shipped.ship(Template, rows, using)
    missing = {
        one.code: one for one in Template._base_manager.using(using).filter(code__in=set(rows) - known)
    }
    TemplateStep._base_manager.using(using).bulk_create(
        TemplateStep(
            template=template, place=place, channel=step.channel, day=step.day, minutes=step.minutes,
            by_head=step.by_head,
        )
        for code, template in missing.items()
        for place, step in enumerate(TEMPLATES[code].steps)
    )  # fmt: skip
