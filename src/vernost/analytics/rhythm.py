"""The client's own usual pause between purchases, and where it comes from (rule 2.2)."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .columns import has, require
from .engine import one
from .terms import PRACTICE, Terms

SOURCES = ("own", "stated", "segment", "base")


def base_rhythm(summary: ir.Table, terms: Terms = PRACTICE) -> float | None:
    """Median rhythm of the whole base, in days (rule 2.2, the fourth source).

    Where nobody has enough pauses for a rhythm of their own, the median of the clients' few pauses
    stands in; ``None`` where nobody ever bought twice.
    """
    own = summary.filter(summary.purchases > terms.own_pauses)
    value = one(own.aggregate(middle=own.own_median.quantile(0.5)))["middle"]
    if value is None:
        value = one(summary.aggregate(middle=summary.own_median.quantile(0.5)))["middle"]
    return None if value is None else float(value)


def segment_rhythms(summary: ir.Table, segments: ir.Table, terms: Terms = PRACTICE) -> ir.Table:
    """Median rhythm of each segment: ``segment``, ``segment_rhythm`` (days).

    :param segments: ``client``, ``segment``.
    """
    require(segments, "segment_rhythms", "client", "segment")
    known = summary.filter(summary.purchases > terms.own_pauses).join(segments, "client")
    return known.group_by("segment").aggregate(segment_rhythm=known.own_median.quantile(0.5))


def rhythms(
    summary: ir.Table,
    base: float | None,
    terms: Terms = PRACTICE,
    *,
    stated: ir.Table | None = None,
    segments: ir.Table | None = None,
    of_segments: ir.Table | None = None,
) -> ir.Table:
    """Add ``rhythm_days`` and ``rhythm_source`` to the summary (rule 2.2).

    :param base: of :func:`base_rhythm`; ``None`` leaves what has no better source empty.
    :param stated: ``client``, ``stated_days``: pauses that an employee stated.
    :param segments: ``client``, ``segment``; their medians are taken from ``of_segments``
        (``segment``, ``segment_rhythm``) or, without it, from this summary.
    :returns: the summary with ``rhythm_days`` (days or null), ``rhythm_source``
        (``own`` | ``stated`` | ``segment`` | ``base`` | null) and ``fallback_days`` (what stands in, or
        stood in, while the own pauses are too few).
    """
    require(summary, "rhythms", "client", "purchases", "own_median")
    table = summary
    others: list[tuple[str, Any]] = []
    if stated is not None:
        table = table.left_join(stated, "client").drop("client_right")
        others.append(("stated", table.stated_days.cast("float64")))
    if segments is not None:
        medians = of_segments if of_segments is not None else segment_rhythms(summary, segments, terms)
        table = table.left_join(segments, "client").drop("client_right")
        table = table.left_join(medians, "segment").drop("segment_right")
        others.append(("segment", table.segment_rhythm))
    others.append(("base", ibis.literal(base, type="float64")))
    own = (table.purchases > terms.own_pauses).ifelse(table.own_median, ibis.null("float64"))
    source: ir.Value = ibis.null("string")
    for name, value in reversed([("own", own), *others]):
        source = value.notnull().ifelse(name, source)
    fallback = ibis.coalesce(*(value for _, value in others)).cast("float64")
    extra = [name for name in ("stated_days", "segment", "segment_rhythm") if has(table, name)]
    table = table.mutate(
        fallback_days=fallback, rhythm_days=own.coalesce(fallback).cast("float64"), rhythm_source=source
    )
    return table.drop(*(name for name in extra if name not in summary.columns))
