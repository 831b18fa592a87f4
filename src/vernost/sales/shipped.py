"""The list of reasons (rule 7.4) and a first pipeline, put into the base once. What is there stays as it is:
whatever the firm renamed, regrouped, merged away or retired is still a row, and no row is touched."""

from __future__ import annotations

from typing import Any

from django.db import connections

from vernost.sales.words import CHANCES, REASONS, SALE


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.sales.models import LostReason, Pipeline, Stage

    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if not {model._meta.db_table for model in (LostReason, Pipeline, Stage)} <= tables:
        return
    reasons = LostReason._base_manager.using(using)
    known = set(reasons.exclude(code="").values_list("code", flat=True))
    reasons.bulk_create(
        [
            LostReason(code=code, group=one.group, place=place)
            for place, (code, one) in enumerate(REASONS.items(), start=1)
            if code not in known
        ],
        ignore_conflicts=True,
    )
    if not Pipeline._base_manager.using(using).exists():
        pipeline = Pipeline(code=SALE, place=1)
        pipeline.save(using=using)
        Stage._base_manager.using(using).bulk_create(
            Stage(pipeline=pipeline, code=code, place=place, probability=chance)
            for place, (code, chance) in enumerate(CHANCES.items(), start=1)
        )
