"""Named columns, checked with a sentence before a measure touches a table."""

from __future__ import annotations

import ibis.expr.types as ir

from .errors import N_, ColumnsMissing


def require(table: ir.Table, measure: str, *names: str) -> None:
    """Refuse a table that lacks a column the measure needs.

    :raises ColumnsMissing: naming the measure, what is missing and what is there.
    """
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise ColumnsMissing(
            N_("%(measure)s needs the columns %(missing)s; the table has %(present)s."),
            {"measure": measure, "missing": ", ".join(missing), "present": ", ".join(table.columns)},
        )


def has(table: ir.Table, name: str) -> bool:
    """Whether an optional column is there."""
    return name in table.columns


def day_of(moment: ir.Value) -> ir.DateValue:
    """The calendar day of a date or a timestamp column."""
    return moment if moment.type().is_date() else moment.cast("timestamp").date()
