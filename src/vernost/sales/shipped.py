"""The list of reasons (rule 7.4) and a first pipeline, put into the base once."""

from __future__ import annotations

from typing import Any

from vernost.core import shipped
from vernost.sales.words import CHANCES, REASONS, SALE


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.sales.models import LostReason, Pipeline, Stage

    reasons = {
        code: {"group": one.group, "place": place} for place, (code, one) in enumerate(REASONS.items(), 1)
    }
    shipped.ship(LostReason, reasons, using)
    if not shipped.is_there(Stage, using) or Pipeline._base_manager.using(using).exists():
        return
    pipeline = Pipeline(code=SALE, place=1)
    pipeline.save(using=using)
    Stage._base_manager.using(using).bulk_create(
        Stage(pipeline=pipeline, code=code, place=place, probability=chance)
        for place, (code, chance) in enumerate(CHANCES.items(), start=1)
    )
