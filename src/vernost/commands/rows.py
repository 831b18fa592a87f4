"""A base as JSON lines, table by table: the backup where pg_dump is not at hand, and the way from SQLite to
PostgreSQL and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

LEFT_OUT = frozenset({"sessions.session", "staff.session", "contenttypes.contenttype", "auth.permission"})
BATCH = 500


def tables() -> list[type[models.Model]]:
    """In an order in which keys point backward; what points in a circle is checked at the end only."""
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [model for model in every if model._meta.label_lower not in LEFT_OUT and not model._meta.proxy]


def write(file: Path) -> None:
    with transaction.atomic(), file.open("w", encoding="utf-8") as out:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model in tables():
            for row in model._base_manager.order_by("pk").iterator(BATCH):
                json.dump(
                    serializers.serialize("python", [row])[0], out, cls=DjangoJSONEncoder, ensure_ascii=False
                )
                out.write("\n")


def read(file: Path) -> None:
    """Into an empty, migrated base; all or nothing."""
    with transaction.atomic(), connection.constraint_checks_disabled():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model, rows in _batches(file):
            model._base_manager.bulk_create(rows)
        connection.check_constraints()
        _set_counters()


def _batches(file: Path) -> Iterator[tuple[type[models.Model], list[Any]]]:
    batch: list[Any] = []
    with file.open(encoding="utf-8") as lines:
        for deserialized in serializers.deserialize("python", map(json.loads, lines)):
            if batch and (type(batch[0]) is not type(deserialized.object) or len(batch) == BATCH):
                yield type(batch[0]), batch
                batch = []
            batch.append(deserialized.object)
    if batch:
        yield type(batch[0]), batch


def _set_counters() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
