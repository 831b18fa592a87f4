"""The causes that come with the program, put into the base once; what the firm changed stays."""

from __future__ import annotations

from typing import Any

from django.db import connections

from vernost.complaints.words import CAUSES


def ship(using: str = "default", **kwargs: Any) -> None:
    from vernost.complaints.models import Cause

    connection = connections[using]
    with connection.cursor() as cursor:
        if Cause._meta.db_table not in connection.introspection.table_names(cursor):
            return
    rows = Cause._base_manager.using(using)
    known = set(rows.exclude(code="").values_list("code", flat=True))
    rows.bulk_create(
        [Cause(code=code, place=place) for place, code in enumerate(CAUSES, start=1) if code not in known],
        ignore_conflicts=True,
    )
