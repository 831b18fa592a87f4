"""Free text compared without regard to case and to ё, in the database: ``about__plain__contains``.

SQLite's own LIKE and lower() know Latin letters only, so it is given a function of ours; PostgreSQL lowers by
its locale.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Transform

FUNCTION = "vernost_plain"


def plain(text: str) -> str:
    return text.lower().replace("ё", "е")


class Plain(Transform):
    lookup_name = "plain"
    function = FUNCTION

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="replace(lower(%(expressions)s), 'ё', 'е')", **extra
        )


def known_to_sqlite(sender: Any, connection: Any, **kwargs: Any) -> None:
    """On every new connection: there the function is of the connection, not of the base."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            FUNCTION, 1, lambda text: None if text is None else plain(str(text)), deterministic=True
        )


for column in (models.CharField, models.TextField):
    column.register_lookup(Plain)
