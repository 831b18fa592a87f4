"""Named columns are checked before a measure starts, with a sentence on error."""

from __future__ import annotations

import ibis.expr.types as ir

from vernost.analytics.models.errors import MissingColumns


def require_columns(table: ir.Table, measure: str, *needed: str) -> None:
    """Raise MissingColumns where `table` lacks one of `needed`."""
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise MissingColumns(measure=measure, needed=", ".join(needed), missing=", ".join(missing))
