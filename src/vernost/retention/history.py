"""Every change of a client's standing since the first purchase, dated (rules 2.3–2.5): back through an import too.

Each purchase is looked at as it was known then, by the pauses before it; what stands in for a rhythm of one's own, and
the length of the fragile time, are those of today.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from vernost.analytics.lifecycle import line_days
from vernost.analytics.terms import Terms


def changes(steps: ir.Table, clients: ir.Table, people: ir.Table, as_of: date, terms: Terms) -> ir.Table:
    """``client``, ``day``, ``rank``, ``after``: one row a change up to ``as_of``, to be read in the order of the first three.

    :param clients: with ``rhythm_days`` and ``fallback_days``.
    """
    bought = _purchases(steps, clients, as_of, terms)
    silent = bought.next_day.coalesce(ibis.literal(as_of)).delta(bought.day, unit="day")
    bought = bought.mutate(silent=silent, slips=bought.rhythm.floor(), lost=(silent > bought.line).fill_null(False))
    bought = bought.mutate(came=(bought.pause > bought.line_before).fill_null(False) & (bought.number > 1))
    run = ibis.window(group_by="client", order_by="number", preceding=None, following=0)
    until = bought.came.ifelse(bought.fragile_end, ibis.null("date"))
    bought = bought.mutate(fragile_until=until.max().over(run))
    fragile = (bought.fragile_until > bought.day).fill_null(False)
    first = bought.number == 1
    stage = ibis.cases((first, "new"), (fragile, "returned"), else_="active")
    told = [bought.select("client", "day", rank=ibis.literal(0), after=stage)]
    quiet = ~first & ~fragile & (bought.silent > bought.slips).fill_null(False)
    told.append(_moved(bought.filter(quiet), "slips", "slipping", 1))
    told.append(_moved(bought.filter(bought.lost), "line", "lost", 3))
    told.append(_fragile_over(bought, fragile, as_of))
    closed = people.filter(people.closed_on.notnull() & (people.closed_on <= ibis.literal(as_of)))
    told.append(closed.select("client", day=closed.closed_on, rank=ibis.literal(4), after=ibis.literal("closed")))
    kept = ibis.union(*[part.select("client", "day", rank=part["rank"].cast("int8"), after="after") for part in told])
    return _only_changes(kept.filter(kept.day <= ibis.literal(as_of)))


def _purchases(steps: ir.Table, clients: ir.Table, as_of: date, terms: Terms) -> ir.Table:
    """Opening rows of purchases with the rhythm and the line as they were from that purchase on."""
    opening = steps.filter(steps.number > 0, steps.day <= ibis.literal(as_of), steps.pause.isnull() | (steps.pause > 0))
    usual = clients.select(usual_client="client", usual_rhythm="rhythm_days", fallback="fallback_days")
    table = opening.select("client", "day", "number", "pause").join(usual, opening.client == usual.usual_client)
    run = ibis.window(group_by="client", order_by="number", preceding=None, following=0)
    table = table.mutate(median=table.pause.quantile(0.5).over(run), wide=table.pause.quantile(terms.line_quantile).over(run))
    rhythm = (table.number > terms.own_pauses).ifelse(table.median, table.fallback).cast("float64")
    table = table.mutate(rhythm=rhythm)
    table = table.mutate(line=line_days(table.rhythm, table.wide.cast("float64"), terms).floor())
    order = ibis.window(group_by="client", order_by="number")
    # Kept as the rule has it: until so many further purchases or so many rhythms, whichever is later.
    by_time = table.day + (table.usual_rhythm * terms.fragile_rhythms).ceil().cast("int32").as_interval("D")
    by_count = table.day.lead(terms.fragile_purchases).over(order)
    end: Any = by_count.isnull().ifelse(ibis.literal(date(9999, 1, 1)), ibis.greatest(by_count, by_time.cast("date")))
    return table.mutate(
        line_before=table.line.lag().over(order), next_day=table.day.lead().over(order), fragile_end=end.cast("date")
    )


def _moved(rows: ir.Table, after_days: str, stage: str, rank: int) -> ir.Table:
    day = rows.day + (rows[after_days].cast("int32") + 1).as_interval("D")
    return rows.select("client", day=day.cast("date"), rank=ibis.literal(rank), after=ibis.literal(stage))


def _fragile_over(bought: ir.Table, fragile: ir.Value, as_of: date) -> ir.Table:
    """The fragile time ran out between two purchases: active again, or slipping by then."""
    ends = bought.filter(fragile)
    within = (ends.fragile_until < ends.next_day.coalesce(ibis.literal(date(9999, 1, 1)))) & (
        ends.fragile_until <= ibis.literal(as_of)
    )
    ends = ends.filter(within)
    waited = ends.fragile_until.delta(ends.day, unit="day")
    before_line = ends.filter((waited <= ends.line).fill_null(True))
    waited = before_line.fragile_until.delta(before_line.day, unit="day")
    stage = (waited > before_line.rhythm).fill_null(False).ifelse("slipping", "active")
    over = before_line.select("client", day=before_line.fragile_until, rank=ibis.literal(2), after=stage)
    later = before_line.filter((waited <= before_line.rhythm) & (before_line.silent > before_line.slips))
    return over.union(_moved(later, "slips", "slipping", 2).select(*over.columns))


def _only_changes(told: ir.Table) -> ir.Table:
    order = ibis.window(group_by="client", order_by=["day", "rank"])
    told = told.mutate(before=told.after.lag().over(order).fill_null("potential"))
    return told.filter(told.after != told.before)
