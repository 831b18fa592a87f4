"""Lists that come with the program and then are the firm's: put into the base once, by their codes.

What the firm renamed, regrouped or retired is still a row of that code, and no row is touched. Called after
``migrate`` (and after a test has emptied every table), so a base never lacks what a release brought.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connections, models

Values = Mapping[str, Any]


def ship(model: type[models.Model], rows: Mapping[str, Values], using: str) -> None:
    """``rows``: code → the other columns. Nothing where the table is not there yet."""
    if not is_there(model, using):
        return
    manager = model._base_manager.using(using)
    known = set(manager.exclude(code="").values_list("code", flat=True))
    missing = [model(code=code, **values) for code, values in rows.items() if code not in known]
    manager.bulk_create(missing, ignore_conflicts=True)


def in_order(codes: Mapping[str, Any]) -> dict[str, Values]:
    """Rows that have nothing of their own but their place."""
    return {code: {"place": place} for place, code in enumerate(codes, start=1)}


def is_there(model: type[models.Model], using: str) -> bool:
    connection = connections[using]
    with connection.cursor() as cursor:
        return model._meta.db_table in connection.introspection.table_names(cursor)
